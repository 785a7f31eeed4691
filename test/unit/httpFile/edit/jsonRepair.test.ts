import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonRepair } from '../../../../src/httpFile/edit/jsonRepair.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { applyEdits } from '../applyEdits.ts';

const head = 'POST https://api.kiwoom.com/api/dostk/stkinfo\n\n';

/** @returns `undefined` if the body is left as it is */
function repaired(body: string): string | undefined {
  const text = head + body;
  const file = parseHttpFile(text);
  const lines = file.requests[0]?.request;
  if (lines?.kind !== 'http' || lines.body === undefined) return undefined;
  const edits = jsonRepair(file, lines.body);
  return edits && applyEdits(text, edits).slice(head.length);
}

describe('The repair of a JSON body', () => {
  for (const [what, body, wanted] of [
    ['takes away a comma at the end', '{"a": "1",}', '{"a": "1"}'],
    ['takes away one on a line above', '{\n  "a": "1",\n}', '{\n  "a": "1"\n}'],
    ['takes away one of two', '{"a": "1",, "b": "2"}', '{"a": "1", "b": "2"}'],
    ['puts a comma between members', '{"a": "1" "b": "2"}', '{"a": "1", "b": "2"}'],
    ['puts one at the end of a line', '{\n"a": "1"\n"b": "2"\n}', '{\n"a": "1",\n"b": "2"\n}'],
    ['quotes a number with leading zeros', '{"stk_cd": 005930}', '{"stk_cd": "005930"}'],
    ['quotes words', '{stk_cd: AL, 이름: 삼성전자}', '{"stk_cd": "AL", "이름": "삼성전자"}'],
    ['puts plain blanks for others', '{\u00a0"a":\u3000"1" }', '{ "a": "1" }'],
    ['escapes a tab in a string', '{"a": "1\t2"}', '{"a": "1\\t2"}'],
    ['takes the backslash from a quote that needs none', `{"a": "it\\'s"}`, `{"a": "it's"}`],
    ['works around variables', '{"a": "{{x}}", "b": {{y}},}', '{"a": "{{x}}", "b": {{y}}}'],
    ['doubles single quotes', "{'stk_cd': '005930'}", '{"stk_cd": "005930"}'],
    [
      'puts several mistakes right, comments left where they are',
      '{\n  \'a\': 01,\n# remark,\n  b: "2",\n}',
      '{\n  "a": "01",\n# remark,\n  "b": "2"\n}',
    ],
  ] as const) {
    it(what, () => {
      assert.equal(repaired(body), wanted);
    });
  }

  for (const body of [
    '{"a": "1"}',
    '{"a": "1"',
    '{"stk_cd: "005930" }',
    '{"stk_cd": "00"5930" }',
    '{"a": None}',
    '{"a": "C:\\data"}',
    "{'a': 'it''s'}",
    "{'a b': '1'}",
    '{"a": }',
    '["a",]',
    'stk_cd=005930',
    '{"a" "1"}',
  ]) {
    it(`leaves ${body} to its author`, () => {
      assert.equal(repaired(body), undefined);
    });
  }

  it('gives JSON whatever it is given', () => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"', "'", '01', 'a', '"a"', "'b'", ' ', '\n'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const body = `{${pieces.join('')}}`;
        // What stands for a variable is no JSON before it is sent.
        const result = body.includes('{{') ? undefined : repaired(body);
        if (result !== undefined) assert.doesNotThrow(() => void JSON.parse(result), result);
      }),
      { numRuns: 2000 },
    );
  });
});
