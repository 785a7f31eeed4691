import assert from 'node:assert/strict';
import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Answer, TestGateway } from './testGateway.ts';

const query = { stk_cd: '005930' };
const order = { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' };

describe('The gateway, before the simulated server', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await TestGateway.start();
  });
  afterEach(() => gateway.close());

  it('puts the token in the place of the pass, and hands the reply back', async () => {
    const answer = await gateway.call('ka10001', query);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /"return_code":0/);
    const [record] = gateway.simulator.control.calls({ kind: 'tr' });
    assert.notEqual(record?.token, gateway.passOf(gateway.real));
    assert.equal(record?.token, gateway.domain.tokens.current(gateway.real)?.value.reveal());
    assert.deepEqual(gateway.server.forwarded, { real: 1, mock: 0 });
  });

  it('issues once for a token that died, and repeats the call unseen', async () => {
    await gateway.call('ka10001', query);
    gateway.simulator.control.killTokens();
    const answer = await gateway.call('ka10001', query);
    assert.match(answer.text, /"return_code":0/);
    assert.equal(gateway.trs, 3);
    assert.equal(gateway.simulator.control.counts().issue, 2);
  });

  it('hands on the refusal of a server that takes no token, after one more issue', async () => {
    gateway.simulator.control.fault('tr', { kind: 'failure', code: 8005 });
    const answer = await gateway.call('ka10001', query);
    assert.match(answer.text, /8005/);
    assert.equal(gateway.trs, 2);
  });

  it('passes failures of other kinds on as they are', async () => {
    for (const code of [1511, 1903, 8050, 8104] as const) {
      gateway.simulator.control.fault('tr', { kind: 'failure', code }, { times: 1 });
      const before = gateway.trs;
      assert.match((await gateway.call('ka10001', query)).text, new RegExp(String(code)));
      assert.equal(gateway.trs, before + 1, String(code));
    }
  });

  it('turns maintenance into JSON and never redirects', async () => {
    await gateway.call('ka10001', query);
    await gateway.call('ka10001', query, { profile: gateway.real });
    gateway.simulator.control.switch({ maintenance: true });
    for (const profile of [gateway.mock, gateway.real]) {
      const answer = await gateway.call('ka10001', query, { profile });
      assert.equal(answer.status, 503);
      assert.match(answer.text, /maintenance/);
      assert.equal(answer.headers['location'], undefined);
    }
  });

  it('says what the network did, in Kiwoom’s form', async () => {
    await gateway.call('ka10001', query);
    gateway.simulator.control.fault('tr', { kind: 'reset' });
    assert.match((await gateway.call('ka10001', query)).text, /connection-lost/);
    await gateway.simulator.real.close();
    assert.match((await gateway.call('ka10001', query)).text, /connection-refused/);
    await gateway.simulator.real.reopen();
  });

  it('sends a query once more whose kept connection Kiwoom had closed, but never an order', async () => {
    const path = '/api/dostk/ordr';
    for (const [apiId, body, sent] of [
      ['ka10001', query, /"return_code":0/],
      ['kt10000', order, /connection-lost/],
    ] as const) {
      const to = apiId === 'kt10000' ? { path } : {};
      await gateway.call(apiId, body, to);
      gateway.simulator.control.fault('tr', { kind: 'reset' }, { times: 1 });
      assert.match((await gateway.call(apiId, body, to)).text, sent);
    }
  });

  it('writes names, sizes, times and codes into its log, at debug level, and no value', async () => {
    await gateway.call('ka10001', query);
    await gateway.call('ka10001', query, { headers: { authorization: 'Bearer guessed' } });
    const own = gateway.log.lines.filter(({ event }) => event.startsWith('gateway-'));
    assert.deepEqual(
      own.map(({ level, event, fields }) => [level, event, Object.keys(fields).join()]),
      [
        ['debug', 'gateway-passed', 'environment,apiId,bytes,status,ms'],
        ['debug', 'gateway-refused', 'reason'],
      ],
    );
    const token = gateway.domain.tokens.current(gateway.real)?.value.reveal() ?? '?';
    const written = JSON.stringify(own);
    for (const secret of [token, gateway.passOf(gateway.real), '005930', 'guessed']) {
      assert.ok(!written.includes(secret), secret);
    }
  });

  it('tells whoever shows them how many requests it passed on', async () => {
    const told: string[] = [];
    const listening = gateway.server.onDidForward((environment) => told.push(environment));
    await gateway.call('ka10001', query);
    await gateway.call('ka10001', query, { profile: gateway.mock });
    await gateway.call('zz99999', query);
    listening.dispose();
    await gateway.call('ka10001', query);
    assert.deepEqual(told, ['real', 'mock']);
    assert.deepEqual(gateway.server.forwarded, { real: 2, mock: 1 });
  });

  it('streams a huge reply', async () => {
    gateway.simulator.control.fault('tr', { kind: 'huge', bytes: 3_000_000 }, { times: 1 });
    const answer = await gateway.call('ka10001', query);
    assert.ok(answer.text.length >= 3_000_000);
  });

  it('asks before an order, and sends none that is refused', async () => {
    gateway.orders.allowed = false;
    const path = '/api/dostk/ordr';
    const answer = await gateway.call('kt10000', order, { profile: gateway.real, path });
    assert.equal(answer.status, 403);
    assert.equal(gateway.trs, 0);
    assert.equal(gateway.orders.asked[0]?.apiId, 'kt10000');
    gateway.orders.allowed = true;
    assert.match(
      (await gateway.call('kt10000', order, { profile: gateway.real, path })).text,
      /"return_code":0/,
    );
    assert.equal(gateway.trs, 1);
  });

  it('sends no order whose pass ended while it was asked about', async () => {
    const { promise: answer, resolve: allow } = Promise.withResolvers<boolean>();
    gateway.orders.allowed = answer;
    const sent = gateway.call('kt10000', order, { path: '/api/dostk/ordr' });
    while (gateway.orders.asked.length === 0) await nextTurn();
    gateway.ended.add(gateway.real.id);
    allow(true);
    const { status, text } = await sent;
    assert.equal(status, 404);
    assert.match(text, /\[wrong-pass\]/);
    assert.deepEqual(gateway.simulator.control.counts().issue, 0);
  });

  it('limits the requests that wait, not those that have ended', async () => {
    gateway.orders.allowed = false;
    const statuses = new Set<number>();
    for (let sent = 0; sent < 70; sent++) {
      statuses.add((await gateway.call('kt10000', order, { path: '/api/dostk/ordr' })).status);
    }
    assert.deepEqual([...statuses], [403]);
  });

  it('tells orders of one connection from those of a client that connects anew for each', async () => {
    const path = '/api/dostk/ordr';
    const headers = (connection: string) => ({ connection });
    await gateway.call('kt10000', order, { path, headers: headers('keep-alive') });
    await gateway.call('kt10000', order, { path, headers: headers('keep-alive') });
    await gateway.call('kt10000', order, { path, headers: headers('close') });
    const [one, another, none] = gateway.orders.connections;
    assert.ok(one && another && one !== another);
    assert.equal(none, undefined);
  });

  it('sends an order as it was shown, whatever stood in its body twice', async () => {
    const headers = {
      authorization: `Bearer ${gateway.passOf(gateway.real)}`,
      'api-id': 'kt10000',
    };
    const twice = JSON.stringify(order).replace('{', '{"ord_qty":"900",');
    await gateway.send('/real/api/dostk/ordr', headers, twice);
    assert.equal(gateway.orders.asked[0]?.body['ord_qty'], '1');
    assert.doesNotMatch(gateway.simulator.control.calls({ kind: 'tr' })[0]?.body ?? '900', /900/);
  });

  it('never sends an order twice whose reply was lost', async () => {
    gateway.simulator.control.fault('tr', { kind: 'reset', handled: true });
    await gateway.call('kt10000', order, { profile: gateway.real, path: '/api/dostk/ordr' });
    assert.equal(gateway.trs, 1);
  });

  it('answers the two OAuth calls itself', async () => {
    const pass = gateway.passOf(gateway.mock);
    const keys = { grant_type: 'client_credentials', appkey: pass, secretkey: pass };
    const issued = JSON.parse(
      (await gateway.send('/mock/oauth2/token', {}, JSON.stringify(keys))).text,
    ) as {
      token: string;
      expires_dt: string;
    };
    assert.equal(issued.token, pass);
    assert.match(issued.expires_dt, /^\d{14}$/);
    const ended = await gateway.send(
      '/mock/oauth2/revoke',
      {},
      JSON.stringify({ ...keys, token: pass }),
    );
    assert.match(ended.text, /"return_code":0/);
    assert.equal(gateway.simulator.control.counts().revoke, 0);
    assert.match((await gateway.call('ka10001', query)).text, /"return_code":0/);
  });

  it('serves another port where the one it had is taken', async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const wanted = (taken.address() as net.AddressInfo).port;
    const second = await TestGateway.start({ ports: [wanted, 0] });
    assert.notEqual(second.port, wanted);
    await second.close();
    taken.close();
  });

  it('serves the first free port of many, and leaves no listener of those before', async () => {
    const warnings: Error[] = [];
    const observe = (warning: Error): void => void warnings.push(warning);
    process.on('warning', observe);
    const other = await TestGateway.start({});
    await other.close();
    const ports = [...Array.from({ length: 20 }, () => gateway.port), other.port];
    const second = await TestGateway.start({ ports });
    assert.equal(second.port, other.port);
    await second.close();
    await new Promise(setImmediate);
    process.off('warning', observe);
    assert.deepEqual(warnings, []);
  });

  it('slows and tells of many wrong passes, once', async () => {
    const wrong = { headers: { authorization: 'Bearer wrong' } };
    // Those that are slowed are cut with the gateway.
    const cut = (): void => {};
    for (let each = 0; each < 14; each += 1) gateway.call('ka10001', query, wrong).catch(cut);
    await gateway.logged('gateway-refused', 14);
    assert.equal(gateway.warnings.told, 1);
    assert.equal(gateway.trs, 0);
  });

  const refusals: [name: string, status: number, send: () => Promise<Answer>][] = [
    ['no pass', 404, () => gateway.call('ka10001', query, { headers: { authorization: '' } })],
    [
      'a wrong pass',
      404,
      () => gateway.call('ka10001', query, { headers: { authorization: 'Bearer x' } }),
    ],
    ['another Host', 404, () => gateway.call('ka10001', query, { headers: { host: 'evil.test' } })],
    [
      'localhost',
      404,
      () => gateway.call('ka10001', query, { headers: { host: `localhost:${gateway.port}` } }),
    ],
    ['an Origin', 404, () => gateway.call('ka10001', query, { headers: { origin: 'null' } })],
    [
      'a Referer',
      404,
      () => gateway.call('ka10001', query, { headers: { referer: 'http://a.test/' } }),
    ],
    [
      'same-origin',
      404,
      () => gateway.call('ka10001', query, { headers: { 'sec-fetch-site': 'same-origin' } }),
    ],
    ['an unknown api-id', 404, () => gateway.call('zz99999', query)],
    ['an api-id of another path', 404, () => gateway.call('kt10000', order)],
    ['an unknown path', 404, () => gateway.call('ka10001', query, { path: '/api/dostk/none' })],
    [
      'a path with dots',
      404,
      () => gateway.call('ka10001', query, { path: '/api/./dostk/stkinfo' }),
    ],
    ['a query', 404, () => gateway.call('ka10001', query, { path: '/api/dostk/stkinfo?a' })],
    [
      'encoded letters',
      404,
      () => gateway.call('ka10001', query, { path: '/api/dostk/stk%69nfo' }),
    ],
    ['a body that is no object', 400, () => gateway.call('ka10001', [])],
    ['a large body', 413, () => gateway.call('ka10001', { a: 'x'.repeat(1_100_000) })],
    ['GET', 405, () => gateway.send('/mock/api/dostk/stkinfo', {}, '', 'GET')],
    ['OPTIONS', 405, () => gateway.send('/mock/api/dostk/stkinfo', {}, '', 'OPTIONS')],
    [
      'the pass of the other environment',
      403,
      () =>
        gateway.call('ka10001', query, {
          headers: { authorization: `Bearer ${gateway.passOf(gateway.mock)}` },
        }),
    ],
    [
      'api-id twice',
      400,
      () => gateway.send('/mock/api/dostk/stkinfo', { 'api-id': ['ka10001', 'kt10000'] }, '{}'),
    ],
  ];
  for (const [name, status, sent] of refusals) {
    it(`refuses ${name}; nothing reaches Kiwoom`, async () => {
      const answer = await sent();
      assert.equal(answer.status, status);
      assert.match(answer.text, /"return_code":9/);
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
      assert.deepEqual(gateway.simulator.control.calls(), []);
    });
  }

  it('cuts a tunnel and bytes that are no HTTP', async () => {
    for (const text of ['CONNECT a.test:443 HTTP/1.1\r\n\r\n', '\0\u0001nonsense\r\n\r\n']) {
      const received = await new Promise<string>((resolve) => {
        let all = '';
        const socket = net.connect(gateway.port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk: Buffer) => (all += chunk.toString()));
        socket.on('error', () => {});
        socket.on('close', () => {
          resolve(all);
        });
      });
      assert.equal(received, '');
    }
    assert.deepEqual(gateway.simulator.control.calls(), []);
  });
});
