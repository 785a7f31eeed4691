import type { CurlRequest, HttpFile, HttpRequest, MessageRequest } from '../syntax/httpFile.ts';
import type { ShellWord } from '../syntax/shellWords.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';

export interface NewHeader {
  readonly name: string;
  readonly value: string;
}

/** Edit that adds headers after the existing ones. */
export function headerInsertion(
  file: HttpFile,
  request: HttpRequest,
  headers: readonly NewHeader[],
): TextEdit {
  return request.kind === 'curl'
    ? curlInsertion(file, request, headers)
    : messageInsertion(file, request, headers);
}

/**
 * Inserts below the last header with a colon: a line after it may be a header being typed, but also a body,
 * which httpyac accepts without a blank line before it.
 */
function messageInsertion(
  file: HttpFile,
  request: MessageRequest,
  headers: readonly NewHeader[],
): TextEdit {
  const header = request.headers.findLast(({ hasColon }) => hasColon);
  const lastOfUrl = request.urlParts.at(-1)?.range.end.line ?? request.line;
  const line = header?.value.range.end.line ?? lastOfUrl;
  const sibling = file.lines[header?.name.range.start.line ?? request.line] ?? '';
  const indentation = /^\s*/.exec(sibling)?.[0] ?? '';
  const lines = headers.map(({ name, value }) => `${file.eol}${indentation}${name}: ${value}`);
  return insertionAt({ line, character: file.lines[line]?.length ?? 0 }, lines.join(''));
}

/** Inserts at the end of the command; on separate lines if the command is written so. */
function curlInsertion(
  file: HttpFile,
  { words, line }: CurlRequest,
  headers: readonly NewHeader[],
): TextEdit {
  const written = headers.map(({ name, value }) => quoted(`${name}: ${value}`));
  const last = lastCompleteWord(words);
  const end = last?.range.end ?? { line, character: 0 };
  const onLineOfItsOwn = words.find(({ range }) => range.start.line > line);
  const start = onLineOfItsOwn?.range.start.line ?? line;
  const indentation = /^\s*/.exec(file.lines[start] ?? '')?.[0] ?? '';
  // Uses the same line continuation as the line above: `^` or a backtick in Windows shells.
  const joiner = /[\^`]\s*$/.exec(file.lines[start - 1] ?? '')?.[0].trimEnd() ?? '\\';
  const separator =
    onLineOfItsOwn === undefined
      ? ' '
      : ` ${joiner}${file.eol}${indentation === '' ? '  ' : indentation}`;
  const isOptionBeingTyped = last?.text === '-H' || last?.text === '--header';
  const options = written.map((header, index) =>
    isOptionBeingTyped && index === 0 ? ` ${header}` : `${separator}-H ${header}`,
  );
  return insertionAt(end, options.join(''));
}

/** Skips an unclosed quote with its option, because it would include the inserted text. */
function lastCompleteWord(words: readonly ShellWord[]): ShellWord | undefined {
  const last = words.at(-1);
  if (last === undefined || last.closed) return last;
  const before = words.at(-2);
  return before?.text.startsWith('-') ? words.at(-3) : before;
}

/** Whether the value needs no escaping inside these quotes, both in a shell and in REST Client. */
export function fits(value: string, quote: '"' | "'" | ''): boolean {
  if (quote === '"') return !/["\\`]/.test(value);
  return quote === "'" ? !value.includes("'") : !/[\s"'\\]/.test(value);
}

export function quoted(text: string): string {
  if (fits(text, '"')) return `"${text}"`;
  return fits(text, "'") ? `'${text}'` : `"${text.replace(/["\\`]/g, '\\$&')}"`;
}
