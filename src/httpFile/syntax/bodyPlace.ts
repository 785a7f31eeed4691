import type { HttpFile } from './httpFile.ts';
import type { JsonMember, JsonNode } from './jsonBody.ts';
import { parseJsonBody } from './parseJsonBody.ts';
import { includes, isBefore, type LineRange, type Position, type TextRange } from './textRange.ts';

/** Syntactic place of a position in a JSON body. */
export type BodyPlace = NamePlace | ValuePlace;

interface PlaceInObject {
  /** Names of the fields that lead to the enclosing object, outermost first; lists do not count. */
  readonly parents: readonly string[];
  /** Range of the existing text, with its quotes; up to the position if it is not closed yet. */
  readonly range: TextRange;
}

export interface NamePlace extends PlaceInObject {
  readonly kind: 'name';
  /** Empty between members. */
  readonly name: string;
  /** Names of the other members. */
  readonly siblings: readonly string[];
  readonly hasColon: boolean;
  /** Position of a missing comma after the member above. */
  readonly commaMissingAt?: Position;
  /** Whether another member follows without a comma. */
  readonly commaMissingAfter: boolean;
}

export interface ValuePlace extends PlaceInObject {
  readonly kind: 'value';
  /** Name of the member that has the value. */
  readonly name: string;
  /** Absent before anything is typed. */
  readonly node?: JsonNode;
  /** Whether the value is an element of a list. */
  readonly inList: boolean;
}

/** @returns `undefined` where neither a name nor a value of an object may be */
export function bodyPlace(
  file: HttpFile,
  body: LineRange,
  position: Position,
): BodyPlace | undefined {
  const { root } = parseJsonBody(file, body);
  return root && new BodySearch(file, position).within(root, [], undefined);
}

class BodySearch {
  readonly #file: HttpFile;
  readonly #position: Position;

  constructor(file: HttpFile, position: Position) {
    this.#file = file;
    this.#position = position;
  }

  /** @param name of the member whose value `node` is, or is a part of */
  within(
    node: JsonNode,
    parents: readonly string[],
    name: string | undefined,
    inList = false,
  ): BodyPlace | undefined {
    if (!includes(node.range, this.#position)) return undefined;
    if (node.kind === 'object') {
      if (!this.#isInside(node.range, '}')) return undefined;
      return this.#inObject(node.members, name === undefined ? parents : [...parents, name]);
    }
    if (node.kind === 'array') {
      if (name === undefined || !this.#isInside(node.range, ']')) return undefined;
      for (const item of node.items) {
        const place = this.within(item, parents, name, true);
        if (place !== undefined) return place;
      }
      return { kind: 'value', parents, name, range: this.#here(), inList: true };
    }
    if (name === undefined) return undefined;
    return { kind: 'value', parents, name, node, range: this.#typed(node.range), inList };
  }

  #inObject(members: readonly JsonMember[], parents: readonly string[]): BodyPlace | undefined {
    for (const [index, member] of members.entries()) {
      const { name, value } = member;
      if (includes(name.range, this.#position)) return this.#name(members, parents, member);
      if (value === undefined) {
        const next = members[index + 1];
        const before = next === undefined || isBefore(this.#position, next.name.range.start);
        if (before && /^\s*:\s*$/.test(this.#between(name.range.end, this.#position))) {
          return { kind: 'value', parents, name: name.text, range: this.#here(), inList: false };
        }
      } else if (includes(value.range, this.#position)) {
        return this.within(value, parents, name.text);
      } else if (
        isBefore(name.range.end, this.#position) &&
        isBefore(this.#position, value.range.start)
      ) {
        return undefined;
      }
    }
    return this.#name(members, parents);
  }

  #name(
    members: readonly JsonMember[],
    parents: readonly string[],
    current?: JsonMember,
  ): NamePlace {
    const range = current === undefined ? this.#here() : this.#typed(current.name.range);
    const above = members.findLast(({ name }) => isBefore(name.range.start, range.start));
    const below = members.find(({ name }) => isBefore(range.end, name.range.start));
    const aboveEnd = above?.value?.range.end;
    const commaMissing =
      aboveEnd !== undefined && !this.#between(aboveEnd, range.start).includes(',');
    const after = current?.value?.range.end ?? range.end;
    return {
      kind: 'name',
      parents,
      range,
      name: current?.name.text ?? '',
      siblings: members.filter((member) => member !== current).map(({ name }) => name.text),
      hasColon: current !== undefined && /^\s*:/.test(this.#restOfLine(current.name.range.end)),
      ...(commaMissing && { commaMissingAt: aboveEnd }),
      commaMissingAfter:
        below !== undefined && !this.#between(after, below.name.range.start).includes(','),
    };
  }

  /** Whether it is after the opening bracket, and before the closing one if there is one. */
  #isInside({ start, end }: TextRange, closer: '}' | ']'): boolean {
    if (!isBefore(start, this.#position)) return false;
    if (isBefore(this.#position, end)) return true;
    const closed = this.#file.lines[end.line]?.charAt(end.character - 1) === closer;
    return !closed;
  }

  /** An unclosed string appears to reach to the end of the line. */
  #typed(range: TextRange): TextRange {
    const { start, end } = range;
    const text = this.#file.lines[start.line]?.slice(start.character, end.character) ?? '';
    const open = text.startsWith('"') && (text.length === 1 || !text.endsWith('"'));
    return open ? { start, end: this.#position } : range;
  }

  #here(): TextRange {
    return { start: this.#position, end: this.#position };
  }

  #restOfLine({ line, character }: Position): string {
    return this.#file.lines[line]?.slice(character) ?? '';
  }

  /** Without comments, which may contain any text. */
  #between(start: Position, end: Position): string {
    let text = '';
    for (let line = start.line; line <= end.line; line++) {
      if (this.#file.lineKinds[line] !== 'body') continue;
      const source = this.#file.lines[line] ?? '';
      const from = line === start.line ? start.character : 0;
      text += source.slice(from, line === end.line ? end.character : undefined) + '\n';
    }
    return text;
  }
}
