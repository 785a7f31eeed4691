import { authorizationHeaderName, authorizationHeaders } from './authorizationHeader.ts';
import type { CurlHeader, CurlRequest } from './curlRequest.ts';
import type { HttpFile } from './httpFile.ts';
import type { ShellWord } from './shellWords.ts';
import { insertionAt, type TextEdit } from './textRange.ts';

/** The edits, in document order, after which the command has this authorization and no other. */
export function curlAuthorizationEdits(
  file: HttpFile,
  request: CurlRequest,
  value: string,
): TextEdit[] {
  const [first, ...others] = authorizationHeaders(request.headers);
  if (first === undefined) return [insertion(file, request, value)];
  const removals = others.map((header) => removal(request, header));
  return first.value.text === value ? removals : [replacement(first, value), ...removals];
}

/** At the end of the command; on a line of its own if the command is written so. */
function insertion(file: HttpFile, { words, line }: CurlRequest, value: string): TextEdit {
  const header = quoted(`${authorizationHeaderName}: ${value}`);
  const last = lastCompleteWord(words);
  const end = last?.range.end ?? { line, character: 0 };
  const isOptionBeingTyped = last?.text === '-H' || last?.text === '--header';
  if (isOptionBeingTyped) return insertionAt(end, ` ${header}`);
  const onLineOfItsOwn = words.find(({ range }) => range.start.line > line);
  if (onLineOfItsOwn === undefined) return insertionAt(end, ` -H ${header}`);
  const { start } = onLineOfItsOwn.range;
  const indentation = /^\s*/.exec(file.lines[start.line] ?? '')?.[0] ?? '';
  return insertionAt(end, ` \\${file.eol}${indentation || '  '}-H ${header}`);
}

/** A quote that is never closed would swallow what is put behind it; its option stays with it. */
function lastCompleteWord(words: readonly ShellWord[]): ShellWord | undefined {
  const last = words.at(-1);
  if (last === undefined || last.closed) return last;
  const before = words.at(-2);
  return before?.text.startsWith('-') ? words.at(-3) : before;
}

function replacement(
  { name, value, quote, argument, attachedOption }: CurlHeader,
  newValue: string,
): TextEdit {
  if (quote !== undefined && fits(newValue, quote)) {
    return { range: value.range, newText: value.text === '' ? ` ${newValue}` : newValue };
  }
  const option =
    attachedOption.endsWith('=') || attachedOption === '' ? attachedOption : `${attachedOption} `;
  return { range: argument.range, newText: `${option}${quoted(`${name.text}: ${newValue}`)}` };
}

/**
 * The option goes with the blanks, and the joined line end, between it and the word before; comment
 * lines there stay.
 */
function removal({ words }: CurlRequest, { optionIndex, argument }: CurlHeader): TextEdit {
  const { start: optionStart } = (words[optionIndex] ?? argument).range;
  const wordBefore = words[optionIndex - 1]?.range.end;
  const start =
    wordBefore !== undefined && optionStart.line - wordBefore.line <= 1 ? wordBefore : optionStart;
  return { range: { start, end: argument.range.end }, newText: '' };
}

/** May stand between such quotes as it is, both for a shell and for REST Client. */
function fits(value: string, quote: '"' | "'" | ''): boolean {
  if (quote === '"') return !/["\\`]/.test(value);
  return quote === "'" ? !value.includes("'") : !/[\s"'\\]/.test(value);
}

function quoted(text: string): string {
  if (fits(text, '"')) return `"${text}"`;
  return fits(text, "'") ? `'${text}'` : `"${text.replace(/["\\`]/g, '\\$&')}"`;
}
