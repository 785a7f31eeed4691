import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonBody, JsonNode } from '../../../../src/httpFile/syntax/jsonBody.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { parseJsonBody } from '../../../../src/httpFile/syntax/parseJsonBody.ts';
import { processorTimeOf } from '../../fakes/processorTime.ts';

const head = 'POST https://api.kiwoom.com/api/dostk/acnt\nContent-Type: application/json\n\n';

function read(body: string): JsonBody {
  const file = parseHttpFile(head + body);
  const [block] = file.requests;
  const lines = block?.request.kind === 'curl' ? undefined : block?.request.body;
  return lines === undefined ? { included: false } : parseJsonBody(file, lines);
}

/** As plain values, with variables as they are written. */
function valueOf(node: JsonNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name.text, valueOf(value)]));
    case 'array':
      return node.items.map(valueOf);
    case 'string':
    case 'variable':
      return node.text;
    case 'literal':
      return JSON.parse(node.text);
  }
}

describe('A JSON body', () => {
  it('has its members with their places', () => {
    const { root, problem } = read('{\n  "stk_cd": "005930"\n}');
    assert.equal(problem, undefined);
    assert.ok(root?.kind === 'object');
    const [member] = root.members;
    assert.deepEqual(member?.name, {
      text: 'stk_cd',
      range: { start: { line: 4, character: 2 }, end: { line: 4, character: 10 } },
    });
    assert.deepEqual(member.value?.range, {
      start: { line: 4, character: 12 },
      end: { line: 4, character: 20 },
    });
  });

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        // What the clients take for variables, comments, separators or handlers is no plain JSON.
        fc.pre(!/\{\{|^\s*(?:[#@<>?/]|\/\/)/m.test(text));
        const { root, problem } = read(text);
        assert.equal(problem, undefined);
        assert.deepEqual(valueOf(root), { x: JSON.parse(text) as unknown }.x);
      }),
      { examples: [[{ '': ['\\"', 'é', -1.5e3, null] }, 2]] },
    );
  });

  it('is read around variables, inside and outside of strings', () => {
    const { root, problem } = read('{ "a": {{b}}, "c": "x{{d "e"}}y", "f": [ {{g}} ] }');
    assert.equal(problem, undefined);
    assert.deepEqual(valueOf(root), { a: '{{b}}', c: 'x{{d "e"}}y', f: ['{{g}}'] });
  });

  it('is read without the comment lines that the clients drop', () => {
    const { root, problem } = read('{\n# "a": 1,\n"b": "2"\n// end\n}');
    assert.equal(problem, undefined);
    assert.deepEqual(valueOf(root), { b: '2' });
  });

  for (const [text, kind, value] of [
    ['{ "a": }', 'value-expected', { a: undefined }],
    ['{ "a" }', 'colon-expected', { a: undefined }],
    ['{ "a": "1" "b": "2" }', 'comma-expected', { a: '1', b: '2' }],
    ['{ "a": "1", }', 'trailing-comma', { a: '1' }],
    ['{ "a": "1", "b', 'unclosed', { a: '1', b: undefined }],
    ['{ a: "1" }', 'name-expected', { a: '1' }],
    ['{ "a": "1" } x', 'trailing-text', { a: '1' }],
    ['{ "a": [ "1" }', 'comma-expected', { a: ['1'] }],
    ['stk_cd=005930', 'value-expected', undefined],
  ] as const) {
    it(`is read as far as it makes sense: ${text}`, () => {
      const { root, problem } = read(text);
      assert.equal(problem?.kind, kind);
      if (value !== undefined) assert.deepEqual(valueOf(root), value);
    });
  }

  it('is the last of several messages', () => {
    for (const separator of ['===', '=== wait-for-server', ' === ']) {
      const { root, problem } = read(`{ "a": "1" }\n${separator}\n{\n  "b": "2"\n}`);
      assert.equal(problem, undefined);
      assert.deepEqual(valueOf(root), { b: '2' });
      assert.deepEqual(root?.range.start, { line: 5, character: 0 });
    }
  });

  it('is the last of them that says anything', () => {
    const { root, problem } = read('{ "a": "1" }\n=== wait-for-server\n===\n# x\n\n===');
    assert.equal(problem, undefined);
    assert.deepEqual(valueOf(root), { a: '1' });
    assert.deepEqual(read('===\n==='), { included: false });
  });

  it('that is a file says so', () => {
    assert.deepEqual(read('< ./body.json'), { included: true });
  });

  it('with a million braces in a string is read at once', () => {
    const took = processorTimeOf(() => {
      const { problem } = read(`{ "a": "${'{{'.repeat(500_000)}\n}`);
      assert.equal(problem?.kind, 'unclosed');
    });
    assert.ok(took < 6_000);
  });

  it('that is too deep to be meant is given up on', () => {
    assert.equal(read('['.repeat(100_000)).problem?.kind, 'too-deep');
  });

  it('never throws, whatever it is', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '{{',
      '}}',
      '\\',
      '\n',
      ' ',
      'a',
      '1',
      '# ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        read(pieces.join(''));
      }),
      { numRuns: 2000 },
    );
  });
});
