import { isBlank, isComment } from './lineSyntax.ts';
import type { LineRange, Position, Span } from './textRange.ts';

/** A word of a command line; `text` is without quotes and escapes, `range` covers them. */
export interface ShellWord extends Span {
  /** False if a quote in it is never closed. */
  readonly closed: boolean;
}

/** `$'` is bash's quote with backslash escapes, as in "Copy as cURL" of browsers. */
type Quote = '"' | "'" | "$'";

/**
 * Splits a command into words as a shell does. A quoted text may span lines, `\` at the end of a
 * line joins it to the next, and comment lines are skipped wherever they stand, as REST Client
 * does. A line break alone separates words but does not end the command; a blank line does.
 */
export function readShellWords(lines: readonly string[], { first, last }: LineRange): ShellWord[] {
  const reader = new ShellWordReader();
  for (let line = first; line <= last; line++) {
    const text = lines[line] ?? '';
    if (isComment(text)) continue;
    if (isBlank(text) && reader.betweenCommands) break;
    reader.readLine(text, line);
  }
  return reader.finish();
}

const joinsNextLine = 0;

/** What means only itself, to be read at once: a body may be megabytes long. */
const plainOutsideQuotes = /[^\s"'$\\]*/y;
const plainInside = { '"': /[^"\\]*/y, "'": /[^']*/y, "$'": /[^'\\]*/y };

class ShellWordReader {
  readonly #words: ShellWord[] = [];
  #quote: Quote | undefined;
  #continued = false;
  #start: Position | undefined;
  #end: Position = { line: 0, character: 0 };
  #text = '';

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

  finish(): ShellWord[] {
    this.#endWord();
    return this.#words;
  }

  /** @returns how many characters were read, or {@link joinsNextLine} */
  #readOutsideQuotes(text: string, at: Position): number {
    const char = text.charAt(at.character);
    const next = text.charAt(at.character + 1);
    if (isBlank(char)) {
      this.#endWord();
      return 1;
    }
    if (char === '\\' && next === '') return joinsNextLine;
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

  /** @returns how many characters were read, or {@link joinsNextLine} */
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

  /** Reads a character that means itself, and those that follow it. */
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
      this.#words.push({ text: this.#text, range, closed: this.#quote === undefined });
    }
    this.#start = undefined;
    this.#text = '';
  }
}
