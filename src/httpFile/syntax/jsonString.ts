import type { BodyCursor } from './bodyCursor.ts';
import type { JsonNode, JsonProblem } from './jsonBody.ts';
import type { Position } from './textRange.ts';

/** All characters except control characters, quote, backslash and brace. */
const plain = /[ !#-[\]-z|-\uffff]*/y;
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

type Fail = (kind: JsonProblem['kind'], start: Position, end: Position) => void;

/** Parses JSON strings that may contain variables. */
export class JsonStrings {
  readonly #at: BodyCursor;
  readonly #fail: Fail;
  /** Line known to have no further closing braces, so that it is searched only once. */
  #lineWithoutClosing: number | undefined;

  constructor(at: BodyCursor, fail: Fail) {
    this.#at = at;
    this.#fail = fail;
  }

  /** Call with the cursor at the opening quote. */
  read(): JsonNode & { kind: 'string' } {
    const start = this.#at.here();
    this.#at.column += 1;
    let text = '';
    let closed = false;
    while (this.#at.column < this.#at.text.length) {
      plain.lastIndex = this.#at.column;
      plain.test(this.#at.text);
      text += this.#at.text.slice(this.#at.column, plain.lastIndex);
      this.#at.column = plain.lastIndex;
      const char = this.#at.text.charAt(this.#at.column);
      if (char === '"') {
        this.#at.column += 1;
        closed = true;
        break;
      }
      if (char === '{') text += this.#brace();
      else if (char === '\\') text += this.#escape();
      else if (char !== '') text += this.#controlCharacter(char);
    }
    const end = this.#at.here();
    if (!closed) this.#fail('unclosed', start, end);
    return { kind: 'string', text, range: { start, end } };
  }

  /** A variable may contain quotes. */
  #brace(): string {
    const close = this.#at.text.startsWith('{{', this.#at.column) ? this.#closingBraces() : -1;
    const end = close === -1 ? this.#at.column + 1 : close + 2;
    const text = this.#at.text.slice(this.#at.column, end);
    this.#at.column = end;
    return text;
  }

  /** @returns index of the next `}}` in the line, or -1; the search is not repeated then */
  #closingBraces(): number {
    const { line } = this.#at.here();
    if (line === this.#lineWithoutClosing) return -1;
    const close = this.#at.text.indexOf('}}', this.#at.column);
    if (close === -1) this.#lineWithoutClosing = line;
    return close;
  }

  #escape(): string {
    const start = this.#at.here();
    const escaped = this.#at.text.charAt(this.#at.column + 1);
    const code = /[0-9a-fA-F]{4}/y;
    code.lastIndex = this.#at.column + 2;
    const hex = escaped === 'u' ? code.exec(this.#at.text)?.[0] : undefined;
    const length = hex === undefined ? 2 : 6;
    this.#at.column = Math.min(this.#at.column + length, this.#at.text.length);
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    const meant = escapes.get(escaped);
    if (meant === undefined && escaped !== '') this.#fail('bad-escape', start, this.#at.here());
    return meant ?? escaped;
  }

  #controlCharacter(char: string): string {
    const start = this.#at.here();
    this.#at.column += 1;
    this.#fail('control-character', start, this.#at.here());
    return char;
  }
}
