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
import { parseRequestHead } from './messageRequest.ts';
import { ScriptBlocks } from './scriptBlocks.ts';
import { type LineRange, spanOnLine } from './textRange.ts';

/** Takes any text: what cannot be understood becomes part of a URL or a body, as in the clients. */
export function parseHttpFile(text: string): HttpFile {
  const lines = text.split(/\r\n|\r|\n/);
  const kinds = new Array<LineKind>(lines.length).fill('blank');
  const blocks = blockRanges(lines).map((range) => parseBlock(lines, range, kinds));
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

function parseBlock(lines: readonly string[], range: LineRange, kinds: LineKind[]): HttpBlock {
  const opening = lines[range.first] ?? '';
  const title = isDelimiter(opening) ? opening.replace(/^#+/, '').trim() : '';
  if (isDelimiter(opening)) kinds[range.first] = 'delimiter';

  const scripts = new ScriptBlocks(lines, range.last);
  const contents = { first: range.first + (isDelimiter(opening) ? 1 : 0), last: range.last };
  const start = skipPreamble(lines, contents, kinds, scripts);
  const request =
    start === undefined
      ? undefined
      : parseRequest(lines, { first: start, last: range.last }, kinds, scripts);
  const name = nameOf(lines, contents, kinds);
  return {
    lines: range,
    ...(title && { title }),
    ...(name && { name }),
    ...(request && { request }),
  };
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

/** @returns `undefined` for what is none of these: a request */
function kindInPreamble(text: string): LineKind | undefined {
  if (isBlank(text)) return 'blank';
  if (isComment(text)) return 'comment';
  if (/^\s*@/.test(text)) return 'variable';
  if (isScriptLine(text)) return 'script';
  return isHandlerLine(text) ? 'handler' : undefined;
}

function parseRequest(
  lines: readonly string[],
  where: LineRange,
  kinds: LineKind[],
  scripts: ScriptBlocks,
): HttpRequest {
  if (isCurlCommand(lines[where.first] ?? '')) {
    const request = parseCurlRequest(lines, where);
    const last = request.words.at(-1)?.range.end.line ?? where.first;
    for (let line = where.first; line <= last; line++) {
      kinds[line] = isComment(lines[line] ?? '') ? 'comment' : 'curl';
    }
    readBody(lines, { first: last + 1, last: where.last }, kinds, scripts);
    return request;
  }
  const { head, next } = parseRequestHead(lines, where, kinds);
  const body = readBody(lines, { first: next, last: where.last }, kinds, scripts);
  return body === undefined ? head : { ...head, body };
}

/**
 * Sorts the lines below the head of a request.
 *
 * @returns the body: up to the first script, handler or response, if any line is left
 */
function readBody(
  lines: readonly string[],
  { first, last }: LineRange,
  kinds: LineKind[],
  scripts: ScriptBlocks,
): LineRange | undefined {
  let body: LineRange | undefined;
  let bodyEnded = false;
  for (let line = first; line <= last; line++) {
    const text = lines[line] ?? '';
    const scriptEnd = scripts.endOf(line);
    if (scriptEnd !== undefined) {
      kinds.fill(text.trimStart().startsWith('>') ? 'handler' : 'script', line, scriptEnd + 1);
      line = scriptEnd;
      bodyEnded = true;
    } else if (isStatusLine(text)) {
      kinds.fill('response', line, last + 1);
      break;
    } else {
      const kind = kindInBody(text);
      kinds[line] = kind;
      if (kind === 'handler') bodyEnded = true;
      if (kind === 'body' && !bodyEnded) body = { first: body?.first ?? line, last: line };
    }
  }
  return body;
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
