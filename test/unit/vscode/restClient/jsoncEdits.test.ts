import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, type ParseError } from 'jsonc-parser';
import { removeValue } from '../../../../src/vscode/restClient/jsoncEdits.ts';

/** What may stand between two tokens. */
const between = fc
  .array(fc.constantFrom(' ', '\n', '\r\n  ', '// a, "b"\n', '/* , */', '/*\n{ */'))
  .map((parts) => parts.join(''));

const names = ['a', 'b', 'c'];

/** A list or an object with comments everywhere, its members cut at their commas. */
const collection = fc
  .record({
    isList: fc.boolean(),
    members: fc.array(fc.tuple(between, between), { minLength: 1, maxLength: 3 }),
    end: between,
    trailingComma: fc.boolean(),
    removed: fc.nat(2),
  })
  .map(({ isList, members, end, trailingComma, removed }) => {
    const items = members.map(([before, after], i) => {
      const value = `"${names[i]}${isList ? '' : `": "${names[i]}`}"`;
      return `${before}${value}${after}`;
    });
    const body = items.join(',') + (trailingComma ? ',' : '') + end;
    const index = removed % members.length;
    const path = isList ? index : (names[index] ?? '');
    return { text: isList ? `[${body}]` : `{${body}}`, path, index };
  });

function read(text: string): unknown[] {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  assert.deepEqual(errors, [], text);
  return Object.values(value as object);
}

describe('A value that is taken out of a JSON text', () => {
  it('leaves every other value and every comment', () => {
    const comments = (text: string): string[] => text.match(/\/\/.*|\/\*[^]*?\*\//g) ?? [];
    fc.assert(
      fc.property(collection, ({ text, path, index }) => {
        const left = removeValue(text, [path]);
        assert.deepEqual(read(left), read(text).toSpliced(index, 1), left);
        assert.deepEqual(comments(left), comments(text), left);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing if it is not there', () => {
    for (const text of ['{ "a": 1 }', '', '[]', '{ "b": {} } // x']) {
      assert.equal(removeValue(text, ['b', 'c']), text);
    }
  });
});
