import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../../src/core/model/tr.ts';
import type { DiagnosticFix } from '../../../../src/httpFile/diagnosis/diagnosticFix.ts';
import { fixesOf, replaceTokens } from '../../../../src/httpFile/diagnosis/diagnosticFixes.ts';
import type {
  DiagnosisContext,
  DiagnosticCode,
} from '../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { KiwoomFile } from '../../../../src/httpFile/request/kiwoomFile.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { applyEdits } from '../applyEdits.ts';
import { contextWith, diagnose, hosts, mock, real, requestWith, secrets } from './cases/given.ts';

const { mockToken, realToken, strangeToken, secretkey } = secrets;

describe('A fix', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  type References = Partial<DiagnosisContext['references']>;

  const fixes = (text: string, code: DiagnosticCode, references?: References): DiagnosticFix[] => {
    const context = contextWith(catalogue, references);
    const file = parseHttpFile(text);
    const requests = new KiwoomFile(file, context).requests;
    const diagnostic = diagnose(text, context).find((one) => one.code === code);
    assert.ok(diagnostic !== undefined, `there is no ${code}`);
    const request = requests.find(
      ({ block: { lines } }) =>
        lines.first <= diagnostic.range.start.line && diagnostic.range.start.line <= lines.last,
    );
    return fixesOf(diagnostic, { file, request, valueOf: (_tr, { name }) => `<${name}>` });
  };
  const fixed = (
    text: string,
    code: DiagnosticCode,
    kind: DiagnosticFix['kind'],
    references?: References,
  ): string => {
    const fix = fixes(text, code, references).find((one) => one.kind === kind);
    assert.ok(fix !== undefined && 'edits' in fix, `there is no ${kind}`);
    return applyEdits(text, fix.edits);
  };
  const kinds = (text: string, code: DiagnosticCode, references?: References): string[] =>
    fixes(text, code, references).map(({ kind }) => kind);

  it('of an authorization that cannot work or comes from elsewhere is the reference that fits', () => {
    for (const [authorization, code] of [
      ['Token {{$processEnv KIWOOM_TOKEN}}', 'authorization-unusable'],
      ['Bearer {{login.response.body.token}}', 'authorization-elsewhere'],
    ] as const) {
      assert.equal(
        fixed(requestWith({ host: hosts.mock, authorization }), code, 'use-token'),
        requestWith({
          host: hosts.mock,
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}',
        }),
      );
    }
  });

  it('of an authorization that names an environment keeps it where the host names none', () => {
    for (const [authorization, code] of [
      ['Token {{$processEnv KIWOOM_TOKEN_MOCK}}', 'authorization-unusable'],
      ['Bearer {{KIWOOM_TOKEN_MOCK}}', 'authorization-elsewhere'],
      ['Bearer {{$dotenv KIWOOM_TOKEN_MOCK}}', 'authorization-elsewhere'],
    ] as const) {
      assert.equal(
        fixed(requestWith({ authorization }), code, 'use-token'),
        requestWith({ authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}' }),
      );
    }
  });

  it('of a scheme too many takes away the first', () => {
    const scheme = (host: string): string =>
      fixed(requestWith({ host }), 'double-scheme', 'remove-scheme');
    const alone = requestWith({ host: '{{$processEnv KIWOOM_HOST}}:443' });
    assert.equal(scheme('https://{{$processEnv KIWOOM_HOST}}:443'), alone);
    assert.equal(scheme('{{protocol}}://{{$processEnv KIWOOM_HOST}}:443'), alone);
    assert.equal(scheme('http://https://api.kiwoom.com'), requestWith({ host: hosts.real }));
    const own = '@host = https://api.kiwoom.com\n';
    const text = own + requestWith({ host: 'https://{{host}}' });
    const wanted = own + requestWith({ host: '{{host}}' });
    assert.equal(fixed(text, 'double-scheme', 'remove-scheme'), wanted);
  });

  it('of a scheme too many does not exist where it stands in a variable', () => {
    const inVariable = `@url = https://{{$processEnv KIWOOM_HOST}}\n${requestWith({ host: '{{url}}' })}`;
    assert.deepEqual(kinds(inVariable, 'double-scheme'), []);
  });

  it('of a host that is not for WebSockets is the one that is, and the other way round', () => {
    const webSocket = (url: string): string => `${url}/api/dostk/websocket\n`;
    const wanted = webSocket('WS {{$processEnv KIWOOM_WS_HOST_REAL}}');
    for (const [url, code] of [
      ['WS {{$processEnv KIWOOM_HOST_REAL}}', 'host-of-other-protocol'],
      ['WS wss://{{$processEnv KIWOOM_HOST_REAL}}:10000', 'double-scheme'],
      ['wss://{{$processEnv KIWOOM_HOST_REAL}}', 'double-scheme'],
    ] as const) {
      assert.equal(fixed(webSocket(url), code, 'use-host'), wanted);
    }
    assert.equal(
      fixed(webSocket('WS {{kiwoomHost}}'), 'host-of-other-protocol', 'use-host'),
      webSocket('WS {{$processEnv KIWOOM_WS_HOST}}'),
    );
    const call = requestWith({ host: '{{$processEnv KIWOOM_WS_HOST}}' });
    assert.equal(fixed(call, 'host-of-other-protocol', 'use-host'), requestWith());
    for (const host of ['{{KIWOOM_HOST}}', 'https://{{$processenv KIWOOM_HOST}}']) {
      assert.equal(fixed(requestWith({ host }), 'host-elsewhere', 'use-host'), requestWith());
    }
    assert.deepEqual(kinds(webSocket('WS wss://https://api.kiwoom.com'), 'double-scheme'), []);
  });

  it('of a method and a version in small letters writes capitals', () => {
    const small = requestWith().replace('POST', 'post');
    assert.equal(fixed(small, 'needs-capitals', 'use-capitals'), requestWith());
    const version = requestWith({ path: '/api/dostk/stkinfo http/1.1' });
    const capitals = requestWith({ path: '/api/dostk/stkinfo HTTP/1.1' });
    assert.equal(fixed(version, 'needs-capitals', 'use-capitals'), capitals);
  });

  it('of a URL that a version ends too early takes the version away', () => {
    const text = requestWith({ path: '/api/dostk/stkinfo  HTTP/1.1\n  ?a=b' });
    const wanted = requestWith({ path: '/api/dostk/stkinfo\n  ?a=b' });
    assert.equal(fixed(text, 'url-cut-off', 'remove-version'), wanted);
  });

  it('of a line among the headers makes words a comment, and leaves a body to its author', () => {
    const stray = (line: string): string => requestWith().replace('api-id', `${line}\napi-id`);
    assert.equal(fixed(stray('my id'), 'stray-line', 'comment-out'), stray('# my id'));
    assert.deepEqual(kinds(stray('{ "stk_cd": "1" }'), 'stray-line'), []);
  });

  it('of an empty api-id fills it where the request tells which', () => {
    const text = requestWith({ apiId: '', path: '/api/dostk/chart' });
    const titled = text.replace('a request', 'ka10081');
    assert.equal(
      fixed(titled, 'missing-headers', 'add-headers'),
      titled.replace('api-id: ', 'api-id: ka10081'),
    );
    assert.deepEqual(kinds(text, 'missing-headers'), []);
  });

  describe('of a token that is written out', () => {
    for (const [host, reference] of [
      ['{{$processEnv KIWOOM_HOST}}', '{{$processEnv KIWOOM_TOKEN}}'],
      [hosts.mock, '{{$processEnv KIWOOM_TOKEN_MOCK}}'],
      ['{{$processEnv KIWOOM_HOST_REAL}}', '{{$processEnv KIWOOM_TOKEN_REAL}}'],
      ['{{kiwoomHost}}', '{{$processEnv %kiwoomTokenVar}}'],
      ['{{$processEnv %kiwoomHostVar}}', '{{$processEnv %kiwoomTokenVar}}'],
      ['{{mine}}', '{{$processEnv KIWOOM_TOKEN}}'],
    ] as const) {
      it(`is the reference that fits ${host}`, () => {
        const text = requestWith({ host, authorization: `Bearer ${mockToken}` });
        const wanted = requestWith({ host, authorization: `Bearer ${reference}` });
        assert.equal(fixed(text, 'known-secret', 'use-reference'), wanted);
      });
    }

    it('is that of its environment outside of requests', () => {
      const text = `# ${realToken}\n`;
      const wanted = '# {{$processEnv KIWOOM_TOKEN_REAL}}\n';
      assert.equal(fixed(text, 'known-secret', 'use-reference'), wanted);
    });

    it('exists for a token that nobody holds too', () => {
      const text = requestWith({ authorization: `Bearer ${strangeToken}` });
      assert.equal(fixed(text, 'secret-look-alike', 'use-reference'), requestWith());
    });

    it('does not exist for a secret key, nor where the token goes to somebody else', () => {
      assert.deepEqual(kinds(`# ${secretkey}\n`, 'known-secret'), []);
      const foreign = requestWith({
        host: 'https://example.com',
        authorization: `Bearer ${mockToken}`,
      });
      assert.deepEqual(kinds(foreign, 'known-secret'), []);
    });

    it('does not break an unquoted word of a cURL command', () => {
      const command = (header: string): string =>
        `curl ${hosts.mock}/api/dostk/acnt -H ${header}\n`;
      assert.deepEqual(kinds(command(`Authorization:Bearer\\ ${mockToken}`), 'known-secret'), []);
      assert.equal(
        fixed(command(`"Authorization: Bearer ${mockToken}"`), 'known-secret', 'use-reference'),
        command('"Authorization: Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}"'),
      );
    });
  });

  describe('of all tokens at once', () => {
    const replaced = (text: string, references?: References): string =>
      applyEdits(text, replaceTokens(diagnose(text, contextWith(catalogue, references))));
    const both = (first: string, second: string): string =>
      requestWith({ host: hosts.mock, authorization: `Bearer ${first}` }) +
      requestWith({ host: hosts.real, authorization: `Bearer ${second}` });

    it('replaces each by the reference of the same account', () => {
      assert.equal(
        replaced(both(mockToken, realToken)),
        both('{{$processEnv KIWOOM_TOKEN_MOCK}}', '{{$processEnv KIWOOM_TOKEN_REAL}}'),
      );
    });

    it('leaves what would become the token of another account, and everything else', () => {
      const text = both(realToken, strangeToken) + `# ${secretkey}\n`;
      assert.equal(replaced(text), text);
      const other = { ...mock, id: 'mock-other' };
      const wrongAccount = both(mockToken, '{{a}}');
      assert.equal(
        replaced(wrongAccount, { mock: { profile: other, token: 'held' } }),
        wrongAccount,
      );
    });
  });

  it('of a path is that of the TR', () => {
    const text = requestWith({ path: '/api/dostk/acnt?a=b' });
    const wanted = requestWith({ path: '/api/dostk/stkinfo?a=b' });
    assert.equal(fixed(text, 'api-id-not-on-path', 'use-path'), wanted);
  });

  it('of a cURL command works in place', () => {
    const curl = (url: string, data: string): string =>
      `curl "${url}" -H 'api-id: ka10001' -H 'authorization: Bearer {{$processEnv KIWOOM_TOKEN}}' -d '${data}'\n`;
    const path = `${hosts.mock}/api/dostk/stkinfo`;
    const full = '{"stk_cd": "005930"}';
    assert.equal(
      fixed(curl(`${hosts.mock}/api/dostk/acnt`, full), 'api-id-not-on-path', 'use-path'),
      curl(path, full),
    );
    assert.equal(
      fixed(curl(path, '{"a": "1"}'), 'missing-fields', 'add-fields'),
      curl(path, '{"a": "1", "stk_cd": "<stk_cd>"}'),
    );
    assert.equal(
      fixed(
        curl(path, "\n# x\n{stk_cd: '005930',}".replaceAll("'", '')),
        'body-not-json',
        'repair-json',
      ),
      curl(path, '\n# x\n{"stk_cd": "005930"}'),
    );
    const foreign = curl('https://example.com/api/dostk/stkinfo', full);
    assert.equal(
      fixed(foreign, 'foreign-host', 'use-host'),
      curl('{{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo', full),
    );
    assert.deepEqual(kinds(foreign.replaceAll('"', ''), 'foreign-host'), []);
  });

  it('of an api-id in other capitals is the right one', () => {
    const text = requestWith({ apiId: 'KA10001' });
    assert.equal(fixed(text, 'unknown-api-id', 'use-api-id'), requestWith());
    assert.deepEqual(kinds(requestWith({ apiId: 'ka99999' }), 'unknown-api-id'), []);
  });

  describe('of another method than POST', () => {
    const usePost = (text: string): string => fixed(text, 'wrong-method', 'use-post');
    const curl = (options: string): string => `curl${options} ${hosts.real}/api/dostk/acnt\n`;

    it('takes POST in its place, or puts it before the URL', () => {
      assert.equal(usePost(requestWith().replace('POST ', 'GET ')), requestWith());
      assert.equal(usePost(requestWith().replace('POST ', '')), requestWith());
    });

    it('is an option of a cURL command', () => {
      assert.equal(usePost(curl('')), curl(' -X POST'));
      assert.equal(usePost(curl(' -s -X GET')), curl(' -s -X POST'));
    });

    it('does not exist where data would stay in the URL, or the option is part of a word', () => {
      assert.deepEqual(kinds(curl(' -G -d a=b'), 'wrong-method'), []);
      assert.deepEqual(kinds(curl(' -sXGET'), 'wrong-method'), []);
    });
  });

  describe('of missing headers', () => {
    it('adds them below the others, the token that fits the host among them', () => {
      const text = `POST ${hosts.mock}/api/dostk/acnt\napi-id: ka00001\n\n{}\n`;
      assert.equal(
        fixed(text, 'missing-headers', 'add-headers'),
        `POST ${hosts.mock}/api/dostk/acnt\napi-id: ka00001\nContent-Type: application/json;charset=UTF-8\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}\n\n{}\n`,
      );
    });

    it('fills one that is empty where it stands', () => {
      const text = requestWith({ authorization: '', contentType: undefined }).replace(
        ': \n',
        ':\n',
      );
      assert.equal(
        fixed(text, 'missing-headers', 'add-headers'),
        '### a request\nPOST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo\n' +
          'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}\napi-id: ka10001\n' +
          'Content-Type: application/json;charset=UTF-8\n\n{ "stk_cd": "005930" }\n',
      );
    });

    describe('with the api-id', () => {
      const added = (title: string, path = '/api/dostk/stkinfo'): string => {
        const text = requestWith({ path, apiId: undefined }).replace('### a request', title);
        return /^api-id: .*$/m.exec(fixed(text, 'missing-headers', 'add-headers'))?.[0] ?? '';
      };

      it('that the title or a comment names', () => {
        assert.equal(added('### 주식기본정보요청 (ka10001)'), 'api-id: ka10001');
        assert.equal(added('### a stock\n# @name ka10001'), 'api-id: ka10001');
        assert.equal(added('### a stock\n// see ka10001: price'), 'api-id: ka10001');
      });

      it('of the only TR that the path has', () => {
        const only = catalogue.all.find(
          ({ path }) => path.startsWith('/api/') && catalogue.onPath(path).length === 1,
        );
        assert.ok(only !== undefined);
        assert.equal(added('### a request', only.path), `api-id: ${only.id}`);
      });

      it('or without a value: where there are several, and for a TR of another path', () => {
        for (const title of ['### ka10001 or ka10002', '### kt00018', '### aka10001', '###']) {
          assert.equal(added(title), 'api-id: ');
        }
      });
    });

    it('adds them to a cURL command', () => {
      const text = `curl ${hosts.real}/api/dostk/acnt -H "api-id: ka00001"\n`;
      assert.equal(
        fixed(text, 'missing-headers', 'add-headers'),
        `curl ${hosts.real}/api/dostk/acnt -H "api-id: ka00001" -H "Content-Type: application/json;charset=UTF-8" -H "Authorization: Bearer {{$processEnv KIWOOM_TOKEN_REAL}}"\n`,
      );
    });
  });

  describe('of missing fields', () => {
    const rank = (body: string): string =>
      requestWith({ path: '/api/dostk/rkinfo', apiId: 'ka10032', body });
    const fields = (body: string): string => fixed(rank(body), 'missing-fields', 'add-fields');

    it('adds them on the same line', () => {
      assert.equal(
        fields('{ "mrkt_tp": "000", "stex_tp": "1" }'),
        rank('{ "mrkt_tp": "000", "stex_tp": "1", "mang_stk_incls": "<mang_stk_incls>" }'),
      );
    });

    it('adds them on lines of their own, below comments too', () => {
      assert.equal(
        fields('{\n    "mrkt_tp": "000",\n    "stex_tp": "1"\n# one\n}'),
        rank(
          '{\n    "mrkt_tp": "000",\n    "stex_tp": "1",\n    "mang_stk_incls": "<mang_stk_incls>"\n# one\n}',
        ),
      );
    });

    for (const empty of ['{}', '{\n}']) {
      it(`fills ${JSON.stringify(empty)}`, () => {
        assert.equal(
          fields(empty),
          rank(
            '{\n  "mrkt_tp": "<mrkt_tp>",\n  "mang_stk_incls": "<mang_stk_incls>",\n  "stex_tp": "<stex_tp>"\n}',
          ),
        );
      });
    }

    it('makes the body that is not there', () => {
      const head = requestWith({ body: '' }).trimEnd();
      assert.equal(
        fixed(head, 'missing-fields', 'add-fields'),
        `${head}\n\n{\n  "stk_cd": "<stk_cd>"\n}`,
      );
    });

    it('keeps Windows line ends', () => {
      const text = requestWith({ body: '{}' }).replaceAll('\n', '\r\n');
      const wanted = requestWith({ body: '{\n  "stk_cd": "<stk_cd>"\n}' }).replaceAll('\n', '\r\n');
      assert.equal(fixed(text, 'missing-fields', 'add-fields'), wanted);
    });
  });

  it('of a body that is almost JSON corrects quotes and commas', () => {
    const text = requestWith({ body: "{ 'stk_cd': 005930, }" });
    const wanted = requestWith({ body: '{ "stk_cd": "005930" }' });
    assert.equal(fixed(text, 'body-not-json', 'repair-json'), wanted);
    assert.deepEqual(kinds(requestWith({ body: 'stk_cd=005930' }), 'body-not-json'), []);
  });

  it('of a value is each that the guide lists', () => {
    const rank = (stex: string): string =>
      requestWith({
        path: '/api/dostk/rkinfo',
        apiId: 'ka10032',
        body: `{ "mrkt_tp": "000", "mang_stk_incls": "0", "stex_tp": ${stex} }`,
      });
    assert.deepEqual(kinds(rank('"7"'), 'value-not-listed'), ['use-value', 'use-value']);
    assert.equal(fixed(rank('7'), 'value-not-listed', 'use-value'), rank('"1"'));
  });

  describe('of a token and a host that do not fit', () => {
    const text = requestWith({ host: hosts.real });

    it('takes the token of the host', () => {
      assert.equal(
        fixed(text, 'token-of-other-environment', 'use-token'),
        requestWith({
          host: hosts.real,
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        }),
      );
    });

    it('takes it in a login as well', () => {
      const login = (token: string): string =>
        `WS {{$processEnv KIWOOM_WS_HOST_REAL}}/api/dostk/websocket\n\n{ "trnm": "LOGIN", "token": "${token}" }\n`;
      assert.equal(
        fixed(login('{{$processEnv KIWOOM_TOKEN}}'), 'token-of-other-environment', 'use-token'),
        login('{{$processEnv KIWOOM_TOKEN_REAL}}'),
      );
    });

    it('or the host of the token', () => {
      assert.equal(fixed(text, 'token-of-other-environment', 'use-host'), requestWith());
    });

    it('or another account, where one of the two goes with it', () => {
      const code = 'token-of-other-environment';
      assert.deepEqual(kinds(text, code), ['use-token', 'use-host', 'switch-account']);
      const fixedBoth = requestWith({
        host: hosts.real,
        authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}',
      });
      assert.deepEqual(kinds(fixedBoth, code), ['use-token', 'use-host']);
    });
  });

  it("of a reference that goes to somebody else is Kiwoom's host", () => {
    const text = requestWith({ host: 'https://example.com' });
    assert.equal(fixed(text, 'foreign-host', 'use-host'), requestWith());
  });

  describe('of a token in clear text', () => {
    const code = 'clear-text';
    const encrypted = requestWith({ host: hosts.mock });

    for (const host of [
      'http://mockapi.kiwoom.com',
      'HTTP://mockapi.kiwoom.com',
      'mockapi.kiwoom.com',
    ]) {
      it(`is https for ${host}`, () => {
        const text = requestWith({ host });
        assert.equal(fixed(text, code, 'use-scheme'), encrypted);
        assert.deepEqual(kinds(text, code), ['use-scheme', 'use-host']);
      });
    }

    it('writes out the host that is a header', () => {
      const header = (text: string): string =>
        text.replace('\nContent', '\nHost: mockapi.kiwoom.com\nContent');
      const text = header(requestWith({ host: '' }));
      assert.equal(fixed(text, code, 'use-scheme'), header(encrypted));
    });

    it('is wss for a WebSocket', () => {
      const text = (scheme: string): string =>
        `WS ${scheme}mockapi.kiwoom.com:10000/api/dostk/websocket\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n`;
      for (const scheme of ['ws://', '']) {
        assert.equal(fixed(text(scheme), code, 'use-scheme'), text('wss://'));
      }
    });

    it('is a reference where a variable holds the host', () => {
      const text = `@host = http://mockapi.kiwoom.com\n\n${requestWith({ host: '{{host}}' })}`;
      assert.deepEqual(kinds(text, code), ['use-host']);
    });
  });

  it('may be something to do', () => {
    const none: References = { active: { profile: mock, token: 'none' } };
    assert.deepEqual(kinds(requestWith(), 'no-token', none), ['issue-token']);
    const us = requestWith({ path: '/api/us/acnt', apiId: 'x' });
    assert.deepEqual(kinds(us, 'not-on-mock'), ['switch-account']);
    const order = requestWith({ path: '/api/dostk/ordr', apiId: 'kt10003' });
    const active: References = { active: { profile: real, token: 'held' } };
    assert.deepEqual(kinds(order, 'real-order', active), ['switch-account']);
  });
});
