import assert from 'node:assert/strict';
import {
  decideRequest,
  decideUpgrade,
  type GatewayFacts,
} from '../../../../src/core/passes/gatewayRequest.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const [mock, real] = [testProfile('mock'), testProfile('real')];
const trs = {
  ka10001: { id: 'ka10001', path: '/api/dostk/stkinfo', order: false, transport: 'rest' },
  kt10000: { id: 'kt10000', path: '/api/dostk/ordr', order: true, transport: 'rest' },
  '0B': { id: '0B', path: '/api/dostk/websocket', order: false, transport: 'websocket' },
} as const;
const facts: GatewayFacts = {
  address: '127.0.0.1:4000',
  tr: (apiId) => Object.values(trs).find(({ id }) => id === apiId),
  transport: (path) => Object.values(trs).find((tr) => tr.path === path)?.transport,
  accountOf: (pass) => ({ 'pass-of-mock': mock, 'pass-of-real': real })[pass],
  agentOf: (pass) => ({ 'agent-of-mock': mock })[pass],
};

type Headers = Readonly<Record<string, string | undefined>>;
type Change = Partial<{ method: string; target: string; headers: Headers; also: [string, string] }>;

const stockInfo = '/mock/api/dostk/stkinfo';
const socket = '/mock/api/dostk/websocket';

/** A head that passes, but for what a row changes; a header that is `undefined` is left out. */
function headWith(usual: Headers, { method = '', target = '', headers = {}, also }: Change) {
  const wanted: Headers = { host: facts.address, ...usual, ...headers };
  const given = Object.entries(wanted).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return { method, target, headers: [...given, also ?? []].flat() };
}

function request(change: Change) {
  const usual = { authorization: 'Bearer pass-of-mock', 'api-id': 'ka10001' };
  return decideRequest(headWith(usual, { method: 'POST', target: stockInfo, ...change }), facts);
}

function upgrade(change: Change) {
  const usual = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'k' };
  return decideUpgrade(headWith(usual, { method: 'GET', target: socket, ...change }), facts);
}

/** `call mock ka10001`, `issue real`, `404 unknown-path`. */
function told(decision: ReturnType<typeof decideRequest | typeof decideUpgrade>): string {
  switch (decision.kind) {
    case 'call':
      return `call ${decision.profile.environment} ${decision.tr.id}`;
    case 'agent':
      return `agent ${decision.profile.environment}`;
    case 'issue':
    case 'revoke':
      return `${decision.kind} ${decision.environment}`;
    case 'connect':
      return `connect ${decision.environment} ${decision.profile?.environment ?? 'nobody'}`;
    case 'refused':
      return `${decision.status} ${decision.reason}`;
  }
}

/** What may stand in the head of any request that a page or a smuggler could send. */
const neverFrom: readonly (readonly [Change, string])[] = [
  ...[
    'localhost:4000',
    '127.0.0.1',
    '127.0.0.1:4001',
    'evil.test',
    '[::1]:4000',
    '0.0.0.0:4000',
    '2130706433:4000',
    '127.0.0.1:4000.',
    '',
  ].map((host) => [{ headers: { host } }, '404 other-host'] as const),
  [{ headers: { host: undefined } }, '404 other-host'],
  ...['null', 'http://127.0.0.1:4000', 'https://evil.test', ''].map(
    (origin) => [{ headers: { origin } }, '404 from-page'] as const,
  ),
  ...['cross-site', 'same-site', 'same-origin', '', 'None'].map(
    (site) => [{ headers: { 'sec-fetch-site': site } }, '404 from-page'] as const,
  ),
  [{ headers: { referer: 'http://127.0.0.1:4000/' } }, '404 from-page'],
  [{ headers: { Origin: 'http://evil.test' } }, '404 from-page'],
  [{ also: ['Host', facts.address] }, '400 repeated-header'],
  [{ also: ['host', 'evil.test'] }, '400 repeated-header'],
  [
    { headers: { authorization: 'Bearer pass-of-mock' }, also: ['Authorization', 'x'] },
    '400 repeated-header',
  ],
  [{ headers: { authorization: 'Bearer guessed' } }, '404 wrong-pass'],
  [{ headers: { authorization: 'Bearer pass-of-mock ' } }, '404 wrong-pass'],
  [{ headers: { authorization: 'Bearer  pass-of-mock' } }, '404 wrong-pass'],
  [{ headers: { authorization: 'pass-of-mock' } }, '404 wrong-pass'],
  [{ headers: { authorization: 'Basic pass-of-mock' } }, '404 wrong-pass'],
  [{ headers: { authorization: '' } }, '404 wrong-pass'],
  [{ headers: { authorization: 'Bearer pass-of-real' } }, '403 other-environment'],
  [{ method: 'PUT' }, '405 method'],
  [{ method: 'OPTIONS' }, '405 method'],
  [{ target: '/' }, '404 unknown-path'],
  [{ target: '*' }, '404 unknown-path'],
  [{ target: '/api/dostk/stkinfo' }, '404 unknown-path'],
  [{ target: '/prod/api/dostk/stkinfo' }, '404 unknown-path'],
  [{ target: '//mock/api/dostk/stkinfo' }, '404 unknown-path'],
  [{ target: '/mock//evil.test/api/dostk/stkinfo' }, '404 unknown-path'],
  [{ target: '/mock@evil.test/api/dostk/stkinfo' }, '404 unknown-path'],
  [{ target: '/MOCK/api/dostk/stkinfo' }, '404 unknown-path'],
];

describe('Whether a request may pass the gateway', () => {
  const requests: readonly (readonly [Change, string])[] = [
    [{}, 'call mock ka10001'],
    [{ headers: { 'sec-fetch-site': 'none' } }, 'call mock ka10001'],
    [{ headers: { authorization: 'bearer pass-of-mock' } }, 'call mock ka10001'],
    [
      {
        target: '/real/api/dostk/ordr',
        headers: { authorization: 'Bearer pass-of-real', 'api-id': 'kt10000' },
      },
      'call real kt10000',
    ],
    [{ target: '/real/oauth2/token', headers: { authorization: undefined } }, 'issue real'],
    [{ target: '/mock/oauth2/revoke', headers: { authorization: undefined } }, 'revoke mock'],
    [{ target: '/mock/oauth2/token', method: 'GET' }, '405 method'],
    [{ target: '/mock/oauth2/token?x' }, '404 unknown-path'],
    [{ target: '/mock/oauth2/token', headers: { origin: 'null' } }, '404 from-page'],
    [{ headers: { authorization: undefined } }, '404 wrong-pass'],
    [{ headers: { 'api-id': undefined } }, '404 unknown-api'],
    [{ headers: { 'api-id': 'zz99999' } }, '404 unknown-api'],
    [{ headers: { 'api-id': 'KA10001' } }, '404 unknown-api'],
    [{ headers: { 'api-id': 'ka10001 ' } }, '404 unknown-api'],
    [{ headers: { 'api-id': '0B' }, target: socket }, '404 unknown-api'],
    [{ headers: { 'api-id': 'kt10000' } }, '404 api-of-other-path'],
    [{ also: ['API-ID', 'kt10000'] }, '400 repeated-header'],
    [{ headers: { 'content-length': '2' }, also: ['content-length', '3'] }, '400 repeated-header'],
    [{ headers: { 'next-key': 'a' }, also: ['next-key', 'b'] }, '400 repeated-header'],
    [{ headers: { upgrade: 'websocket' } }, '404 upgrade'],
    [{ headers: { upgrade: 'h2c' } }, '404 upgrade'],
    [{ method: 'CONNECT', target: 'api.kiwoom.com:443' }, '404 upgrade'],
    [{ target: `${stockInfo}/` }, '404 unknown-path'],
    [{ target: `${stockInfo}?a=b` }, '404 unknown-path'],
    [{ target: `${stockInfo}#a` }, '404 unknown-path'],
    [{ target: '/mock/api/./dostk/stkinfo' }, '404 unknown-path'],
    [{ target: '/mock/../real/api/dostk/stkinfo' }, '404 unknown-path'],
    [{ target: '/mock/api/dostk/stk%69nfo' }, '404 unknown-path'],
    [{ target: '/mock\\api\\dostk\\stkinfo' }, '404 unknown-path'],
    [{ target: `http://127.0.0.1:4000${stockInfo}` }, '404 unknown-path'],
    ...neverFrom,
  ];
  for (const [change, expected] of requests) {
    it(`answers ${JSON.stringify(change)} with ${expected}`, () => {
      assert.equal(told(request(change)), expected);
    });
  }

  describe('of an agent', () => {
    const asked = { target: '/mcp', headers: { authorization: 'Bearer agent-of-mock' } };
    const agents: readonly (readonly [Change, string])[] = [
      [asked, 'agent mock'],
      // A pass for the API opens no tool, and one for the tools no API.
      [{ target: '/mcp' }, '404 wrong-pass'],
      [{ headers: { authorization: 'Bearer agent-of-mock' } }, '404 wrong-pass'],
      [{ ...asked, method: 'GET' }, '405 method'],
      [{ ...asked, method: 'DELETE' }, '405 method'],
      [{ target: '/mcp', method: 'GET' }, '404 wrong-pass'],
      [{ ...asked, target: '/mcp/' }, '404 unknown-path'],
      [{ ...asked, target: '/mcp?pass=agent-of-mock' }, '404 unknown-path'],
      [{ ...asked, also: ['origin', 'http://127.0.0.1:4000'] }, '404 from-page'],
      [{ ...asked, also: ['host', 'evil.test'] }, '400 repeated-header'],
    ];
    for (const [change, expected] of agents) {
      it(`answers ${JSON.stringify(change)} with ${expected}`, () => {
        assert.equal(told(request(change)), expected);
      });
    }

    it('finds no path where there are no tools', () => {
      const { agentOf, ...without } = facts;
      assert.ok(agentOf !== undefined);
      const head = headWith(asked.headers, { method: 'POST', target: '/mcp' });
      assert.equal(told(decideRequest(head, without)), '404 unknown-path');
    });
  });

  it('keeps the headers that ask for another page, and no other', () => {
    const decision = request({ headers: { 'cont-yn': 'Y', 'next-key': 'k', cookie: 'a=b' } });
    assert.ok(decision.kind === 'call');
    assert.deepEqual(decision.page, { 'cont-yn': 'Y', 'next-key': 'k' });
  });
});

describe('Whether a WebSocket may be opened to the gateway', () => {
  const upgrades: readonly (readonly [Change, string])[] = [
    [{}, 'connect mock nobody'],
    [{ headers: { upgrade: 'WebSocket' } }, 'connect mock nobody'],
    [{ headers: { authorization: 'Bearer pass-of-mock', 'api-id': '0B' } }, 'connect mock mock'],
    [{ target: '/real/api/dostk/websocket' }, 'connect real nobody'],
    [{ headers: { upgrade: 'websocket, h2c' } }, '404 upgrade'],
    [{ headers: { upgrade: undefined } }, '404 upgrade'],
    [{ also: ['Upgrade', 'websocket'] }, '400 repeated-header'],
    [{ also: ['Sec-WebSocket-Key', 'other'] }, '400 repeated-header'],
    [{ headers: { 'content-length': '0' } }, '404 upgrade'],
    [{ headers: { 'transfer-encoding': 'chunked' } }, '404 upgrade'],
    [{ target: stockInfo }, '404 unknown-path'],
    [{ target: '/mock/oauth2/token' }, '404 unknown-path'],
    [{ target: `${socket}?token=pass-of-mock` }, '404 unknown-path'],
    [{ method: 'POST' }, '405 method'],
    ...neverFrom,
  ];
  for (const [change, expected] of upgrades) {
    it(`answers ${JSON.stringify(change)} with ${expected}`, () => {
      assert.equal(told(upgrade(change)), expected);
    });
  }
});
