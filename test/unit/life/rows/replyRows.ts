import type { Fault } from '../../../simulator/controlInterface.ts';
import { koreanDigits } from '../../../simulator/koreanTime.ts';
import { type Life, minute, second } from '../life.ts';
import type { Row } from '../row.ts';

const json = { 'content-type': 'application/json;charset=UTF-8' };
const html = '<html><head><title>점검 중</title></head><body></body></html>';
const said = '{"return_code":0,"return_msg":"정상적으로 처리되었습니다"}';

const reply = (status: number, body: string, headers: Record<string, string> = json): Fault => ({
  kind: 'reply',
  status,
  headers,
  body,
});

const tokenUntil = (expiresDt: string): Fault =>
  reply(
    200,
    JSON.stringify({ token: 'a'.repeat(86), token_type: 'Bearer', expires_dt: expiresDt }),
  );

const cutOff = 'The server’s reply was cut off.';
const failed = 'Kiwoom’s server failed. Try again in a moment.';
const unexpected = 'The server’s answer lacks the documented fields';

const faults: readonly (readonly [string, Fault, string])[] = [
  ['is longer than its length says', reply(200, said, { 'content-length': '20' }), cutOff],
  ['is shorter than its length says', reply(200, said, { 'content-length': '9999' }), cutOff],
  ['is not in the encoding it claims', reply(200, said, { 'content-encoding': 'gzip' }), cutOff],
  ['is huge', { kind: 'huge' }, 'The server’s answer was far too large and was not read.'],
  ['is empty', { kind: 'empty' }, 'The server’s reply was empty.'],
  ['is a 503 page', { kind: 'serverError' }, `${failed} (HTTP 503)`],
  ['is an empty 500', reply(500, ''), `${failed} (HTTP 500)`],
  ['is a page under 200', reply(200, html), 'A web page came back instead of data.'],
  ['is plain text', reply(200, 'OK'), 'The server’s answer was not in JSON, as documented.'],
  ['is not an object', reply(200, '[]'), unexpected],
  ['has no token', reply(200, said), 'The answer lacks documented fields: token, expires_dt.'],
  ['has no date for the expiry', tokenUntil('20260230000000'), 'The token’s expiry'],
  ['is a bare 400', reply(400, '{}'), 'The server did not accept the request.'],
  ['is a bare 401', reply(401, '{}'), 'The server refused the authorization.'],
  ['is a bare 404', reply(404, '{}'), 'The server answered with an unexpected status. (HTTP 404)'],
  ['is a bare 429', reply(429, ''), 'Too many requests for this app key.'],
  [
    'leads elsewhere',
    reply(302, '', { location: 'https://example.test/' }),
    'The server redirected the request. Keys are never forwarded',
  ],
];

const rejectedOnArrival = (life: Life): number =>
  life.server.fault('issue', tokenUntil(koreanDigits(life.machine.now() - minute)));

export const replyRows: readonly Row[] = [
  ...faults.map(([what, fault, message]): Row => ({
    name: `${what}: one request, no token, and the user is told`,
    arrange: (life) => life.server.fault('issue', fault),
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: no token', message, requests: { issue: 1 } },
  })),
  {
    name: 'brings a token that has expired: it is not taken',
    arrange: rejectedOnArrival,
    act: (life) => life.issue(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'The server gave a token that has already expired.',
      requests: { issue: 1 },
    },
  },
  {
    name: 'to a call is a page: the token is not blamed',
    arrange: async (life) => {
      await life.issue();
      life.server.fault('tr', reply(200, html));
    },
    act: (life) => life.call(),
    expected: {
      status: '$(beaker) Mock: 24h 0m left',
      message: 'A web page came back instead of data.',
      requests: { issue: 1, tr: 1 },
    },
  },
  {
    name: 'to a call says once that there were too many: it is repeated, and nobody notices',
    arrange: async (life) => {
      await life.issue();
      life.server.fault('tr', { kind: 'failure', code: 1700 }, { times: 1 });
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 1, tr: 2 } },
  },
  {
    name: 'to a revoke is a bare 200: the token is gone',
    arrange: async (life) => {
      await life.issue();
      await life.pass(30 * second);
      life.server.fault('revoke', reply(200, '{}'));
    },
    act: (life) => life.revoke(),
    expected: { status: '$(beaker) Mock: no token', requests: { issue: 1, revoke: 1 } },
  },
  {
    name: 'to a revoke is a 400: the token is kept',
    arrange: async (life) => {
      await life.issue();
      life.server.fault('revoke', reply(400, '{}'));
    },
    act: (life) => life.revoke(),
    expected: {
      status: '$(beaker) Mock: 24h 0m left',
      message: 'The server did not accept the request.',
      requests: { issue: 1, revoke: 1 },
    },
  },
];
