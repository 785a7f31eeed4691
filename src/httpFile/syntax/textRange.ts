/** Lines and characters are zero-based, characters in UTF-16 units, as in VS Code. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is excluded. */
export interface TextRange {
  readonly start: Position;
  readonly end: Position;
}

/** A piece of the file with its position. */
export interface Span {
  readonly text: string;
  readonly range: TextRange;
}

/** Whole lines, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** An empty range inserts, an empty `newText` deletes. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

export function rangeOnLine(line: number, start: number, end: number): TextRange {
  return { start: { line, character: start }, end: { line, character: end } };
}

export function spanOnLine(lineText: string, line: number, start: number, end: number): Span {
  return { text: lineText.slice(start, end), range: rangeOnLine(line, start, end) };
}

export function insertionAt(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}

export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** Includes both ends, because a cursor may be after the last character. */
export function includes({ start, end }: TextRange, position: Position): boolean {
  return !isBefore(position, start) && !isBefore(end, position);
}

export function isEmpty({ start, end }: TextRange): boolean {
  return start.line === end.line && start.character === end.character;
}

export function moveLines({ start, end }: TextRange, lines: number): TextRange {
  return {
    start: { line: start.line + lines, character: start.character },
    end: { line: end.line + lines, character: end.character },
  };
}
