import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../../src/core/model/tr.ts';
import type { Completion } from '../../../../src/httpFile/completion/completion.ts';
import { completions } from '../../../../src/httpFile/completion/completions.ts';
import { kiwoomRequest } from '../../../../src/httpFile/request/kiwoomRequest.ts';
import { FileVariables } from '../../../../src/httpFile/request/variableReferences.ts';
import { blockAround } from '../../../../src/httpFile/syntax/blockAround.ts';
import { hasRequest } from '../../../../src/httpFile/syntax/httpFile.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { applyEdits } from '../applyEdits.ts';

const hosts = { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] };
const url = 'POST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo';
const order = 'POST https://mockapi.kiwoom.com/api/dostk/ordr\napi-id: kt10000\n\n';

const curl = `curl https://mockapi.kiwoom.com/api/dostk/ordr -H "api-id: kt10000" -d '`;

describe('Completion in a .http file', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  /** @param marked a text with `|` where the cursor is */
  const offered = (marked: string, hasPasses = false): readonly Completion[] => {
    const before = marked.slice(0, marked.indexOf('|')).split('\n');
    const lines = marked.replace('|', '').split('\n');
    const source = { lineCount: lines.length, lineText: (line: number) => lines[line] ?? '' };
    const { file, firstLine } = blockAround(source, before.length - 1);
    const [block] = file.blocks;
    if (block === undefined || !hasRequest(block)) return [];
    const request = kiwoomRequest(block, new FileVariables(file), hosts, catalogue);
    const position = {
      line: before.length - 1 - firstLine,
      character: before.at(-1)?.length ?? 0,
    };
    const subject = { file, block, request, catalogue, hasPasses, today: '20261124' };
    return completions(subject, position);
  };
  const labels = (marked: string): string[] => offered(marked).map(({ label }) => label);

  /** The text after accepting, with snippet syntax taken away; for texts of one block. */
  const accepted = (marked: string, label: string): string => {
    const choice = offered(marked).find((completion) => completion.label === label);
    assert.ok(choice !== undefined, `${label} is not offered: ${labels(marked).join(' | ')}`);
    const newText = choice.snippet
      .replace(/\$\{\d+:((?:[^\\}]|\\.)*)\}|\$\d+/g, '$1')
      .replace(/\\([\\$}])/g, '$1');
    return applyEdits(marked.replace('|', ''), [
      ...(choice.edits ?? []),
      { range: choice.range, newText },
    ]);
  };

  describe('of what is whole already', () => {
    for (const marked of [
      `${url}|\n`,
      // Else the next Enter would take the path of orders on credit.
      'POST https://mockapi.kiwoom.com/api/dostk/ordr|\napi-id: kt10000\n',
      `${url}\napi-id: ka10001|\n`,
      `${url}\napi-id:ka10001|\n`,
      `${url}\napi-id|: ka10001\n`,
      `${url}\ncontent-type: application/json;charset=UTF-8|\n`,
      `${url}\nauthorization: Bearer {{$processEnv KIWOOM_TOKEN|}}\n`,
      `${url}\ncont-yn: Y|\n`,
      `${order}{ "trde_tp": "3"| }`,
      `${order}{ "trde_tp"|: "3" }`,
    ]) {
      it(`offers nothing in ${JSON.stringify(marked)}`, () => {
        assert.deepEqual(labels(marked), []);
      });
    }

    it('still offers others within it, and what would change the rest of the request', () => {
      for (const marked of [
        `${url.replace('stkinfo', '|stkinfo')}\n`,
        `${url}\napi-id: ka00001|\n`,
        `${url}\napi-id|\n`,
        `${order}{ "trde_tp": "3|" }`,
      ]) {
        assert.ok(labels(marked).length > 0, marked);
      }
    });
  });

  describe('in the body of a cURL command', () => {
    it('offers fields and values, as in any body', () => {
      assert.ok(labels(`${curl}{|}'`).includes('stk_cd'));
      assert.equal(
        accepted(`${curl}{"stk_cd": "1", "trde_tp": "|"}'\n`, '3'),
        `${curl}{"stk_cd": "1", "trde_tp": "3"}'\n`,
      );
      assert.equal(
        accepted(`${curl}{\n  "stk_cd": "1"\n  "ord_q|\n}' -k\n`, 'ord_qty'),
        `${curl}{\n  "stk_cd": "1",\n  "ord_qty": "1"\n}' -k\n`,
      );
    });

    it('offers variables between braces', () => {
      const revoke = `curl https://mockapi.kiwoom.com/oauth2/revoke -d '{"token": "{{|}}"}'`;
      assert.ok(labels(revoke).includes('$processEnv KIWOOM_TOKEN_MOCK'));
    });
  });

  describe('of header names', () => {
    it('offers what Kiwoom asks for and is not there yet, with values', () => {
      assert.deepEqual(labels(`${url}\napi-id: ka10001\n|\n`), [
        'authorization: Bearer {{$processEnv KIWOOM_TOKEN}}',
        'content-type: application/json;charset=UTF-8',
        'cont-yn: Y',
        'next-key',
      ]);
    });

    it('writes the value too', () => {
      assert.equal(
        accepted(`${url}\naut|\n`, 'authorization: Bearer {{$processEnv KIWOOM_TOKEN}}'),
        `${url}\nauthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n`,
      );
    });

    it('takes the token of the environment that the request goes to', () => {
      const marked = 'POST https://mockapi.kiwoom.com/api/dostk/acnt\n|';
      assert.ok(labels(marked).includes('authorization: Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}'));
      for (const host of ['{{kiwoomHost}}', '{{$processEnv %kiwoomHostVar}}']) {
        const selected = 'authorization: Bearer {{$processEnv %kiwoomTokenVar}}';
        assert.ok(labels(`POST ${host}/api/dostk/acnt\n|`).includes(selected), host);
      }
    });

    it('replaces a name alone where a value is there', () => {
      assert.equal(accepted(`${url}\nap|: ka10001\n`, 'api-id'), `${url}\napi-id: ka10001\n`);
    });
  });

  describe('of api-id values', () => {
    it('offers those of the path first, by name and path too, and none that takes an app key', () => {
      const all = offered(`${url}\napi-id: |\n`);
      const onPath = catalogue.onPath('/api/dostk/stkinfo').map(({ id }) => id);
      assert.deepEqual(
        all.slice(0, onPath.length).map(({ label }) => label),
        onPath,
      );
      const [first] = all;
      assert.equal(first?.filter, 'ka00198 실시간종목조회순위 /api/dostk/stkinfo');
      assert.equal(all.length, catalogue.all.filter((tr) => tr.transport === 'rest').length - 2);
      assert.ok(!all.some(({ label }) => label.startsWith('au')));
    });

    it('makes the path that of the TR', () => {
      assert.equal(
        accepted(`${url}?a=b\napi-id:|\n`, 'ka00001'),
        'POST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt?a=b\napi-id: ka00001\n',
      );
      assert.equal(
        accepted('POST https://api.kiwoom.com HTTP/1.1\napi-id: ka|\n', 'ka00001'),
        'POST https://api.kiwoom.com/api/dostk/acnt HTTP/1.1\napi-id: ka00001\n',
      );
    });

    it('leaves a path alone that fits or that is not known', () => {
      assert.equal(accepted(`${url}\napi-id: k|\n`, 'ka10001'), `${url}\napi-id: ka10001\n`);
      const unknown =
        'POST https://api.kiwoom.com{{path}}\nauthorization: Bearer {{kiwoomToken}}\n';
      assert.equal(accepted(`${unknown}api-id: |\n`, 'ka10001'), `${unknown}api-id: ka10001\n`);
    });
  });

  it('offers the Bearer reference as the value of authorization', () => {
    assert.equal(
      accepted(`${url}\nAuthorization:|\n`, 'Bearer {{$processEnv KIWOOM_TOKEN}}'),
      `${url}\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n`,
    );
  });

  it('offers the Bearer reference behind a blank that was just typed', () => {
    assert.equal(
      accepted(`${url}\nAuthorization: Bearer |\n`, 'Bearer {{$processEnv KIWOOM_TOKEN}}'),
      `${url}\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n`,
    );
  });

  describe('of paths', () => {
    it('offers them behind the host, that of the TR first', () => {
      const all = labels('POST {{$processEnv KIWOOM_HOST}}|\napi-id: ka10081\n');
      assert.equal(all[0], '/api/dostk/chart');
      assert.ok(all.includes('/api/dostk/acnt') && !all.includes('/oauth2/token'));
    });

    it('replaces the path and nothing else', () => {
      assert.equal(
        accepted('POST https://api.kiwoom.com/ap|i/x?a=b HTTP/1.1\n', '/api/dostk/acnt'),
        'POST https://api.kiwoom.com/api/dostk/acnt?a=b HTTP/1.1\n',
      );
    });

    it('offers them behind a port, a scheme and variables too', () => {
      for (const host of ['{{$processEnv KIWOOM_HOST}}:443', 'https://api.kiwoom.com:443']) {
        assert.equal(
          accepted(`POST ${host}/|\n`, '/api/dostk/acnt'),
          `POST ${host}/api/dostk/acnt\n`,
        );
      }
      for (const host of ['https://{{host}}', '{{protocol}}://{{host}}', 'https://{{sub}}.a']) {
        assert.equal(
          accepted(`POST ${host}/ap|\napi-id: ka10001\n`, '/api/dostk/acnt'),
          `POST ${host}/api/dostk/acnt\napi-id: ka10001\n`,
        );
      }
    });

    it('offers the WebSocket path in a WebSocket request', () => {
      assert.deepEqual(labels('WS wss://api.kiwoom.com/|\n'), ['/api/dostk/websocket']);
    });
  });

  describe('of variables', () => {
    for (const [marked, result] of [
      ['POST {{|\n', 'POST {{$processEnv KIWOOM_HOST}}\n'],
      ['POST {{|}}\n', 'POST {{$processEnv KIWOOM_HOST}}\n'],
      ['POST {{|}\n', 'POST {{$processEnv KIWOOM_HOST}}\n'],
      ['POST {{$proc|\n', 'POST {{$processEnv KIWOOM_HOST}}\n'],
      [
        'POST {{$processEnv KIW|X}}/api/dostk/acnt\n',
        'POST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\n',
      ],
    ] as const) {
      it(`completes ${JSON.stringify(marked)} without doubled braces`, () => {
        assert.equal(accepted(marked, '$processEnv KIWOOM_HOST'), result);
      });
    }

    it('offers the hosts of WebSockets for a WebSocket, and no others', () => {
      const offered = ['', '_REAL', '_MOCK'].map((suffix) => `$processEnv KIWOOM_WS_HOST${suffix}`);
      assert.deepEqual(labels('WS {{|\n'), offered);
      assert.equal(
        accepted('WS {{$processEnv KIWOOM_W|\n', '$processEnv KIWOOM_WS_HOST'),
        'WS {{$processEnv KIWOOM_WS_HOST}}\n',
      );
      const known = 'WS {{$processEnv KIWOOM_WS_HOST|}}/api/dostk/websocket\n';
      assert.deepEqual(labels(known.replace('_WS_HOST|', '|')), offered);
    });

    it('offers the server of the environment that is selected in REST Client last', () => {
      assert.equal(labels('POST {{|}}\n').at(-1), '$processEnv %kiwoomHostVar');
    });

    it('offers tokens in the login of a WebSocket', () => {
      const head = 'WS wss://mockapi.kiwoom.com:10000/api/dostk/websocket\n\n';
      assert.equal(
        labels(`${head}{ "trnm": "LOGIN", "token": "{{|}}" }`)[0],
        '$processEnv KIWOOM_TOKEN_MOCK',
      );
    });

    it('offers tokens in the authorization header alone', () => {
      const tokens = ['KIWOOM_TOKEN', 'KIWOOM_TOKEN_REAL', 'KIWOOM_TOKEN_MOCK'];
      assert.deepEqual(
        labels(`${url}\nAuthorization: Bearer {{|}}\n`),
        tokens.map((name) => `$processEnv ${name}`),
      );
      assert.deepEqual(labels(`${url}\nX-Mine: {{|}}\n`), []);
      assert.deepEqual(labels(`${order}{ "stk_cd": "{{|}}" }`), []);
    });
  });

  it('offers passes for the keys of a program that issues, while the gateway runs', () => {
    const keysIn = (host: string, body: string, hasPasses = true): string[] =>
      offered(`POST {{$processEnv ${host}}}/oauth2/token\n\n${body}`, hasPasses).map(({ label }) =>
        label.replace('$processEnv ', ''),
      );
    const appkey = '{ "appkey": "{{|}}" }';
    const ofActive = ['KIWOOM_APPKEY', 'KIWOOM_TOKEN_REAL', 'KIWOOM_TOKEN_MOCK'];
    assert.deepEqual(keysIn('KIWOOM_HOST', appkey), ofActive);
    assert.equal(keysIn('KIWOOM_HOST', '{ "secretkey": "{{|}}" }')[0], 'KIWOOM_SECRETKEY');
    assert.equal(keysIn('KIWOOM_HOST_MOCK', appkey)[0], 'KIWOOM_TOKEN_MOCK');
    assert.deepEqual(keysIn('KIWOOM_HOST', appkey, false), []);
    assert.deepEqual(keysIn('KIWOOM_HOST', '{ "grant_type": "{{|}}" }'), []);
    assert.deepEqual(labels(`${order}{ "appkey": "{{|}}" }`), []);
  });

  describe('of body fields', () => {
    it('offers those that are not there yet, required ones first', () => {
      assert.deepEqual(labels(`${order}{\n  "stk_cd": "005930",\n  "|"\n}\n`), [
        'dmst_stex_tp',
        'ord_qty',
        'trde_tp',
        'ord_uv',
        'cond_uv',
      ]);
    });

    it('writes the commas that are missing', () => {
      assert.equal(
        accepted(`${order}{\n  "ord_qty": "1"\n  "st|"\n  "ord_uv": "2"\n}`, 'stk_cd'),
        `${order}{\n  "ord_qty": "1",\n  "stk_cd": "005930",\n  "ord_uv": "2"\n}`,
      );
    });

    it('works in a body that is only begun', () => {
      assert.equal(accepted(`${order}{ "|`, 'stk_cd'), `${order}{ "stk_cd": "005930"`);
      assert.equal(accepted(`${order}{|}`, 'stk_cd'), `${order}{"stk_cd": "005930"}`);
      assert.equal(
        accepted(`${order}{ "st|k": "000660" }`, 'stk_cd'),
        `${order}{ "stk_cd": "000660" }`,
      );
    });

    it('knows a message over a WebSocket by what it says', () => {
      const head = 'WS wss://api.kiwoom.com:10000/api/dostk/websocket\n\n';
      assert.deepEqual(labels(`${head}{ "trnm": "CNSRCLR", "|" }`), ['seq']);
      assert.deepEqual(labels(`${head}{ "trnm": "REG", "|" }`), ['grp_no', 'refresh', 'data']);
      assert.deepEqual(labels(`${head}{ "trnm": "LOGIN", "|" }`), []);
      const types = offered(`${head}{ "trnm": "REG", "data": [{ "type": ["|"] }] }`);
      assert.equal(types.length, 19);
      assert.equal(types.find(({ label }) => label === '0B')?.description, '주식체결');
    });

    it('offers the fields of a list inside of it', () => {
      const head = 'WS wss://api.kiwoom.com/api/dostk/websocket\napi-id: 0B\n\n';
      assert.deepEqual(labels(`${head}{ "data": [{ "|" }] }`), ['type', 'item']);
    });

    it('writes a whole body where there is none', () => {
      const [body] = offered(`${order}|`);
      assert.equal(body?.label, '{ dmst_stex_tp, stk_cd, ord_qty, trde_tp, ord_uv, cond_uv }');
      assert.equal(
        accepted('POST https://api.kiwoom.com/api/dostk/acnt\napi-id: ka00001\n\n|', '{}'),
        'POST https://api.kiwoom.com/api/dostk/acnt\napi-id: ka00001\n\n{}',
      );
    });
  });

  describe('of allowed values', () => {
    for (const marked of [
      '{ "trde_tp": "|" }',
      '{ "trde_tp": | }',
      '{ "trde_tp": "3|" }',
      '{ "trde_tp":|',
      '{ "trde_tp": 3| }',
    ]) {
      it(`offers them with their labels for ${marked}`, () => {
        const all = offered(order + marked);
        assert.deepEqual(
          all.slice(0, 2).map(({ label, description }) => [label, description]),
          [
            ['0', '보통'],
            ['3', '시장가'],
          ],
        );
        assert.match(accepted(order + marked, '61'), /"trde_tp": ?"61"( \})?$/);
      });
    }

    it('offers today for a date', () => {
      const head = 'POST https://api.kiwoom.com/api/dostk/chart\napi-id: ka10081\n\n';
      assert.deepEqual(labels(`${head}{ "base_dt": "|" }`), ['20261124']);
    });
  });

  for (const [what, marked] of [
    ['a request to somebody else', 'POST https://example.com/|\n'],
    ['headers of a request to somebody else', 'POST https://example.com/a\n|\n'],
    ['a body for somebody else', 'POST https://example.com/a\n\n{ "|" }\n'],
    ['a host of somebody else', 'POST {{myHo|}}/a\n'],
    ['a comment', `${url}\n# api-id: |\n`],
    ['a separator', `${url}\n\n###|\n`],
    ['a script', `${url}\napi-id: ka10001\n\n> {%\nclient.|\n%}\n`],
    ['a file variable', '@host = {{|}}\n'],
    ['a method', 'PO|\n'],
    ['a query', `${url}?a=|\n`],
    ['a header of another kind', `${url}\nX-Mine: |\n`],
    ['a field that is not known', `${order}{ "mine": "|" }`],
    ['a body without a TR', `${url}\n\n{ "|" }`],
    ['a stored response', `${url}\n\nHTTP/1.1 200 OK\napi-id: |\n`],
    ['the place before a value', `${order}{ "trde_tp": |"3" }`],
    ['the URL of a cURL command', 'curl https://api.kiwoom.com/|\n'],
    ['a cURL command behind its body', `${curl}{"trde_tp": "3"}'|\n`],
    ['a body that a shell changes', `${curl.replace(/'$/, '"')}{\\"trde_tp\\": |}"\n`],
  ] as const) {
    it(`offers nothing in ${what}`, () => {
      assert.deepEqual(labels(marked), []);
    });
  }

  it('offers something in the second block of a file, too', () => {
    assert.equal(labels(`GET https://example.com\n\n### two\n${url}\napi-id: |`)[0], 'ka00198');
  });
});
