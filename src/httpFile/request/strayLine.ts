import { isBlank, isComment } from '../syntax/lineSyntax.ts';
import { headerOnLine } from '../syntax/messageRequest.ts';
import type { HttpFile, HttpRequest, MessageHeader } from '../syntax/httpFile.ts';

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
    const header = isComment(text) ? undefined : headerOnLine(text, line);
    if (header?.hasColon === true) headers.push(header);
  }
  return headers.some(({ name }) => meantAsHeader.test(name.text))
    ? { line: first, headers }
    : undefined;
}
