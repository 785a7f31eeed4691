import { isBlank, isComment } from './lineSyntax.ts';
import type { LineRange, Position, Span } from './textRange.ts';

/** A word of a command line; `text` is unquoted and unescaped, `range` includes the quotes. */
export interface ShellWord extends Span {
  /** False if it has an unclosed quote. */
  readonly closed: boolean;
}

/** `$'` is bash's quote with backslash escapes, as in "Copy as cURL" of browsers. */
type Quote = '"' | "'" | "$'";

export interface ShellCommand {
  /** Words up to a `|` or another operator. */
  readonly words: readonly ShellWord[];
  /** Last line of the command, including the text after the operator. */
  readonly lastLine: number;
}

/**
 * Splits a command into words like a shell. A quoted text may span lines, `\` at the end of a line joins it to
 * the next, as do `^` and a backtick in Windows shells, and comment lines are skipped anywhere, as in REST
 * Client. A line break alone separates words but does not end the command; a blank line does.
 */
export function readShellCommand(
  lines: readonly string[],
  { first, last }: LineRange,
): ShellCommand {
  const reader = new ShellWordReader(first);
  for (let line = first; line <= last; line++) {
    const text = lines[line] ?? '';
    if (isComment(text)) continue;
    if (isBlank(text) && reader.betweenCommands) break;
    reader.readLine(text, line);
  }
  return reader.finish();
}

const joinsNextLine = 0;

/** Runs of literal characters, consumed at once because a body may be megabytes long. */
const plainOutsideQuotes = /[^\s"'$\\|]*/y;
const plainInside = { '"': /[^"\\]*/y, "'": /[^']*/y, "$'": /[^'\\]*/y };

/** Operators as separate words; within a word, `&` and `;` belong to a URL or a header. */
const operators: ReadonlySet<string> = new Set(['&&', '&', ';', '>', '>>', '2>', '2>&1', '<']);

const joinsNextLineOnWindows = /[\^`]\s*$/y;

class ShellWordReader {
  readonly #words: ShellWord[] = [];
  #lastLine: number;
  /** Whether the end of the command has been passed. */
  #isBehind = false;
  #quote: Quote | undefined;
  #continued = false;
  #start: Position | undefined;
  #end: Position = { line: 0, character: 0 };
  #text = '';

  constructor(firstLine: number) {
    this.#lastLine = firstLine;
  }

  get betweenCommands(): boolean {
    return this.#quote === undefined && !this.#continued;
  }

  readLine(text: string, line: number): void {
    let character = 0;
    while (character < text.length) {
      const read =
        this.#quote === undefined
          ? this.#readOutsideQuotes(text, { line, character })
          : this.#readInsideQuotes(text, character, this.#quote);
      if (read === joinsNextLine) {
        this.#continued = true;
        return;
      }
      character += read;
      if (this.#start !== undefined) this.#end = { line, character };
    }
    this.#continued = false;
    if (this.#quote === undefined) this.#endWord();
    else this.#text += '\n';
  }

  finish(): ShellCommand {
    this.#endWord();
    return { words: this.#words, lastLine: this.#lastLine };
  }

  /** @returns the number of consumed characters, or {@link joinsNextLine} */
  #readOutsideQuotes(text: string, at: Position): number {
    const char = text.charAt(at.character);
    const next = text.charAt(at.character + 1);
    if (isBlank(char)) {
      this.#endWord();
      return 1;
    }
    if (char === '\\' && next === '') return joinsNextLine;
    joinsNextLineOnWindows.lastIndex = at.character;
    if (this.#start === undefined && joinsNextLineOnWindows.test(text)) return joinsNextLine;
    if (char === '|') {
      this.#endWord();
      this.#isBehind = true;
      return 1;
    }
    this.#start ??= at;
    if (char === '\\') {
      this.#text += next;
      return 2;
    }
    if (char === '$' && next === "'") {
      this.#quote = "$'";
      return 2;
    }
    if (char === '"' || char === "'") {
      this.#quote = char;
      return 1;
    }
    return this.#readPlainText(text, at.character, plainOutsideQuotes);
  }

  /** @returns the number of consumed characters, or {@link joinsNextLine} */
  #readInsideQuotes(text: string, character: number, quote: Quote): number {
    const char = text.charAt(character);
    if (char === quote.at(-1)) {
      this.#quote = undefined;
      return 1;
    }
    if (char === '\\' && quote !== "'") {
      const next = text.charAt(character + 1);
      if (next === '') return joinsNextLine;
      if (quote === "$'" || '"\\$`'.includes(next)) {
        this.#text += next;
        return 2;
      }
    }
    return this.#readPlainText(text, character, plainInside[quote]);
  }

  /** Consumes a literal character and the ones that follow. */
  #readPlainText(text: string, character: number, plain: RegExp): number {
    plain.lastIndex = character + 1;
    plain.test(text);
    const end = plain.lastIndex;
    this.#text += text.slice(character, end);
    return end - character;
  }

  #endWord(): void {
    if (this.#start !== undefined) {
      const range = { start: this.#start, end: this.#end };
      const isBare = this.#end.character - this.#start.character === this.#text.length;
      this.#lastLine = this.#end.line;
      this.#isBehind ||= isBare && operators.has(this.#text);
      if (!this.#isBehind) {
        this.#words.push({ text: this.#text, range, closed: this.#quote === undefined });
      }
    }
    this.#start = undefined;
    this.#text = '';
  }
}
