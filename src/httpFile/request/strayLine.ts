import { headerColumns, isBlank, isComment, trimmedColumns } from '../syntax/lineSyntax.ts';
import type { HttpFile, HttpRequest, MessageHeader } from '../syntax/httpFile.ts';
import { spanOnLine } from '../syntax/textRange.ts';

/** A line among the headers that is no header, so that clients ignore the headers below it. */
export interface StrayLine {
  readonly line: number;
  /** Intended headers below it. */
  readonly headers: readonly MessageHeader[];
}

const meantAsHeader = /^(?:authorization|api-id|content-type|cont-yn|next-key)$/i;

/** @returns `undefined` where the line begins a body, with none of Kiwoom's headers below */
export function strayLine(
  { lines, lineKinds }: HttpFile,
  request: HttpRequest,
): StrayLine | undefined {
  if (request.kind !== 'http' || request.body === undefined) return undefined;
  const { first, last } = request.body;
  let above = first - 1;
  while (lineKinds[above] === 'comment') above -= 1;
  if (isBlank(lines[above] ?? '')) return undefined;
  const headers: MessageHeader[] = [];
  for (let line = first + 1; line <= last; line++) {
    const text = lines[line] ?? '';
    if (isBlank(text)) break;
    const columns = isComment(text) ? undefined : headerColumns(text);
    if (columns?.colon === undefined) continue;
    const { nameStart, nameEnd, colon } = columns;
    const value = trimmedColumns(text, colon + 1);
    headers.push({
      name: spanOnLine(text, line, nameStart, nameEnd),
      value: spanOnLine(text, line, value.start, value.end),
      hasColon: true,
    });
  }
  return headers.some(({ name }) => meantAsHeader.test(name.text))
    ? { line: first, headers }
    : undefined;
}
