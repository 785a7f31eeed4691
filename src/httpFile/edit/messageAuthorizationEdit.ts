import { authorizationHeaderName, authorizationHeaders } from '../request/authorizationHeader.ts';
import { strayLine } from '../request/strayLine.ts';
import type { HttpFile, MessageHeader, MessageRequest } from '../syntax/httpFile.ts';
import { isBlank } from '../syntax/lineSyntax.ts';
import type { LineRange, TextEdit } from '../syntax/textRange.ts';
import { headerInsertion } from './headerInsertion.ts';

/** Edits, in document order, that leave exactly this authorization in the message. */
export function messageAuthorizationEdits(
  file: HttpFile,
  request: MessageRequest,
  value: string,
): TextEdit[] {
  const meant = [...request.headers, ...(strayLine(file, request)?.headers ?? [])];
  const [first, ...others] = authorizationHeaders(meant);
  if (first === undefined)
    return [headerInsertion(file, request, [{ name: authorizationHeaderName, value }])];
  const removals = runsOfLines(others).map((lines) => removal(file, lines));
  return hasValue(first, value) ? removals : [replacement(file, first, value), ...removals];
}

/** A folded value never matches, because the clients do not join its lines. */
function hasValue({ value: { text, range } }: MessageHeader, value: string): boolean {
  return text === value && range.start.line === range.end.line;
}

function replacement(
  file: HttpFile,
  { value, hasColon }: MessageHeader,
  newValue: string,
): TextEdit {
  const { line, character } = value.range.start;
  const nothingBehindColon = isBlank(file.lines[line]?.slice(character) ?? '');
  const separator = hasColon ? (nothingBehindColon ? ' ' : '') : ': ';
  return { range: value.range, newText: separator + newValue };
}

/** Merges adjacent headers into one range, so that no two removals delete the same line break. */
function runsOfLines(headers: readonly MessageHeader[]): LineRange[] {
  const runs: LineRange[] = [];
  for (const { name, value } of headers) {
    const first = name.range.start.line;
    const last = value.range.end.line;
    const above = runs.at(-1);
    if (above?.last === first - 1) runs[runs.length - 1] = { first: above.first, last };
    else runs.push({ first, last });
  }
  return runs;
}

/** Deletes the line break before the header, which is never the first line of the file. */
function removal(file: HttpFile, { first, last }: LineRange): TextEdit {
  return {
    range: {
      start: { line: first - 1, character: file.lines[first - 1]?.length ?? 0 },
      end: { line: last, character: file.lines[last]?.length ?? 0 },
    },
    newText: '',
  };
}
