import { type RequestBody, requestBody } from '../request/requestBody.ts';
import { originOf, splitUrl } from '../request/url.ts';
import { type BodyPlace, bodyPlace } from '../syntax/bodyPlace.ts';
import type { HttpFile, HttpRequest, MessageHeader, MessageRequest } from '../syntax/httpFile.ts';
import {
  includes,
  isBefore,
  type Position,
  rangeOnLine,
  type TextRange,
} from '../syntax/textRange.ts';

/** Syntactic place of a cursor in a request, limited to places with completions. */
export type CursorPlace =
  | VariablePlace
  /** From the end of the host to the query. */
  | { readonly kind: 'path'; readonly range: TextRange }
  | { readonly kind: 'header-name'; readonly range: TextRange; readonly hasColon: boolean }
  | { readonly kind: 'header-value'; readonly header: MessageHeader; readonly range: TextRange }
  | BodyPlace
  /** The empty line below the blank line that ends the headers. */
  | { readonly kind: 'empty-body'; readonly range: TextRange };

/** Between `{{` and `}}`. */
export interface VariablePlace {
  readonly kind: 'variable';
  readonly within: 'host' | 'header' | 'body';
  /** The header whose value contains the cursor. */
  readonly header?: MessageHeader;
  /** The body field whose value contains the cursor. */
  readonly field?: string;
  /** From after the opening braces to the closing ones, or to the end of what is typed. */
  readonly range: TextRange;
  /** Both closing braces follow the range. */
  readonly closed: boolean;
}

/** @returns `undefined` in comments, scripts and other places outside a request */
export function cursorPlace(
  file: HttpFile,
  request: HttpRequest,
  position: Position,
): CursorPlace | undefined {
  // The other parts of a cURL command depend on the shell's quoting.
  if (request.kind === 'curl') return placeInBody(requestBody(file, request), position);
  const kind = file.lineKinds[position.line];
  if (kind === undefined) return undefined;
  switch (kind) {
    case 'request-line':
    case 'url':
      return placeInUrl(file, request, position);
    case 'header':
      return placeInHeader(file, request, position);
    case 'body':
      return placeInBody(requestBody(file, request), position);
    case 'blank':
      return placeOnBlankLine(file, request, position);
    case 'comment':
    case 'curl':
    case 'delimiter':
    case 'handler':
    case 'response':
    case 'script':
    case 'variable':
      return undefined;
  }
}

function placeInUrl(
  file: HttpFile,
  request: MessageRequest,
  position: Position,
): CursorPlace | undefined {
  const part = request.urlParts.find(({ range }) => includes(range, position));
  if (part === undefined) return undefined;
  const { line, character } = part.range.start;
  const isFirst = part === request.urlParts[0];
  const variable = variableAround(file, position);
  if (variable !== undefined) {
    return isFirst && variable.range.start.character === character + 2
      ? { ...variable, within: 'host' }
      : undefined;
  }
  const parts = splitUrl(part.text);
  const origin = originOf(parts);
  if (isFirst ? origin + parts.path === '' : origin !== '' || parts.path === '') return undefined;
  if (parts.path.includes('{{') || parts.rest.startsWith('{')) return undefined;
  const start = character + origin.length;
  const range = rangeOnLine(line, start, start + parts.path.length);
  return includes(range, position) ? { kind: 'path', range } : undefined;
}

function placeInHeader(
  file: HttpFile,
  request: MessageRequest,
  position: Position,
): CursorPlace | undefined {
  const { line } = position;
  const header = request.headers.find(
    ({ name, value }) => name.range.start.line <= line && line <= value.range.end.line,
  );
  if (header === undefined) return undefined;
  if (includes(header.name.range, position)) {
    return { kind: 'header-name', range: header.name.range, hasColon: header.hasColon };
  }
  const variable = variableAround(file, position);
  if (variable !== undefined) return { ...variable, within: 'header', header };
  if (!header.hasColon) return undefined;
  const { start, end } = header.value.range;
  if (header.value.text === '') {
    // Only blanks follow the colon; those before the cursor are kept.
    return { kind: 'header-value', header, range: { start: position, end: position } };
  }
  if (start.line !== end.line || isBefore(position, start)) return undefined;
  // Includes a blank that was just typed: `Bearer `.
  const range = isBefore(end, position) ? { start, end: position } : header.value.range;
  return { kind: 'header-value', header, range };
}

function placeInBody(body: RequestBody | undefined, position: Position): CursorPlace | undefined {
  if (body?.file.lineKinds[position.line] !== 'body') return undefined;
  const { file, lines } = body;
  if (lines.last < position.line) return undefined;
  const variable = variableAround(file, position);
  const place = bodyPlace(file, lines, position);
  if (variable === undefined) return place;
  return {
    ...variable,
    within: 'body',
    ...(place?.kind === 'value' && place.parents.length === 0 && { field: place.name }),
  };
}

function placeOnBlankLine(
  file: HttpFile,
  request: MessageRequest,
  position: Position,
): CursorPlace | undefined {
  const { body } = request;
  // A blank line within a body belongs to it, although not every client sends it.
  if (body !== undefined && position.line > body.first) {
    return position.line < body.last ? bodyPlace(file, body, position) : undefined;
  }
  const range = { start: position, end: position };
  const above = file.lineKinds[position.line - 1];
  if (above === 'request-line' || above === 'url' || above === 'header') {
    return { kind: 'header-name', range, hasColon: false };
  }
  if (body !== undefined || position.line <= request.line) return undefined;
  return above === 'blank' ? { kind: 'empty-body', range } : undefined;
}

type PlaceOfVariable = Pick<VariablePlace, 'kind' | 'range' | 'closed'>;

function variableAround(
  file: HttpFile,
  { line, character }: Position,
): PlaceOfVariable | undefined {
  const text = file.lines[line] ?? '';
  const open = text.lastIndexOf('{{', character - 2);
  if (open === -1 || character < open + 2) return undefined;
  if (/[{}]/.test(text.slice(open + 2, character))) return undefined;
  // Editors auto-close one or two braces; a quote or blank after them is not part of the variable.
  const [rest = '', braces = ''] =
    /^[^{}"\n]*?(?=\}|["{]|$)(\}{0,2})/.exec(text.slice(character)) ?? [];
  const closed = braces === '}}';
  const end =
    braces === ''
      ? character + (/^[\w.%$]*/.exec(rest)?.[0].length ?? 0)
      : character + rest.length - (closed ? 2 : 0);
  return { kind: 'variable', range: rangeOnLine(line, open + 2, end), closed };
}
