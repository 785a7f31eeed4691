import { BodyCursor } from './bodyCursor.ts';
import type { JsonBody, JsonMember, JsonNode, JsonProblem } from './jsonBody.ts';
import type { Position, Span } from './textRange.ts';

/** No published body is deeper than two levels; this bound keeps any input from exhausting the stack. */
const deepest = 100;

const plain = /[^"\\{]*/y;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
};

/** Reads one JSON value from some lines of a text and goes on behind whatever makes it no JSON. */
export class JsonReader {
  readonly #at: BodyCursor;
  #problem: JsonProblem | undefined;
  /** From where it was looked for up to its end. */
  #lineWithoutClosing: number | undefined;

  /** @param numbers the lines to read, in order; one at least */
  constructor(lines: readonly string[], numbers: readonly number[]) {
    this.#at = new BodyCursor(lines, numbers);
  }

  read(): JsonBody {
    const root = this.#value(0);
    const rest = this.#at.peek();
    if (rest !== '') this.#fail('trailing-text', this.#at.here(), this.#at.endOfLine());
    return {
      ...(root && { root }),
      ...(this.#problem && { problem: this.#problem }),
      included: false,
    };
  }

  /** @returns `undefined` if there is none; what follows is left where it is */
  #value(depth: number): JsonNode | undefined {
    const next = this.#at.peek();
    if (next === '"') return this.#string();
    if (next === '{' && this.#at.text.startsWith('{{', this.#at.column)) return this.#variable();
    if (next === '{' || next === '[') {
      if (depth >= deepest) {
        this.#fail('too-deep', this.#at.here(), this.#at.endOfLine());
        this.#at.skipEverything();
        return undefined;
      }
      return next === '{' ? this.#object(depth) : this.#array(depth);
    }
    const word = this.#at.match(/[^\s{}[\],:"]+/y);
    if (word === undefined) {
      this.#fail('value-expected', this.#at.here(), this.#at.here());
      return undefined;
    }
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word.text)) {
      this.#fail('value-expected', word.range.start, word.range.end);
    }
    return { kind: 'literal', ...word };
  }

  #object(depth: number): JsonNode {
    const start = this.#at.here();
    this.#at.column += 1;
    const members: JsonMember[] = [];
    for (;;) {
      const next = this.#at.peek();
      if (next === '}' || next === '') break;
      if (next === ',') {
        this.#fail('name-expected', this.#at.here(), this.#at.after());
        this.#at.column += 1;
        continue;
      }
      if (next === ']') {
        this.#fail('unclosed', start, this.#at.here());
        break;
      }
      if (!this.#member(depth, members)) break;
      if (!this.#separator('}')) break;
    }
    this.#close('}', start);
    return { kind: 'object', range: { start, end: this.#at.here() }, members };
  }

  /** @returns `false` if nothing could be read */
  #member(depth: number, members: JsonMember[]): boolean {
    const from = this.#at.here();
    let name: Span | undefined;
    if (this.#at.peek() === '"') {
      const { text, range } = this.#string();
      name = { text, range };
    } else {
      name = this.#at.match(/[^\s{}[\],:"]+/y);
      const end = name?.range.end ?? this.#at.after();
      this.#fail('name-expected', from, end);
      if (name === undefined) {
        // A bare `{{…}}` or bracket where a name should be: passed over as a value.
        return this.#at.peek() !== '' && this.#value(depth + 1) !== undefined;
      }
    }
    if (this.#at.peek() !== ':') {
      this.#fail('colon-expected', name.range.end, name.range.end);
      members.push({ name });
      return true;
    }
    this.#at.column += 1;
    const next = this.#at.peek();
    if (next === ',' || next === '}' || next === '') {
      this.#fail('value-expected', this.#at.here(), this.#at.here());
      members.push({ name });
      return true;
    }
    const value = this.#value(depth + 1);
    members.push(value === undefined ? { name } : { name, value });
    return value !== undefined;
  }

  #array(depth: number): JsonNode {
    const start = this.#at.here();
    this.#at.column += 1;
    const items: JsonNode[] = [];
    for (;;) {
      const next = this.#at.peek();
      if (next === ']' || next === '') break;
      if (next === '}') {
        this.#fail('unclosed', start, this.#at.here());
        break;
      }
      const item = this.#value(depth + 1);
      if (item === undefined) break;
      items.push(item);
      if (!this.#separator(']')) break;
    }
    this.#close(']', start);
    return { kind: 'array', range: { start, end: this.#at.here() }, items };
  }

  /** @returns whether another element may follow */
  #separator(closer: '}' | ']'): boolean {
    const end = this.#at.here();
    const next = this.#at.peek();
    if (next === ',') {
      const comma = this.#at.here();
      this.#at.column += 1;
      if (this.#at.peek() === closer) {
        this.#fail('trailing-comma', comma, {
          line: comma.line,
          character: comma.character + 1,
        });
      }
      return true;
    }
    if (next === closer || next === '') return true;
    if (next === '}' || next === ']' || next === ':') {
      this.#fail('comma-expected', this.#at.here(), this.#at.after());
      return false;
    }
    this.#fail('comma-expected', end, end);
    return true;
  }

  #close(closer: '}' | ']', start: Position): void {
    if (this.#at.peek() === closer) this.#at.column += 1;
    else this.#fail('unclosed', start, { line: start.line, character: start.character + 1 });
  }

  #string(): JsonNode & { kind: 'string' } {
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
      if (char === '{') text += this.#inString();
      else if (char === '\\') text += this.#escape();
    }
    const end = this.#at.here();
    if (!closed) this.#fail('unclosed', start, end);
    return { kind: 'string', text, range: { start, end } };
  }

  /** A variable may hold quotes of its own. */
  #inString(): string {
    const close = this.#at.text.startsWith('{{', this.#at.column) ? this.#closingBraces() : -1;
    const end = close === -1 ? this.#at.column + 1 : close + 2;
    const text = this.#at.text.slice(this.#at.column, end);
    this.#at.column = end;
    return text;
  }

  /** @returns the next `}}` of the line, -1 if there is none: then nobody looks for it again */
  #closingBraces(): number {
    const { line } = this.#at.here();
    if (line === this.#lineWithoutClosing) return -1;
    const close = this.#at.text.indexOf('}}', this.#at.column);
    if (close === -1) this.#lineWithoutClosing = line;
    return close;
  }

  #escape(): string {
    const escaped = this.#at.text.charAt(this.#at.column + 1);
    const code = /[0-9a-fA-F]{4}/y;
    code.lastIndex = this.#at.column + 2;
    const hex = escaped === 'u' ? code.exec(this.#at.text)?.[0] : undefined;
    const length = hex === undefined ? 2 : 6;
    this.#at.column = Math.min(this.#at.column + length, this.#at.text.length);
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return escapes[escaped] ?? escaped;
  }

  #variable(): JsonNode {
    const start = this.#at.here();
    const close = this.#at.text.indexOf('}}', this.#at.column);
    this.#at.column = close === -1 ? this.#at.text.length : close + 2;
    const end = this.#at.here();
    if (close === -1) this.#fail('unclosed', start, end);
    const text = this.#at.text.slice(start.character, end.character);
    return { kind: 'variable', text, range: { start, end } };
  }

  /** The first one is the cause of those that follow. */
  #fail(kind: JsonProblem['kind'], start: Position, end: Position): void {
    this.#problem ??= { kind, range: { start, end } };
  }
}
