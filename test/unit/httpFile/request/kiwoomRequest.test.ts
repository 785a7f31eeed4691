import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../../src/core/model/tr.ts';
import { KiwoomFile } from '../../../../src/httpFile/request/kiwoomFile.ts';
import { type KiwoomRequest } from '../../../../src/httpFile/request/kiwoomRequest.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';

const hosts = { real: ['api.kiwoom.com', '127.0.0.1:8081'], mock: ['mockapi.kiwoom.com'] };

describe('A request of a .http file', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  const read = (text: string): KiwoomRequest | undefined => {
    const file = parseHttpFile(text);
    return new KiwoomFile(file, { hosts, catalogue }).requests[0];
  };

  for (const [url, destination] of [
    ['https://api.kiwoom.com/api/dostk/acnt', { kind: 'environment', environment: 'real' }],
    ['https://API.kiwoom.com:443/api/dostk/acnt', { kind: 'environment', environment: 'real' }],
    [
      'api.kiwoom.com/api/dostk/acnt',
      { kind: 'environment', environment: 'real', clearText: true },
    ],
    [
      'HTTP://api.kiwoom.com/api/dostk/acnt',
      { kind: 'environment', environment: 'real', clearText: true },
    ],
    ['127.0.0.1:8081/api/dostk/acnt', { kind: 'environment', environment: 'real' }],
    ['http://127.0.0.1:8081/api/dostk/acnt', { kind: 'environment', environment: 'real' }],
    ['https://mockapi.kiwoom.com/api/dostk/acnt', { kind: 'environment', environment: 'mock' }],
    ['{{$processEnv KIWOOM_HOST}}/api/dostk/acnt', { kind: 'reference', scope: 'active' }],
    ['{{ $processEnv KIWOOM_HOST_MOCK }}/api/dostk/acnt', { kind: 'reference', scope: 'mock' }],
    ['{{process.env.KIWOOM_HOST_REAL}}/api/dostk/acnt', { kind: 'reference', scope: 'real' }],
    ['{{kiwoomHost}}/api/dostk/acnt', { kind: 'reference', scope: 'selected', fixed: true }],
    ['{{$processEnv %kiwoomHostVar}}/api/dostk/acnt', { kind: 'reference', scope: 'selected' }],
    [
      '{{$processEnv KIWOOM_WS_HOST_REAL}}/api/dostk/acnt',
      { kind: 'reference', scope: 'real', webSocket: true },
    ],
    ['{{mine}}/api/dostk/acnt', { kind: 'reference', scope: 'real' }],
    ['{{elsewhere}}/api/dostk/acnt', { kind: 'unknown' }],
    ['{{loop}}/api/dostk/acnt', { kind: 'unknown' }],
    ['{{$processEnv KIWOOM_HOST}}:443/api/dostk/acnt', { kind: 'reference', scope: 'active' }],
  ] as const) {
    it(`goes to ${JSON.stringify(destination)} for ${url}`, () => {
      const request = read(
        `@mine = {{$processEnv KIWOOM_HOST_REAL}}\n@loop = {{pool}}\n@pool = {{loop}}\n\nPOST ${url}\n`,
      );
      assert.deepEqual(request?.destination, destination);
      assert.equal(request.path, '/api/dostk/acnt');
    });
  }

  for (const [url, destination, path] of [
    ['https://{{elsewhere}}/api/dostk/acnt', { kind: 'unknown' }, '/api/dostk/acnt'],
    ['http://{{elsewhere}}:443/api/dostk/acnt', { kind: 'unknown' }, '/api/dostk/acnt'],
    ['https://{{sub}}.kiwoom.com/api/dostk/acnt', { kind: 'unknown' }, '/api/dostk/acnt'],
    ['https://api.{{domain}}/api/dostk/acnt?a={{b}}', { kind: 'unknown' }, '/api/dostk/acnt'],
    ['https://me@{{elsewhere}}/api/us/acnt', { kind: 'unknown' }, '/api/us/acnt'],
    [
      'https://{{known}}/api/dostk/acnt',
      { kind: 'environment', environment: 'mock' },
      '/api/dostk/acnt',
    ],
    ['https://{{sub}}.{{ domain }}:443/oauth2/revoke', { kind: 'unknown' }, '/oauth2/revoke'],
    ['https://{{mine}}/api/dostk/acnt', { kind: 'reference', scope: 'real' }, '/api/dostk/acnt'],
    ['{{protocol}}://mockapi.kiwoom.com/api/dostk/acnt', { kind: 'unknown' }, '/api/dostk/acnt'],
    ['{{protocol}}mockapi.kiwoom.com/api/dostk/acnt', { kind: 'unknown' }, '/api/dostk/acnt'],
    ['{{protocol}}://mockapi.kiwoom.com/stkinfo', { kind: 'unknown' }, undefined],
    ['{{baseUrl}}/stkinfo', { kind: 'unknown' }, undefined],
    ['https://{{baseUrl}}/stkinfo', { kind: 'unknown' }, undefined],
    ['{{host}}/{{path}}', { kind: 'unknown' }, undefined],
    ['https://mockapi.kiwoom.com{{path}}', { kind: 'unknown' }, undefined],
    ['{{$processEnv KIWOOM_HOST}}/stkinfo', { kind: 'reference', scope: 'active' }, '/stkinfo'],
  ] as const) {
    it(`is known as far as ${url} tells`, () => {
      const variables = '@mine = {{$processEnv KIWOOM_HOST_REAL}}\n@known = mockapi.kiwoom.com\n';
      const request = read(`${variables}\nPOST ${url}\napi-id: ka00001\n`);
      assert.deepEqual(request?.destination, destination);
      assert.equal(request.path, path);
    });
  }

  for (const url of [
    'https://api.kiwoom.com.example.com/api/dostk/acnt',
    'https://api.kiwoom.com@example.com/api/dostk/acnt',
    'https://example.com\\@api.kiwoom.com/api/dostk/acnt',
    '{{$processEnv KIWOOM_HOST}}.example.com/api/dostk/acnt',
    '{{$processEnv KIWOOM_HOST}}@example.com/api/dostk/acnt',
    '{{$processEnv KIWOOM_HOST}}:x@example.com/api/dostk/acnt',
    'https://example.com/api/dostk/acnt',
  ]) {
    it(`is not Kiwoom's for ${url}, unless it carries a Kiwoom token`, () => {
      assert.equal(read(`POST ${url}\n`), undefined);
      const header = 'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}';
      assert.equal(read(`POST ${url}\n${header}\n`)?.destination.kind, 'other');
    });
  }

  for (const [header, expected] of [
    ['', { kind: 'none' }],
    ['Authorization:', { kind: 'none' }],
    ['Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}', { kind: 'reference', scope: 'active' }],
    [
      'authorization: bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
      { kind: 'reference', scope: 'real' },
    ],
    [
      'Authorization: Bearer {{$processEnv %kiwoomTokenVar}}',
      { kind: 'reference', scope: 'selected' },
    ],
    ['Authorization: Bearer {{kiwoomToken}}', { kind: 'reference', scope: 'selected' }],
    ['Authorization: Bearer {{own}}', { kind: 'reference', scope: 'mock' }],
    ['Authorization: Bearer abc', { kind: 'literal', token: 'abc' }],
    ['Authorization: Basic abc', { kind: 'other' }],
    ['Authorization: Bearer {{login.response.body.token}}', { kind: 'other' }],
  ] as const) {
    it(`shows who sends it by “${header}”`, () => {
      const request = read(
        `@own = {{$processEnv KIWOOM_TOKEN_MOCK}}\n\nPOST https://api.kiwoom.com/api/dostk/acnt\n${header}\n`,
      );
      const { header: _place, ...authentication } = {
        header: undefined,
        ...request?.authentication,
      };
      assert.deepEqual(authentication, expected);
    });
  }

  it('names a TR, by a variable too', () => {
    const request = read(
      '@id = kt10000\n\nPOST https://api.kiwoom.com/api/dostk/ordr\nAPI-ID: {{id}}\n',
    );
    assert.equal(request?.tr?.nameKo, '주식 매수주문');
    assert.equal(request.tr.order, true);
    assert.equal(request.apiId?.value.text, '{{id}}');
  });

  it('has the place of its path', () => {
    const request = read('POST https://api.kiwoom.com\n  /api/dostk/acnt\n  ?a=b\n');
    assert.deepEqual(request?.pathSpan, {
      text: '/api/dostk/acnt',
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 17 } },
    });
  });

  for (const path of ['/', '/api']) {
    it(`has the place of its path where that reads like a part of the address: ${path}`, () => {
      const request = read(`POST https://api.kiwoom.com${path}\n`);
      assert.deepEqual(request?.pathSpan, {
        text: path,
        range: { start: { line: 0, character: 27 }, end: { line: 0, character: 27 + path.length } },
      });
    });
  }

  it('may be a cURL command', () => {
    const request = read(
      'curl -X POST https://mockapi.kiwoom.com/api/dostk/acnt -H "api-id: ka00001" -H "Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}"\n',
    );
    assert.equal(request?.tr?.id, 'ka00001');
    assert.equal(request.authentication.kind, 'reference');
  });

  it('may have its host in a header', () => {
    const destinationFor = (host: string) =>
      read(`POST /api/dostk/acnt\nHost: ${host}\n`)?.destination;
    const mock = { kind: 'environment', environment: 'mock' };
    assert.deepEqual(destinationFor('mockapi.kiwoom.com:443'), mock);
    assert.deepEqual(destinationFor('mockapi.kiwoom.com'), { ...mock, clearText: true });
  });

  it('never grows without end from definitions that double each other', () => {
    const doubling = Array.from({ length: 60 }, (_, i) => `@v${i} = {{v${i + 1}}}{{v${i + 1}}}`);
    const request = read(`${doubling.join('\n')}\n@v60 = x\n\nPOST {{v0}}/api/dostk/acnt\n`);
    assert.deepEqual(request?.destination, { kind: 'unknown' });
  });
});
