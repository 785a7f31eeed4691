import type { HttpFile, HttpRequest, LineKind } from '../syntax/httpFile.ts';
import type { LineRange } from '../syntax/textRange.ts';

/** The lines of a file that contain a body. */
export interface RequestBody {
  readonly file: HttpFile;
  readonly lines: LineRange;
}

/**
 * Position of a request's body. That of a cURL command is the argument of its only `-d` or `--json` in single
 * quotes: with other quoting, the sent text differs from the written one, by shell and client. `file` then has
 * blanks in place of the rest of those lines, so that all positions are those of the original file.
 */
export function requestBody(file: HttpFile, request: HttpRequest): RequestBody | undefined {
  if (request.kind !== 'curl') return request.body && { file, lines: request.body };
  const [data, another] = request.data;
  if (data === undefined || another !== undefined) return undefined;
  const { start, end } = data.range;
  const lines: string[] = [];
  const lineKinds: LineKind[] = [];
  let quotes = 0;
  for (let line = start.line; line <= end.line; line++) {
    const isComment = file.lineKinds[line] === 'comment';
    const text = file.lines[line] ?? '';
    const from = line === start.line ? start.character : 0;
    const written = text.slice(from, line === end.line ? end.character : undefined);
    if (!isComment) quotes += written.split("'").length - 1;
    lines[line] = ' '.repeat(from) + written.replaceAll("'", ' ');
    lineKinds[line] = isComment ? 'comment' : 'body';
  }
  const first = file.lines[start.line]?.charAt(start.character);
  const last = file.lines[end.line]?.charAt(end.character - 1);
  if (quotes !== 2 || first !== "'" || last !== "'" || data.text.startsWith('@')) return undefined;
  return { file: { ...file, lines, lineKinds }, lines: { first: start.line, last: end.line } };
}
