import type { LineKind, MessageHeader, MessageRequest } from './httpFile.ts';
import {
  headerColumns,
  isBlank,
  isComment,
  isFolded,
  isUrlContinuation,
  trimmedColumns,
} from './lineSyntax.ts';
import { beginsRequest, parseRequestLine, splitVersion } from './requestLine.ts';
import { type LineRange, type Span, spanOnLine } from './textRange.ts';

export type RequestHead = Omit<MessageRequest, 'body'>;

/**
 * Parses the request line with the URL's continuation lines, headers and comments.
 *
 * The head ends at a blank line and also, as in httpyac, at a line that cannot belong to it. (In REST Client
 * that line is a malformed header.)
 *
 * @param where from the request line to the last line of its block
 * @param kinds output: the kind of each line of the head
 * @returns the head and the first line below it
 */
export function parseRequestHead(
  lines: readonly string[],
  { first, last }: LineRange,
  kinds: LineKind[],
): { head: RequestHead; next: number } {
  const { kind, method, url, version } = parseRequestLine(lines[first] ?? '', first);
  const head = new HeadBelowRequestLine(url, version);
  kinds[first] = 'request-line';

  let line = first + 1;
  for (; line <= last; line++) {
    const lineKind = head.read(lines[line] ?? '', line, kinds[line - 1]);
    if (lineKind === undefined) break;
    kinds[line] = lineKind;
  }
  const { urlParts, headers } = head;
  return {
    head: {
      kind,
      line: first,
      ...(method && { method }),
      url: urlParts.length === 1 ? url.text : urlParts.map(({ text }) => text).join(''),
      urlParts,
      ...(head.version && { version: head.version }),
      headers,
    },
    next: line,
  };
}

class HeadBelowRequestLine {
  readonly urlParts: [Span, ...Span[]];
  version: Span | undefined;
  readonly headers: MessageHeader[] = [];

  constructor(firstUrlPart: Span, version: Span | undefined) {
    this.urlParts = [firstUrlPart];
    this.version = version;
  }

  /** @returns `undefined` if the line is below the head */
  read(text: string, line: number, above: LineKind | undefined): LineKind | undefined {
    if (isBlank(text)) return undefined;
    if (isComment(text)) return 'comment';
    if (beginsRequest(text)) return undefined;
    if (isUrlContinuation(text)) return this.#readUrlPart(text, line);
    if (isFolded(text)) {
      if (above === 'header') return this.#readFoldedLine(text, line);
      if (above === 'request-line' || above === 'url') return this.#readUrlPart(text, line);
    }
    return this.#readHeader(text, line);
  }

  #readUrlPart(text: string, line: number): LineKind {
    const { url, version } = splitVersion(text, line);
    this.urlParts.push(url);
    this.version = version ?? this.version;
    return 'url';
  }

  #readHeader(text: string, line: number): LineKind | undefined {
    const header = headerOnLine(text, line);
    if (header === undefined) return undefined;
    this.headers.push(header);
    return 'header';
  }

  #readFoldedLine(text: string, line: number): LineKind | undefined {
    const header = this.headers.pop();
    if (header === undefined) return undefined;
    const { start, end } = trimmedColumns(text);
    const part = text.slice(start, end);
    const { text: valueAbove, range } = header.value;
    this.headers.push({
      ...header,
      value: {
        text: valueAbove === '' ? part : `${valueAbove} ${part}`,
        range: { start: range.start, end: { line, character: end } },
      },
    });
    return 'header';
  }
}

/** @returns `undefined` for a line that is no header */
export function headerOnLine(text: string, line: number): MessageHeader | undefined {
  const columns = headerColumns(text);
  if (columns === undefined) return undefined;
  const { nameStart, nameEnd, colon } = columns;
  const value = trimmedColumns(text, colon === undefined ? nameEnd : colon + 1);
  return {
    name: spanOnLine(text, line, nameStart, nameEnd),
    value: spanOnLine(text, line, value.start, value.end),
    hasColon: colon !== undefined,
  };
}
