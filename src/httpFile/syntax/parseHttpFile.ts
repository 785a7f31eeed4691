import { isCurlCommand, parseCurlRequest } from './curlRequest.ts';
import {
  type FileVariable,
  hasRequest,
  type HttpBlock,
  type HttpFile,
  type HttpRequest,
  type LineKind,
} from './httpFile.ts';
import {
  isBlank,
  isComment,
  isDelimiter,
  isHandlerLine,
  isScriptLine,
  isStatusLine,
  requestName,
  trimmedColumns,
  variableColumns,
} from './lineSyntax.ts';
import { parseRequestHead, type RequestHead } from './messageRequest.ts';
import { beginsRequest } from './requestLine.ts';
import { ScriptBlocks } from './scriptBlocks.ts';
import { type LineRange, spanOnLine } from './textRange.ts';

/** Accepts any text: unknown syntax becomes part of a URL or body, as in the clients. */
export function parseHttpFile(text: string): HttpFile {
  const lines = text.split(/\r\n|\r|\n/);
  const kinds = new Array<LineKind>(lines.length).fill('blank');
  const blocks = blockRanges(lines).flatMap((range) => parseBlocks(lines, range, kinds));
  return {
    lines,
    eol: /\r\n|\r|\n/.exec(text)?.[0] ?? '\n',
    lineKinds: kinds,
    blocks,
    requests: blocks.filter(hasRequest),
    variables: readVariables(lines, kinds),
  };
}

function blockRanges(lines: readonly string[]): LineRange[] {
  const ranges: LineRange[] = [];
  let first = 0;
  for (let line = 1; line < lines.length; line++) {
    if (isDelimiter(lines[line] ?? '')) {
      ranges.push({ first, last: line - 1 });
      first = line;
    }
  }
  ranges.push({ first, last: lines.length - 1 });
  return ranges;
}

/** Parses the lines between two `###` lines: one block, and one more per further request. */
function parseBlocks(lines: readonly string[], range: LineRange, kinds: LineKind[]): HttpBlock[] {
  const opening = lines[range.first] ?? '';
  const title = isDelimiter(opening) ? opening.replace(/^#+/, '').trim() : '';
  if (isDelimiter(opening)) kinds[range.first] = 'delimiter';

  const scripts = new ScriptBlocks(lines, range.last);
  const contents = { first: range.first + (isDelimiter(opening) ? 1 : 0), last: range.last };
  const blocks: HttpBlock[] = [];
  let { first } = range;
  let start = skipPreamble(lines, contents, kinds, scripts);
  while (first <= range.last) {
    const parsed: ParsedRequest =
      start === undefined
        ? { next: range.last + 1 }
        : parseRequest(lines, first, { first: start, last: range.last }, kinds, scripts);
    const { request, next } = parsed;
    const isFirst = blocks.length === 0;
    const name = nameOf(lines, { first, last: next - 1 }, kinds);
    blocks.push({
      lines: { first, last: next - 1 },
      ...(isFirst && title && { title }),
      ...(name && { name }),
      ...(request && { request }),
      ...(!isFirst && { undelimited: true }),
    });
    first = next;
    start = next;
  }
  return blocks;
}

/** @returns the line of the request, if there is one */
function skipPreamble(
  lines: readonly string[],
  { first, last }: LineRange,
  kinds: LineKind[],
  scripts: ScriptBlocks,
): number | undefined {
  for (let line = first; line <= last; line++) {
    const text = lines[line] ?? '';
    const scriptEnd = scripts.endOf(line);
    if (scriptEnd !== undefined) {
      kinds.fill('script', line, scriptEnd + 1);
      line = scriptEnd;
    } else if (isStatusLine(text)) {
      kinds.fill('response', line, last + 1);
      return undefined;
    } else {
      const kind = kindInPreamble(text);
      if (kind === undefined) return line;
      kinds[line] = kind;
    }
  }
  return undefined;
}

/** @returns `undefined` for a request line */
function kindInPreamble(text: string): LineKind | undefined {
  if (isBlank(text)) return 'blank';
  if (isComment(text)) return 'comment';
  if (/^\s*@/.test(text)) return 'variable';
  if (isScriptLine(text)) return 'script';
  return isHandlerLine(text) ? 'handler' : undefined;
}

interface ParsedRequest {
  readonly request?: HttpRequest;
  /** The first line after the request. */
  readonly next: number;
}

/** @param first line of the block */
function parseRequest(
  lines: readonly string[],
  first: number,
  where: LineRange,
  kinds: LineKind[],
  scripts: ScriptBlocks,
): ParsedRequest {
  if (isCurlCommand(lines[where.first] ?? '')) {
    const { request, last } = parseCurlRequest(lines, where);
    for (let line = where.first; line <= last; line++) {
      kinds[line] = isComment(lines[line] ?? '') ? 'comment' : 'curl';
    }
    const { next } = readBody(lines, { first: last + 1, last: where.last }, kinds, scripts);
    return { request, next };
  }
  const { head, next: belowHead } = parseRequestHead(lines, where, kinds);
  const isForced = lines.slice(first, belowHead).some((line) => forcesDelimiter(line));
  const { body, next } = readBody(
    lines,
    { first: belowHead, last: where.last },
    kinds,
    scripts,
    isForced ? 'none' : closingBoundary(head),
  );
  return { request: body === undefined ? head : { ...head, body }, next };
}

/** httpyac's syntax for lines in a body that look like requests. */
function forcesDelimiter(line: string): boolean {
  return /^\s*(?:#+|\/{2,})\s+@(?:forceRegionDelimiter|force-region-delimiter)\b/.test(line);
}

/** Last line of a multipart body; httpyac begins no request before it. */
function closingBoundary({ headers }: RequestHead): string | undefined {
  const type = headers.find(({ name }) => name.text.toLowerCase() === 'content-type')?.value.text;
  if (type === undefined || !/^multipart\/mixed\s*;/i.test(type)) return undefined;
  const boundary = /boundary=([^;\s]+)/.exec(type)?.[1];
  return boundary === undefined ? undefined : `--${boundary}--`;
}

/**
 * Classifies the lines below the head of a request, up to the next request.
 *
 * @param until text before which no other request begins; `none`: no further request
 * @returns the body up to the first script, handler or response; `undefined` if it is empty
 */
function readBody(
  lines: readonly string[],
  { first, last }: LineRange,
  kinds: LineKind[],
  scripts: ScriptBlocks,
  until?: string,
): { body?: LineRange; next: number } {
  let body: LineRange | undefined;
  let ended: 'response' | 'other' | undefined;
  let mayEnd = until === undefined;
  for (let line = first; line <= last; line++) {
    const text = lines[line] ?? '';
    const scriptEnd = scripts.endOf(line);
    if (mayEnd && beginsRequest(text)) return { ...(body && { body }), next: line };
    mayEnd ||= until !== 'none' && text.includes(until ?? '');
    if (ended === 'response') {
      kinds[line] = 'response';
    } else if (scriptEnd !== undefined) {
      kinds.fill(text.trimStart().startsWith('>') ? 'handler' : 'script', line, scriptEnd + 1);
      line = scriptEnd;
      ended = 'other';
    } else if (isStatusLine(text)) {
      kinds[line] = 'response';
      ended = 'response';
    } else {
      const kind = kindInBody(text);
      kinds[line] = kind;
      if (kind === 'handler') ended = 'other';
      if (kind === 'body' && ended === undefined) body = { first: body?.first ?? line, last: line };
    }
  }
  return { ...(body && { body }), next: last + 1 };
}

function kindInBody(text: string): LineKind {
  if (isBlank(text)) return 'blank';
  if (isComment(text)) return 'comment';
  if (variableColumns(text) !== undefined) return 'variable';
  return isHandlerLine(text) ? 'handler' : 'body';
}

function nameOf(
  lines: readonly string[],
  { first, last }: LineRange,
  kinds: readonly LineKind[],
): string | undefined {
  for (let line = first; line <= last; line++) {
    const name = kinds[line] === 'comment' ? requestName(lines[line] ?? '') : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

function readVariables(lines: readonly string[], kinds: readonly LineKind[]): FileVariable[] {
  return lines.flatMap((text, line) => {
    const columns = kinds[line] === 'variable' ? variableColumns(text) : undefined;
    if (columns === undefined) return [];
    const value = trimmedColumns(text, columns.valueFrom);
    return {
      name: spanOnLine(text, line, columns.nameStart, columns.nameEnd),
      value: spanOnLine(text, line, value.start, value.end),
    };
  });
}
