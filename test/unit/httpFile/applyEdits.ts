import assert from 'node:assert/strict';
import type { Position, TextEdit } from '../../../src/httpFile/syntax/textRange.ts';

/** As VS Code applies the edits of one command: all at once, each counted in the old text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (m) => m.index + m[0].length)];
  const offsetOf = ({ line, character }: Position): number => {
    const start = starts[line];
    const length = text.split(/\r\n|\r|\n/)[line]?.length;
    assert.ok(
      start !== undefined && length !== undefined && character <= length,
      'not in the text',
    );
    return start + character;
  };
  let result = text;
  let above: Position = { line: 0, character: 0 };
  for (const { range } of edits) {
    assert.ok(!isBefore(range.start, above), 'edits are in order and do not overlap');
    assert.ok(!isBefore(range.end, range.start), 'a range ends after its start');
    above = range.end;
  }
  for (const { range, newText } of edits.toReversed()) {
    result = result.slice(0, offsetOf(range.start)) + newText + result.slice(offsetOf(range.end));
  }
  return result;
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
