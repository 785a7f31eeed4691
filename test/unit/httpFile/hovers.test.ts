import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import { type HoverSubject, hoverSubject } from '../../../src/httpFile/hovers.ts';
import { kiwoomRequest } from '../../../src/httpFile/request/kiwoomRequest.ts';
import { FileVariables } from '../../../src/httpFile/request/variableReferences.ts';
import { blockAround } from '../../../src/httpFile/syntax/blockAround.ts';
import { hasRequest } from '../../../src/httpFile/syntax/httpFile.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';

const hosts = { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] };
const head = 'POST https://mockapi.kiwoom.com/api/dostk/ordr\napi-id: kt10000\n';

describe('What a hover is about', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  /** @param marked a text with `|` where the mouse is */
  const at = (marked: string): HoverSubject | undefined => {
    const before = marked.slice(0, marked.indexOf('|')).split('\n');
    const lines = marked.replace('|', '').split('\n');
    const source = { lineCount: lines.length, lineText: (line: number) => lines[line] ?? '' };
    const { file, firstLine } = blockAround(source, before.length - 1);
    const variables = new FileVariables(file);
    const block = file.blocks.find(hasRequest);
    const request = block && kiwoomRequest(block, variables, hosts, catalogue);
    return hoverSubject(
      { file, variables, catalogue, request },
      { line: before.length - 1 - firstLine, character: before.at(-1)?.length ?? 0 },
    );
  };

  for (const marked of ['api-id: kt1|0000', 'api|-id: kt10000']) {
    it(`is the TR on ${marked}`, () => {
      const subject = at(`POST https://mockapi.kiwoom.com/api/dostk/ordr\n${marked}\n`);
      assert.ok(subject?.kind === 'tr');
      assert.equal(subject.tr.id, 'kt10000');
    });
  }

  it('is all TRs of a path', () => {
    const subject = at('POST https://mockapi.kiwoom.com/api/do|stk/ordr\n');
    assert.ok(subject?.kind === 'path');
    assert.deepEqual(subject.trs, catalogue.onPath('/api/dostk/ordr'));
    assert.deepEqual(subject.range, {
      start: { line: 0, character: 31 },
      end: { line: 0, character: 46 },
    });
  });

  it('is a field on its name, with its range', () => {
    const subject = at(`${head}\n{\n  "trde|_tp": "3"\n}`);
    assert.ok(subject?.kind === 'field');
    assert.equal(subject.field.nameKo, '매매구분');
    assert.equal(subject.value, undefined);
    assert.deepEqual(subject.range, {
      start: { line: 4, character: 2 },
      end: { line: 4, character: 11 },
    });
  });

  it('is a path and a field in a cURL command too', () => {
    const path = at('curl "https://mockapi.kiwoom.com/api/do|stk/ordr"');
    assert.ok(path?.kind === 'path');
    assert.equal(path.range.start.character, 32);
    const command = "curl https://mockapi.kiwoom.com/api/dostk/ordr -H 'api-id: kt10000'";
    const field = at(`${command} \\\n  -d '{ "trde|_tp": "3" }'`);
    assert.ok(field?.kind === 'field');
    assert.equal(field.field.nameKo, '매매구분');
    assert.deepEqual(field.range.start, { line: 1, character: 8 });
  });

  it('is a field and its value on the value', () => {
    const subject = at(`${head}\n{ "trde_tp": "|3" }`);
    assert.ok(subject?.kind === 'field');
    assert.equal(subject.value, '3');
  });

  it('is a field of a list inside of it', () => {
    const subject = at(
      'WS wss://api.kiwoom.com/api/dostk/websocket\napi-id: 0B\n\n{"data":[{"it|em":["005930"]}]}',
    );
    assert.ok(subject?.kind === 'field');
    assert.equal(subject.field.parent, 'data');
  });

  for (const [marked, reference] of [
    ['POST {{$processEnv KIWOOM|_HOST}}/api/dostk/acnt', { part: 'host', scope: 'active' }],
    [
      'POST https://example.com\nAuthorization: Bearer {{$pro|cessEnv KIWOOM_TOKEN_REAL}}',
      { part: 'token', scope: 'real' },
    ],
    ['WS {{$processEnv KIWOOM|_WS_HOST}}/a', { part: 'webSocket', scope: 'active' }],
    ['@host = {{$processEnv KIWOOM|_HOST_MOCK}}\n', { part: 'host', scope: 'mock' }],
    [
      '@host = {{$processEnv KIWOOM_HOST_MOCK}}\nPOST {{ho|st}}/api/dostk/acnt',
      { part: 'host', scope: 'mock' },
    ],
    ['POST {{kiwoom|Host}}/a', { part: 'host', scope: 'selected', fixed: true }],
    ['POST {{$processEnv %kiwoom|HostVar}}/a', { part: 'host', scope: 'selected' }],
    [
      'curl {{$processEnv KIWOOM_HOST}}/a -H "authorization: Bearer {{$processEnv KIW|OOM_TOKEN}}"',
      { part: 'token', scope: 'active' },
    ],
  ] as const) {
    it(`is a reference in ${JSON.stringify(marked)}`, () => {
      const subject = at(marked);
      assert.ok(subject?.kind === 'reference');
      assert.deepEqual(subject.reference, reference);
    });
  }

  for (const [what, marked] of [
    ['a request to somebody else', 'POST https://exa|mple.com/api/dostk/acnt\n'],
    ['a path to somebody else', 'POST https://example.com/api/do|stk/acnt\n'],
    ['a comment', `${head}# api-id: kt1|0000\n`],
    ['a reference in a comment', `${head}# {{$processEnv KIWOOM_TO|KEN}}\n`],
    ['a variable of another kind', `POST {{oth|er}}/api/dostk/acnt\n`],
    ['a field that the TR does not have', `${head}\n{ "mi|ne": "1" }`],
    ['a field of the same name somewhere deeper', `${head}\n{ "x": { "trde|_tp": "1" } }`],
    ['an unknown api-id', 'POST https://api.kiwoom.com/api/dostk/acnt\napi-id: x|x\n'],
    ['a separator', `${head}\n### kt10|000\n`],
    ['a stored response', `${head}\nHTTP/1.1 200 OK\napi-id: kt1|0000\n\n{ "trde_tp": "3" }`],
  ] as const) {
    it(`is nothing on ${what}`, () => {
      assert.equal(at(marked), undefined);
    });
  }
});
