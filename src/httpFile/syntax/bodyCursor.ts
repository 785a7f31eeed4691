import type { Position, Span } from './textRange.ts';

const blanks = /\s*/y;

/** A place in those lines of a file that are read as one text. */
export class BodyCursor {
  readonly #lines: readonly string[];
  readonly #numbers: readonly number[];
  #index = 0;
  /** The line it is on. */
  text: string;
  column = 0;

  /** @param numbers the lines to read, in order; one at least */
  constructor(lines: readonly string[], numbers: readonly number[]) {
    this.#lines = lines;
    this.#numbers = numbers;
    this.text = this.#lineText();
  }

  /** The next character that is not blank, `''` at the end; what is blank before it is passed. */
  peek(): string {
    for (;;) {
      blanks.lastIndex = this.column;
      blanks.test(this.text);
      this.column = blanks.lastIndex;
      if (this.column < this.text.length) return this.text.charAt(this.column);
      if (this.#index + 1 >= this.#numbers.length) return '';
      this.#index += 1;
      this.text = this.#lineText();
      this.column = 0;
    }
  }

  /** Takes what a sticky pattern finds here. */
  match(pattern: RegExp): Span | undefined {
    pattern.lastIndex = this.column;
    const text = pattern.exec(this.text)?.[0];
    if (text === undefined) return undefined;
    const start = this.here();
    this.column += text.length;
    return { text, range: { start, end: this.here() } };
  }

  skipEverything(): void {
    this.#index = this.#numbers.length - 1;
    this.text = this.#lineText();
    this.column = this.text.length;
  }

  here(): Position {
    return { line: this.#line, character: this.column };
  }

  /** Behind the next character. */
  after(): Position {
    return { line: this.#line, character: this.column + 1 };
  }

  endOfLine(): Position {
    return { line: this.#line, character: this.text.length };
  }

  get #line(): number {
    return this.#numbers[this.#index] ?? 0;
  }

  #lineText(): string {
    return this.#lines[this.#line] ?? '';
  }
}
