import { type Position, rangeOnLine, type Span, type TextRange } from './textRange.ts';

const jsonBlanks = /[ \t\r]*/y;
/** Blanks that JSON does not allow: other `\s` characters and zero-width ones. */
const otherBlanks = /[^\S \t\r]+|[\u0085\u180e\u200b-\u200d\u2060]+/y;

/** Cursor over some lines of a file, read as one text. */
export class BodyCursor {
  readonly #lines: readonly string[];
  readonly #numbers: readonly number[];
  readonly #onOtherBlank: (range: TextRange) => void;
  #index = 0;
  /** Text of the current line. */
  text: string;
  column = 0;

  /**
   * @param numbers of the lines to read, in order; at least one
   * @param onOtherBlank called for blanks that JSON does not allow
   */
  constructor(
    lines: readonly string[],
    numbers: readonly number[],
    onOtherBlank: (range: TextRange) => void,
  ) {
    this.#lines = lines;
    this.#numbers = numbers;
    this.#onOtherBlank = onOtherBlank;
    this.text = this.#lineText();
  }

  /** Skips blanks; returns the next character, or `''` at the end. */
  peek(): string {
    for (;;) {
      jsonBlanks.lastIndex = this.column;
      jsonBlanks.test(this.text);
      this.column = jsonBlanks.lastIndex;
      if (this.#passOtherBlanks()) continue;
      if (this.column < this.text.length) return this.text.charAt(this.column);
      if (this.#index + 1 >= this.#numbers.length) return '';
      this.#index += 1;
      this.text = this.#lineText();
      this.column = 0;
    }
  }

  /** Consumes the match of a sticky pattern at the cursor. */
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

  /** Position after the next character. */
  after(): Position {
    return { line: this.#line, character: this.column + 1 };
  }

  endOfLine(): Position {
    return { line: this.#line, character: this.text.length };
  }

  #passOtherBlanks(): boolean {
    otherBlanks.lastIndex = this.column;
    if (!otherBlanks.test(this.text)) return false;
    this.#onOtherBlank(rangeOnLine(this.#line, this.column, otherBlanks.lastIndex));
    this.column = otherBlanks.lastIndex;
    return true;
  }

  get #line(): number {
    return this.#numbers[this.#index] ?? 0;
  }

  #lineText(): string {
    return this.#lines[this.#line] ?? '';
  }
}
