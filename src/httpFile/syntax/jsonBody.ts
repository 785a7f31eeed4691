import type { HttpFile } from './httpFile.ts';
import type { LineRange, Position, Span, TextRange } from './textRange.ts';

/**
 * A request's body read as JSON, with the place of everything in it. Half-typed bodies are read as
 * far as they make sense; what the clients replace before they send (`{{…}}`) may stand anywhere.
 */
export interface JsonBody {
  /** `undefined` for a body without a value, such as an empty one or one that is a file's name. */
  readonly root?: JsonNode;
  /** The first thing that makes it no JSON. */
  readonly problem?: JsonProblem;
  /** `< file`: what is sent stands elsewhere. */
  readonly included: boolean;
}

export interface JsonProblem {
  readonly kind:
    | 'value-expected'
    | 'name-expected'
    | 'colon-expected'
    | 'comma-expected'
    | 'unclosed'
    | 'trailing-comma'
    | 'trailing-text'
    | 'too-deep';
  readonly range: TextRange;
}

export type JsonNode =
  | { readonly kind: 'object'; readonly range: TextRange; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly range: TextRange; readonly items: readonly JsonNode[] }
  /** `text` is without quotes and escapes. */
  | { readonly kind: 'string'; readonly range: TextRange; readonly text: string }
  /** A number, `true`, `false`, `null`. */
  | { readonly kind: 'literal'; readonly range: TextRange; readonly text: string }
  /** `{{…}}` outside of quotes: known only when it is sent. */
  | { readonly kind: 'variable'; readonly range: TextRange; readonly text: string };

export interface JsonMember {
  /** The name without its quotes; the range covers them. */
  readonly name: Span;
  /** Absent while it is being typed. */
  readonly value?: JsonNode;
}

/** No published body is deeper than two levels; this bound keeps any input from exhausting the stack. */
const deepest = 100;

/**
 * Reads a body that is one JSON value. Of several messages, which a `===` line parts for httpyac, it
 * is the last: what comes before it in a WebSocket request is a login.
 */
export function parseJsonBody(file: HttpFile, body: LineRange): JsonBody {
  let lines: number[] = [];
  for (let line = body.first; line <= body.last; line++) {
    // Both clients drop comments, and definitions of variables, from a body.
    if (file.lineKinds[line] !== 'body') continue;
    if (isMessageSeparator(file.lines[line] ?? '')) lines = [];
    else lines.push(line);
  }
  const [first] = lines;
  if (first === undefined) return { included: false };
  if (/^\s*<@?\S*\s+\S/.test(file.lines[first] ?? '')) return { included: true };
  return new JsonReader(file.lines, lines).read();
}

/** `===` or `=== wait-for-server`, which no line of JSON can be. */
function isMessageSeparator(line: string): boolean {
  return /^\s*={3}\s*(?:wait-for-server)?\s*$/.test(line);
}

/** Whether a text holds something that a client replaces before it sends. */
export function hasVariable(text: string): boolean {
  return text.includes('{{');
}

class JsonReader {
  readonly #lines: readonly string[];
  readonly #numbers: readonly number[];
  #at = 0;
  #text: string;
  #column = 0;
  #problem: JsonProblem | undefined;

  constructor(lines: readonly string[], numbers: readonly number[]) {
    this.#lines = lines;
    this.#numbers = numbers;
    this.#text = lines[numbers[0] ?? 0] ?? '';
  }

  read(): JsonBody {
    const root = this.#value(0);
    const rest = this.#peek();
    if (rest !== '') this.#fail('trailing-text', this.#here(), this.#endOfLine());
    return {
      ...(root && { root }),
      ...(this.#problem && { problem: this.#problem }),
      included: false,
    };
  }

  /** @returns `undefined` if there is none; what follows is left where it is */
  #value(depth: number): JsonNode | undefined {
    const next = this.#peek();
    if (next === '"') return this.#string();
    if (next === '{' && this.#text.startsWith('{{', this.#column)) return this.#variable();
    if (next === '{' || next === '[') {
      if (depth >= deepest) {
        this.#fail('too-deep', this.#here(), this.#endOfLine());
        this.#skipEverything();
        return undefined;
      }
      return next === '{' ? this.#object(depth) : this.#array(depth);
    }
    const word = this.#match(/[^\s{}[\],:"]+/y);
    if (word === undefined) {
      this.#fail('value-expected', this.#here(), this.#here());
      return undefined;
    }
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word.text)) {
      this.#fail('value-expected', word.range.start, word.range.end);
    }
    return { kind: 'literal', ...word };
  }

  #object(depth: number): JsonNode {
    const start = this.#here();
    this.#column += 1;
    const members: JsonMember[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === '}' || next === '') break;
      if (next === ',') {
        this.#fail('name-expected', this.#here(), this.#after());
        this.#column += 1;
        continue;
      }
      if (next === ']') {
        this.#fail('unclosed', start, this.#here());
        break;
      }
      if (!this.#member(depth, members)) break;
      if (!this.#separator('}')) break;
    }
    this.#close('}', start);
    return { kind: 'object', range: { start, end: this.#here() }, members };
  }

  /** @returns `false` if nothing could be read */
  #member(depth: number, members: JsonMember[]): boolean {
    const from = this.#here();
    let name: Span | undefined;
    if (this.#peek() === '"') {
      const { text, range } = this.#string();
      name = { text, range };
    } else {
      name = this.#match(/[^\s{}[\],:"]+/y);
      const end = name?.range.end ?? this.#after();
      this.#fail('name-expected', from, end);
      if (name === undefined) {
        // A bare `{{…}}` or bracket where a name should be: passed over as a value.
        return this.#peek() !== '' && this.#value(depth + 1) !== undefined;
      }
    }
    if (this.#peek() !== ':') {
      this.#fail('colon-expected', name.range.end, name.range.end);
      members.push({ name });
      return true;
    }
    this.#column += 1;
    const next = this.#peek();
    if (next === ',' || next === '}' || next === '') {
      this.#fail('value-expected', this.#here(), this.#here());
      members.push({ name });
      return true;
    }
    const value = this.#value(depth + 1);
    members.push(value === undefined ? { name } : { name, value });
    return value !== undefined;
  }

  #array(depth: number): JsonNode {
    const start = this.#here();
    this.#column += 1;
    const items: JsonNode[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === ']' || next === '') break;
      if (next === '}') {
        this.#fail('unclosed', start, this.#here());
        break;
      }
      const item = this.#value(depth + 1);
      if (item === undefined) break;
      items.push(item);
      if (!this.#separator(']')) break;
    }
    this.#close(']', start);
    return { kind: 'array', range: { start, end: this.#here() }, items };
  }

  /** @returns whether another element may follow */
  #separator(closer: '}' | ']'): boolean {
    const end = this.#here();
    const next = this.#peek();
    if (next === ',') {
      const comma = this.#here();
      this.#column += 1;
      if (this.#peek() === closer) {
        this.#fail('trailing-comma', comma, {
          line: comma.line,
          character: comma.character + 1,
        });
      }
      return true;
    }
    if (next === closer || next === '') return true;
    if (next === '}' || next === ']' || next === ':') {
      this.#fail('comma-expected', this.#here(), this.#after());
      return false;
    }
    this.#fail('comma-expected', end, end);
    return true;
  }

  #close(closer: '}' | ']', start: Position): void {
    if (this.#peek() === closer) this.#column += 1;
    else this.#fail('unclosed', start, { line: start.line, character: start.character + 1 });
  }

  #string(): JsonNode & { kind: 'string' } {
    const start = this.#here();
    this.#column += 1;
    let text = '';
    let closed = false;
    while (this.#column < this.#text.length) {
      plain.lastIndex = this.#column;
      plain.test(this.#text);
      text += this.#text.slice(this.#column, plain.lastIndex);
      this.#column = plain.lastIndex;
      const char = this.#text.charAt(this.#column);
      if (char === '"') {
        this.#column += 1;
        closed = true;
        break;
      }
      if (char === '{') text += this.#inString();
      else if (char === '\\') text += this.#escape();
    }
    const end = this.#here();
    if (!closed) this.#fail('unclosed', start, end);
    return { kind: 'string', text, range: { start, end } };
  }

  /** A variable may hold quotes of its own. */
  #inString(): string {
    const close = this.#text.startsWith('{{', this.#column)
      ? this.#text.indexOf('}}', this.#column)
      : -1;
    const end = close === -1 ? this.#column + 1 : close + 2;
    const text = this.#text.slice(this.#column, end);
    this.#column = end;
    return text;
  }

  #escape(): string {
    const escaped = this.#text.charAt(this.#column + 1);
    const code = /[0-9a-fA-F]{4}/y;
    code.lastIndex = this.#column + 2;
    const hex = escaped === 'u' ? code.exec(this.#text)?.[0] : undefined;
    const length = hex === undefined ? 2 : 6;
    this.#column = Math.min(this.#column + length, this.#text.length);
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return escapes[escaped] ?? escaped;
  }

  #variable(): JsonNode {
    const start = this.#here();
    const close = this.#text.indexOf('}}', this.#column);
    this.#column = close === -1 ? this.#text.length : close + 2;
    const end = this.#here();
    if (close === -1) this.#fail('unclosed', start, end);
    const text = this.#text.slice(start.character, end.character);
    return { kind: 'variable', text, range: { start, end } };
  }

  /** The next character that is not blank, `''` at the end; what is blank before it is passed. */
  #peek(): string {
    for (;;) {
      blanks.lastIndex = this.#column;
      blanks.test(this.#text);
      this.#column = blanks.lastIndex;
      if (this.#column < this.#text.length) return this.#text.charAt(this.#column);
      if (this.#at + 1 >= this.#numbers.length) return '';
      this.#at += 1;
      this.#text = this.#lines[this.#numbers[this.#at] ?? 0] ?? '';
      this.#column = 0;
    }
  }

  #match(pattern: RegExp): Span | undefined {
    pattern.lastIndex = this.#column;
    const text = pattern.exec(this.#text)?.[0];
    if (text === undefined) return undefined;
    const start = this.#here();
    this.#column += text.length;
    return { text, range: { start, end: this.#here() } };
  }

  #skipEverything(): void {
    this.#at = this.#numbers.length - 1;
    this.#text = this.#lines[this.#numbers[this.#at] ?? 0] ?? '';
    this.#column = this.#text.length;
  }

  #here(): Position {
    return { line: this.#numbers[this.#at] ?? 0, character: this.#column };
  }

  #after(): Position {
    return { line: this.#numbers[this.#at] ?? 0, character: this.#column + 1 };
  }

  #endOfLine(): Position {
    return { line: this.#numbers[this.#at] ?? 0, character: this.#text.length };
  }

  /** The first one is the cause of those that follow. */
  #fail(kind: JsonProblem['kind'], start: Position, end: Position): void {
    this.#problem ??= { kind, range: { start, end } };
  }
}

const blanks = /\s*/y;
const plain = /[^"\\{]*/y;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
};
