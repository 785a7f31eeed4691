import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import { type RequestFacts, requestFacts } from '../../../src/httpFile/lenses.ts';
import { KiwoomFile } from '../../../src/httpFile/request/kiwoomFile.ts';
import { parseHttpFile } from '../../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';

const hosts = { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] };
const token = (name: string): string => `Authorization: Bearer {{$processEnv ${name}}}`;

describe('What is known of a request before it is sent', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  const facts = (text: string): RequestFacts | undefined => {
    const file = parseHttpFile(text);
    const [request] = new KiwoomFile(file, { hosts, catalogue }).requests;
    return request && requestFacts(request);
  };

  for (const [text, expected] of [
    [
      `# one\nPOST https://api.kiwoom.com/api/dostk/ordr\napi-id: kt10000\n${token('KIWOOM_TOKEN')}`,
      { line: 1, scope: 'active', destination: 'real', order: true },
    ],
    [
      `POST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\n${token('KIWOOM_TOKEN')}`,
      { line: 0, scope: 'active', destination: undefined, order: false },
    ],
    [
      `POST {{$processEnv KIWOOM_HOST_MOCK}}/api/dostk/acnt\n${token('KIWOOM_TOKEN_REAL')}`,
      { line: 0, scope: 'real', destination: 'mock', order: false },
    ],
    [
      'POST https://mockapi.kiwoom.com/api/dostk/acnt',
      { line: 0, scope: 'mock', destination: 'mock', order: false },
    ],
    [
      'POST {{kiwoomHost}}/api/dostk/acnt',
      { line: 0, scope: 'selected', destination: undefined, order: false },
    ],
    [
      'POST https://mockapi.kiwoom.com/api/dostk/acnt\nAuthorization: Bearer written-out',
      { line: 0, scope: undefined, destination: 'mock', order: false },
    ],
  ] as const) {
    it(`is right for ${JSON.stringify(text)}`, () => {
      assert.deepEqual(facts(text), expected);
    });
  }

  it('is nothing for a request to somebody else, even with a Kiwoom token', () => {
    assert.equal(
      facts(`POST https://example.com/api/dostk/acnt\n${token('KIWOOM_TOKEN')}`),
      undefined,
    );
  });
});
