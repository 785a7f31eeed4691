import { BodyCursor } from './bodyCursor.ts';
import type { JsonBody, JsonMember, JsonNode, JsonProblem } from './jsonBody.ts';
import { JsonStrings } from './jsonString.ts';
import type { Position, Span } from './textRange.ts';

/** Published bodies have at most two levels; this limit prevents a stack overflow. */
const deepest = 100;

const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Error-tolerant parser for one JSON value in some lines of a text. */
export class JsonReader {
  readonly #at: BodyCursor;
  readonly #strings: JsonStrings;
  #problem: JsonProblem | undefined;
  #open = false;

  /** @param numbers of the lines to read, in order; at least one */
  constructor(lines: readonly string[], numbers: readonly number[]) {
    this.#at = new BodyCursor(lines, numbers, ({ start, end }) => {
      this.#fail('other-blank', start, end);
    });
    this.#strings = new JsonStrings(this.#at, (kind, start, end) => {
      this.#fail(kind, start, end);
    });
  }

  read(): JsonBody {
    const root = this.#value(0);
    const rest = this.#at.peek();
    if (rest !== '' && root?.kind === 'variable') this.#open = true;
    else if (rest !== '' && !this.#passVariables()) {
      this.#fail('trailing-text', this.#at.here(), this.#at.endOfLine());
    }
    return {
      ...(root && { root }),
      ...(this.#problem && { problem: this.#problem }),
      included: false,
      ...(this.#open && { open: true }),
    };
  }

  /** @returns `undefined` if there is none; consumes nothing then */
  #value(depth: number): JsonNode | undefined {
    const next = this.#at.peek();
    if (next === '"') return this.#strings.read();
    if (this.#isAtVariable()) return this.#variable();
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
    const isBeginning =
      this.#isAtVariable() && /^-?\d*(?:\.\d*)?(?:[eE][+-]?\d*)?$/.test(word.text);
    if (!isBeginning && !literal.test(word.text)) {
      this.#fail('value-expected', word.range.start, word.range.end);
    }
    return { kind: 'literal', ...word };
  }

  #object(depth: number): JsonNode {
    const start = this.#at.here();
    this.#at.column += 1;
    const members: JsonMember[] = [];
    for (;;) {
      // The variables may expand to any number of members, with or without commas.
      const isOpen = this.#passVariables();
      const next = this.#at.peek();
      if (next === '}' || next === '') break;
      if (next === ',' && isOpen) {
        this.#at.column += 1;
        continue;
      }
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

  /** @returns `false` if nothing could be parsed */
  #member(depth: number, members: JsonMember[]): boolean {
    const from = this.#at.here();
    let name: Span | undefined;
    if (this.#at.peek() === '"') {
      const { text, range } = this.#strings.read();
      name = { text, range };
    } else {
      name = this.#at.match(/[^\s{}[\],:"]+/y);
      const end = name?.range.end ?? this.#at.after();
      this.#fail('name-expected', from, end);
      if (name === undefined) {
        // A bracket in place of a name is skipped as a value.
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
    const isOpen = this.#passVariables();
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
    if (!isOpen) this.#fail('comma-expected', end, end);
    return true;
  }

  #close(closer: '}' | ']', start: Position): void {
    if (this.#at.peek() === closer) this.#at.column += 1;
    else this.#fail('unclosed', start, { line: start.line, character: start.character + 1 });
  }

  #isAtVariable(): boolean {
    return this.#at.text.startsWith('{{', this.#at.column);
  }

  /** Skips variables that are not values; @returns whether there are any */
  #passVariables(): boolean {
    let passed = false;
    while (this.#at.peek() === '{' && this.#isAtVariable()) {
      this.#variable();
      passed = true;
    }
    this.#open ||= passed;
    return passed;
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

  /** Keeps only the first error, which causes the others. */
  #fail(kind: JsonProblem['kind'], start: Position, end: Position): void {
    this.#problem ??= { kind, range: { start, end } };
  }
}
