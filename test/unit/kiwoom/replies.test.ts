import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type ErrorCode, KiwoomError } from '../../../src/core/base/errors.ts';
import { Secret } from '../../../src/core/base/secret.ts';
import type { HttpReply } from '../../../src/kiwoom/httpTransport.ts';
import { readIssueReply, readRevokeReply } from '../../../src/kiwoom/replies.ts';
import { errorCodeFor, publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';
import { processorTimeOf } from '../fakes/processorTime.ts';

const appkey = new Secret('canary-app-key');
const secretkey = new Secret('canary-secret-key');

function reply(body: string | Uint8Array, status = 200, headers = {}): HttpReply {
  return {
    status,
    headers,
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
}

function issueError(given: HttpReply): KiwoomError {
  try {
    readIssueReply(given, [appkey, secretkey]);
  } catch (thrown) {
    if (thrown instanceof KiwoomError) return thrown;
    throw thrown;
  }
  throw new assert.AssertionError({ message: 'the reply was taken for a token' });
}

const token = 'T'.repeat(86);
const success = `{"expires_dt":"20241107083713","return_msg":"정상적으로 처리되었습니다","token_type":"Bearer","return_code":0,"token":"${token}"}`;

describe('The reply to an issue', () => {
  it('gives the token and its expiry, which is Korean time', () => {
    const { value, expiresAt } = readIssueReply(reply(success), []);
    assert.equal(value.reveal(), token);
    assert.equal(expiresAt, Date.UTC(2024, 10, 6, 23, 37, 13));
  });

  it('may say "bearer" in any letter case, as the guide and the captures differ', () => {
    for (const type of ['bearer', 'BEARER']) {
      readIssueReply(reply(success.replace('Bearer', type)), []);
    }
  });

  const shapes: [string, HttpReply, ErrorCode][] = [
    ['nothing', reply(''), 'empty-reply'],
    ['blanks', reply(' \r\n'), 'empty-reply'],
    ['a cut object', reply(success.slice(0, 60)), 'truncated-reply'],
    ['a web page', reply('<!DOCTYPE html><title>시스템 점검</title>'), 'html-reply'],
    ['words', reply('OK'), 'reply-not-json'],
    ['a number', reply('0'), 'reply-unexpected'],
    ['null', reply('null'), 'reply-unexpected'],
    ['a list', reply('[]'), 'reply-unexpected'],
    ['an empty object', reply('{}'), 'reply-unexpected'],
    ['no token', reply('{"return_code":0,"expires_dt":"20241107083713"}'), 'reply-unexpected'],
    ['a token that is no text', reply(success.replace(`"${token}"`, '1')), 'reply-unexpected'],
    ['an empty token', reply(success.replace(token, '')), 'reply-unexpected'],
    ['a token with a line end', reply(success.replace(token, 'a\\r\\nX: y')), 'reply-unexpected'],
    ['a token that a shell would run', reply(success.replace(token, '&calc&')), 'reply-unexpected'],
    ['a token that is a variable', reply(success.replace(token, '{{$x}}')), 'reply-unexpected'],
    ['a token with a quote', reply(success.replace(token, "a'b")), 'reply-unexpected'],
    ['an endless token', reply(success.replace(token, 'T'.repeat(4097))), 'reply-unexpected'],
    ['another token type', reply(success.replace('Bearer', 'MAC')), 'reply-unexpected'],
    ['a code that is no number', reply('{"return_code":"none"}'), 'reply-unexpected'],
    ['a code that is a list', reply('{"return_code":[0]}'), 'reply-unexpected'],
    [
      'a failure whose code is written as a text',
      reply('{"return_code":"3","return_msg":"인증에 실패했습니다[8001:x]"}'),
      'wrong-keys',
    ],
    ['no expiry', reply(`{"return_code":0,"token":"${token}"}`), 'reply-unexpected'],
    [
      'an expiry that is no date',
      reply(success.replace('20241107083713', '20241332083713')),
      'expiry-unreadable',
    ],
    [
      'the redirect of a maintenance',
      reply('', 302, { location: 'http://api.kiwoom.com/start.html?1' }),
      'maintenance',
    ],
    ['another redirect', reply('', 307, { location: 'https://example.test/' }), 'redirected'],
    ['a redirect to nowhere', reply('', 302), 'redirected'],
    ['the firewall', reply('<html><title>Request Blocked</title>', 400), 'request-blocked'],
    ['HTTP 400', reply('{"message":"bad"}', 400), 'http-bad-request'],
    ['HTTP 401', reply('', 401), 'http-unauthorized'],
    [
      'HTTP 401 with words that have no code',
      reply('{"return_code":3,"return_msg":"인증에 실패했습니다"}', 401),
      'http-unauthorized',
    ],
    ['HTTP 403', reply('{}', 403), 'http-status'],
    ['HTTP 429 without a body', reply('', 429), 'rate-limited'],
    [
      'HTTP 500',
      reply('{"error":"INTERNAL_SERVER_ERROR","status":500,"message":"예기치"}', 500),
      'http-server-error',
    ],
    ['HTTP 502 with a page', reply('<html>', 502), 'http-server-error'],
    [
      'a refusal of the rate class without a code',
      reply('{"return_code":5,"return_msg":"허용된 요청 개수를 초과하였습니다"}'),
      'rate-limited',
    ],
    [
      'an unknown code',
      reply('{"return_code":9,"return_msg":"새 오류[9999:알 수 없음]"}'),
      'unknown-server-code',
    ],
    ['a code without a message', reply('{"return_code":-1}'), 'unknown-server-code'],
    [
      'a failure under HTTP 200 with a token beside it',
      reply(success.replace('"return_code":0', '"return_code":3')),
      'unknown-server-code',
    ],
    ['a success under HTTP 500', reply(success, 500), 'http-server-error'],
  ];
  for (const [what, given, code] of shapes) {
    it(`that is ${what} is ${code}`, () => {
      assert.equal(issueError(given).code, code);
    });
  }

  for (const code of publishedServerCodes) {
    it(`with [${code}] is ${errorCodeFor(code)}, under HTTP 200 and under 400`, () => {
      const body = `{"return_code":3,"return_msg":"인증에 실패했습니다[${code}:설명]"}`;
      for (const status of [200, 400]) {
        const error = issueError(reply(body, status));
        assert.equal(error.code, errorCodeFor(code));
        assert.equal(error.details.serverCode, code);
        assert.equal(error.details.serverMessage, `인증에 실패했습니다[${code}:설명]`);
      }
    });
  }

  it('keeps the code of the other form, [2000](RC4058:…)', () => {
    const error = issueError(
      reply('{"return_code":2000,"return_msg":"[2000](RC4058:모의투자 장종료)"}'),
    );
    assert.equal(error.details.serverCode, 2000);
    assert.equal(error.details.serverMessage, '[2000](RC4058:모의투자 장종료)');
  });

  it('may lack a message', () => {
    const body = success.replace('"정상적으로 처리되었습니다"', 'null');
    assert.equal(readIssueReply(reply(body), []).value.reveal(), token);
  });

  const said: [string, HttpReply][] = [
    ['a success without a token', reply('{"return_code":0,"return_msg":"점검중입니다"}')],
    ['a code of the wrong type', reply('{"return_code":[1],"return_msg":"점검중입니다"}')],
    ['HTTP 401 of a gateway', reply('{"error_description":"점검중입니다"}', 401)],
    ['plain text', reply('점검중입니다')],
    ['a page', reply('<title>점검중입니다</title>')],
  ];
  for (const [what, given] of said) {
    it(`keeps the server's own words of ${what}`, () => {
      assert.equal(issueError(given).details.serverMessage, '점검중입니다');
    });
  }

  it('of an older server is read in its own encoding', () => {
    const title = new Uint8Array([0xc1, 0xa1, 0xb0, 0xcb]); // 점검 in EUC-KR
    const text = new TextEncoder();
    const page = (meta: string) =>
      Buffer.concat([text.encode(`${meta}<title>`), title, text.encode('</title>')]);
    const headers = { 'content-type': 'text/html; charset=euc-kr' };
    assert.equal(issueError(reply(page('<html>'), 200, headers)).details.serverMessage, '점검');
    const inPage = reply(page('<html><meta charset="EUC-KR">'));
    assert.equal(issueError(inPage).details.serverMessage, '점검');
  });

  for (const charset of [
    'MS949',
    'cp949',
    'x-windows-949',
    'windows-949',
    'UHC',
    'ks_c_5601-1987',
  ]) {
    it(`is read in the code page that calls itself ${charset}`, () => {
      const body = Buffer.concat([
        Buffer.from('{"return_code":3,"return_msg":"'),
        Buffer.from([0xc1, 0xa1, 0xb0, 0xcb]),
        Buffer.from('[8001:x]"}'),
      ]);
      const headers = { 'content-type': `application/json;charset=${charset}` };
      const { code, details } = issueError({ ...reply('', 200, headers), body });
      assert.equal(code, 'wrong-keys');
      assert.equal(details.serverMessage, '점검[8001:x]');
    });
  }

  it('is read in the Korean code page if it is no UTF-8, whatever it says of itself', () => {
    const page = Buffer.concat([Buffer.from('<title>'), Buffer.from([0xc1, 0xa1, 0xb0, 0xcb])]);
    for (const type of ['text/html', 'text/html; charset=utf-8']) {
      const given = { ...reply('', 503, { 'content-type': type }), body: page };
      assert.equal(issueError(given).details.serverMessage, '점검');
    }
  });

  it('of a proxy that asks for a sign-in is not called the server’s', () => {
    for (const body of ['', '<title>Proxy</title>', '{}', 'no']) {
      assert.equal(issueError(reply(body, 407)).code, 'proxy-refused');
    }
  });

  it('says which field was not as documented', () => {
    const { details } = issueError(reply('{"return_code":0,"token":1}'));
    assert.equal(details.subject, 'token, expires_dt');
  });

  it('cannot smuggle a key, a line end or a long text into the error', () => {
    const message = `x${appkey.reveal()}\\r\\n2026 [info] ${secretkey.reveal()} ${'Z'.repeat(86)}`;
    const error = issueError(reply(`{"return_code":3,"return_msg":"${message}"}`));
    const text = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error.details);
    assert.doesNotMatch(text, /canary|Z{32}/);
    assert.equal(error.details.serverMessage, 'x••• 2026 [info] ••• •••');
    const long = issueError(reply(`{"return_code":3,"return_msg":"${'긴 '.repeat(5000)}"}`));
    assert.ok((long.details.serverMessage ?? '').length <= 300);
  });

  it('takes every token that may stand behind Bearer', () => {
    const { value } = readIssueReply(reply(success.replace(token, 'aZ0-._~+/==')), []);
    assert.equal(value.reveal(), 'aZ0-._~+/==');
  });

  it('has no unseen marks in its words', () => {
    const message = '\u202Ea\u061Cb\u2066c\u200Bd\u00ADe\u{E0041}f\u009Bg';
    const error = issueError(reply(JSON.stringify({ return_code: 3, return_msg: message })));
    assert.equal(error.details.serverMessage, 'a b c d e f g');
  });

  it('changes no object but its own', () => {
    const { value } = readIssueReply(
      reply(success.replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{}},')),
      [],
    );
    assert.equal(value.reveal(), token);
    assert.equal('polluted' in {}, false);
  });

  const long = 4_000_000;
  const hostile: [string, string][] = [
    ['titles that never end', '<title'.repeat(long / 6)],
    ['encodings that never end', '<meta '.repeat(long / 6)],
    ['open lists', '['.repeat(long)],
    ['open objects', '{"a":'.repeat(long / 5)],
    ['a long number', `{"return_code":"${'1'.repeat(long)}x"}`],
    ['a message of blanks', `{"return_code":3,"return_msg":"a${' '.repeat(long)}b"}`],
    ['an endless code', `{"return_code":3,"return_msg":"${'[1234'.repeat(long / 5)}"}`],
  ];
  for (const [what, body] of hostile) {
    it(`of four megabytes is read at once: ${what}`, () => {
      const took = processorTimeOf(() => issueError(reply(body)));
      // Some take 50 ms; where each place is looked at again and again it is minutes.
      assert.ok(took < 6_000);
    });
  }

  it('of any bytes is a token or a typed error that tells no secret', () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc
        .record(
          {
            return_code: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
            return_msg: fc.oneof(fc.string(), fc.constant(`${appkey.reveal()}[8001:x]`)),
            token: fc.oneof(fc.string(), fc.constant(token)),
            expires_dt: fc.oneof(fc.string(), fc.constant('20241107083713')),
            token_type: fc.oneof(fc.string(), fc.constant('bearer')),
          },
          { requiredKeys: [] },
        )
        .map((object) => new TextEncoder().encode(JSON.stringify(object))),
    );
    fc.assert(
      fc.property(bodies, fc.integer({ min: 100, max: 599 }), (body, status) => {
        try {
          const { value, expiresAt } = readIssueReply(reply(body, status), [appkey, secretkey]);
          assert.match(value.reveal(), /^[\w.~+/-]+=*$/);
          assert.ok(Number.isSafeInteger(expiresAt));
        } catch (thrown) {
          assert.ok(thrown instanceof KiwoomError);
          assert.doesNotMatch(inspect(thrown), /canary/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('The reply to a revoke', () => {
  for (const body of ['{"return_code":0,"return_msg":"정상적으로 처리되었습니다"}', '{}']) {
    it(`proves it with ${body} under 2xx`, () => {
      readRevokeReply(reply(body, 200), []);
      readRevokeReply(reply(body, 201), []);
    });
  }

  const failures: [string, HttpReply, ErrorCode][] = [
    ['HTTP 400', reply('{"return_code":0}', 400), 'http-bad-request'],
    ['HTTP 401', reply('{}', 401), 'http-unauthorized'],
    [
      'a failure under HTTP 200',
      reply('{"return_code":3,"return_msg":"[8015:x]"}'),
      'revoke-failed',
    ],
    ['an empty body', reply(''), 'empty-reply'],
    ['a page', reply('<html>'), 'html-reply'],
  ];
  for (const [what, given, code] of failures) {
    it(`does not prove it with ${what}`, () => {
      assert.throws(
        () => {
          readRevokeReply(given, []);
        },
        { code },
      );
    });
  }
});
