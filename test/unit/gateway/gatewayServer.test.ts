import assert from 'node:assert/strict';
import { createHash, hkdfSync } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import net from 'node:net';
import { createDomain, type Domain } from '../../../src/core/domain.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { Passes } from '../../../src/core/passes/passes.ts';
import { GatewayServer, type OrderQuestion } from '../../../src/gateway/gatewayServer.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { replyVerdict } from '../../../src/kiwoom/replyCode.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import type { Environment } from '../../simulator/controlInterface.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { MemoryKeyStore } from '../fakes/memoryStores.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { testPorts } from '../fakes/testPorts.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';

const query = { stk_cd: '005930' };
const order = { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' };

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

describe('The gateway, before the simulated server', () => {
  let simulator: Simulator;
  let domain: Domain;
  let gateway: GatewayServer;
  let mock: Profile;
  let real: Profile;
  let passes: Passes;
  let port: number;
  let asked: OrderQuestion[];
  let allows: boolean;
  let warnings: number;

  beforeEach(async () => {
    simulator = await startSimulator({ limits: 'off' });
    const keyStore = new MemoryKeyStore();
    const profileOf = (environment: Environment): Profile => {
      const { appkey, secretkey } = simulator.accounts[environment][0];
      const profile = testProfile(environment);
      keyStore.put(profile, testKeys(appkey, secretkey));
      return profile;
    };
    [mock, real] = [profileOf('mock'), profileOf('real')];
    const scheduler = new SystemScheduler(systemClock);
    const transport = createAxiosTransport(scheduler);
    const tokenApi = new OAuthClient(transport, (environment) => simulator[environment].url, 't');
    const clock = new ServerClock(systemClock, unexpected);
    domain = createDomain(testPorts({ clock, keyStore, scheduler, tokenApi }));
    await domain.profiles.refresh();
    passes = new Passes({
      profiles: domain.profiles,
      keyStore,
      clock: domain.clock,
      workspace: 'here',
      derive: (secret, purpose) =>
        Buffer.from(hkdfSync('sha256', secret.reveal(), '', purpose, 32)).toString('base64url'),
      equal: (a, b) => hashOf(a) === hashOf(b),
      allowed: () => true,
    });
    await passes.refresh();
    [asked, allows, warnings] = [[], true, 0];
    gateway = new GatewayServer({
      domain,
      clock: systemClock,
      catalogue: await loadTrCatalogue(),
      passes,
      verdict: replyVerdict,
      userAgent: 'test',
      mayOrder: (question) => {
        asked.push(question);
        return Promise.resolve(allows);
      },
      onWrongPasses: () => {
        warnings += 1;
      },
      log: domain.log,
    });
    port = await gateway.listen(0);
  });
  afterEach(async () => {
    gateway.close();
    domain.dispose();
    await simulator.close();
  });

  const passOf = (profile: Profile): string => passes.of(profile)?.reveal() ?? '';
  const send = (
    path: string,
    headers: Record<string, string | string[]>,
    body: string,
    method = 'POST',
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port, path, method, headers, agent: false },
        (reply) => {
          const chunks: Buffer[] = [];
          reply.on('data', (chunk: Buffer) => chunks.push(chunk));
          reply.on('error', reject);
          reply.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  const call = (
    apiId: string,
    body: unknown,
    {
      profile = real,
      path = '/api/dostk/stkinfo',
      ...more
    }: Record<string, unknown> & {
      profile?: Profile;
      path?: string;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Answer> =>
    send(
      `/${profile.environment}${path}`,
      {
        authorization: `Bearer ${passOf(profile)}`,
        'api-id': apiId,
        'content-type': 'application/json;charset=UTF-8',
        ...more.headers,
      },
      JSON.stringify(body),
    );
  const trs = (): number => simulator.control.counts().tr;

  it('puts the token in the place of the pass, and hands the reply back', async () => {
    const answer = await call('ka10001', query);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /"return_code":0/);
    const [record] = simulator.control.calls({ kind: 'tr' });
    assert.notEqual(record?.token, passOf(real));
    assert.equal(record?.token, domain.tokens.current(real)?.value.reveal());
    assert.equal(gateway.passedOn, 1);
  });

  it('issues once for a token that died, and repeats the call unseen', async () => {
    await call('ka10001', query);
    simulator.control.killTokens();
    const answer = await call('ka10001', query);
    assert.match(answer.text, /"return_code":0/);
    assert.equal(trs(), 3);
    assert.equal(simulator.control.counts().issue, 2);
  });

  it('hands on the refusal of a server that takes no token, after one more issue', async () => {
    simulator.control.fault('tr', { kind: 'failure', code: 8005 });
    const answer = await call('ka10001', query);
    assert.match(answer.text, /8005/);
    assert.equal(trs(), 2);
  });

  it('passes failures of other kinds on as they are', async () => {
    for (const code of [1511, 1903, 8050, 8104] as const) {
      simulator.control.fault('tr', { kind: 'failure', code }, { times: 1 });
      const before = trs();
      assert.match((await call('ka10001', query)).text, new RegExp(String(code)));
      assert.equal(trs(), before + 1, String(code));
    }
  });

  it('turns maintenance into JSON and never redirects', async () => {
    await call('ka10001', query);
    await call('ka10001', query, { profile: real });
    simulator.control.switch({ maintenance: true });
    for (const profile of [mock, real]) {
      const answer = await call('ka10001', query, { profile });
      assert.equal(answer.status, 503);
      assert.match(answer.text, /maintenance/);
      assert.equal(answer.headers['location'], undefined);
    }
  });

  it('says what the network did, in Kiwoom’s form', async () => {
    await call('ka10001', query);
    simulator.control.fault('tr', { kind: 'reset' }, { times: 1 });
    assert.match((await call('ka10001', query)).text, /connection-lost/);
    await simulator.real.close();
    assert.match((await call('ka10001', query)).text, /connection-refused/);
    await simulator.real.reopen();
  });

  it('streams a huge reply', async () => {
    simulator.control.fault('tr', { kind: 'huge', bytes: 3_000_000 }, { times: 1 });
    const answer = await call('ka10001', query);
    assert.ok(answer.text.length >= 3_000_000);
  });

  it('asks before an order, and sends none that is refused', async () => {
    allows = false;
    const path = '/api/dostk/ordr';
    const answer = await call('kt10000', order, { profile: real, path });
    assert.equal(answer.status, 403);
    assert.equal(trs(), 0);
    assert.equal(asked[0]?.apiId, 'kt10000');
    allows = true;
    assert.match((await call('kt10000', order, { profile: real, path })).text, /"return_code":0/);
    assert.equal(trs(), 1);
  });

  it('sends an order as it was shown, whatever stood in its body twice', async () => {
    const headers = { authorization: `Bearer ${passOf(real)}`, 'api-id': 'kt10000' };
    const twice = JSON.stringify(order).replace('{', '{"ord_qty":"900",');
    await send('/real/api/dostk/ordr', headers, twice);
    assert.equal(asked[0]?.body['ord_qty'], '1');
    assert.doesNotMatch(simulator.control.calls({ kind: 'tr' })[0]?.body ?? '900', /900/);
  });

  it('never sends an order twice whose reply was lost', async () => {
    simulator.control.fault('tr', { kind: 'reset', handled: true });
    await call('kt10000', order, { profile: real, path: '/api/dostk/ordr' });
    assert.equal(trs(), 1);
  });

  it('answers the two OAuth calls itself', async () => {
    const pass = passOf(mock);
    const keys = { grant_type: 'client_credentials', appkey: pass, secretkey: pass };
    const issued = JSON.parse(
      (await send('/mock/oauth2/token', {}, JSON.stringify(keys))).text,
    ) as {
      token: string;
      expires_dt: string;
    };
    assert.equal(issued.token, pass);
    assert.match(issued.expires_dt, /^\d{14}$/);
    const ended = await send('/mock/oauth2/revoke', {}, JSON.stringify({ ...keys, token: pass }));
    assert.match(ended.text, /"return_code":0/);
    assert.equal(simulator.control.counts().revoke, 0);
    assert.match((await call('ka10001', query)).text, /"return_code":0/);
  });

  it('serves another port where the one it had is taken', async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const wanted = (taken.address() as net.AddressInfo).port;
    const second = new GatewayServer({
      domain,
      clock: systemClock,
      catalogue: await loadTrCatalogue(),
      passes,
      verdict: replyVerdict,
      userAgent: 'test',
      mayOrder: () => Promise.resolve(false),
      onWrongPasses: () => {},
      log: domain.log,
    });
    assert.notEqual(await second.listen(wanted), wanted);
    second.close();
    taken.close();
  });

  it('slows and tells of many wrong passes, once', async () => {
    const wrong = { headers: { authorization: 'Bearer wrong' } };
    await Promise.all(Array.from({ length: 14 }, () => call('ka10001', query, wrong)));
    assert.equal(warnings, 1);
    assert.equal(trs(), 0);
  });

  const refusals: [name: string, status: number, send: () => Promise<Answer>][] = [
    ['no pass', 404, () => call('ka10001', query, { headers: { authorization: '' } })],
    ['a wrong pass', 404, () => call('ka10001', query, { headers: { authorization: 'Bearer x' } })],
    ['another Host', 404, () => call('ka10001', query, { headers: { host: 'evil.test' } })],
    ['localhost', 404, () => call('ka10001', query, { headers: { host: `localhost:${port}` } })],
    ['an Origin', 404, () => call('ka10001', query, { headers: { origin: 'null' } })],
    ['a Referer', 404, () => call('ka10001', query, { headers: { referer: 'http://a.test/' } })],
    [
      'same-origin',
      404,
      () => call('ka10001', query, { headers: { 'sec-fetch-site': 'same-origin' } }),
    ],
    ['an unknown api-id', 404, () => call('zz99999', query)],
    ['an api-id of another path', 404, () => call('kt10000', order)],
    ['an unknown path', 404, () => call('ka10001', query, { path: '/api/dostk/none' })],
    ['a path with dots', 404, () => call('ka10001', query, { path: '/api/./dostk/stkinfo' })],
    ['a query', 404, () => call('ka10001', query, { path: '/api/dostk/stkinfo?a' })],
    ['encoded letters', 404, () => call('ka10001', query, { path: '/api/dostk/stk%69nfo' })],
    ['a body that is no object', 400, () => call('ka10001', [])],
    ['a large body', 413, () => call('ka10001', { a: 'x'.repeat(1_100_000) })],
    ['GET', 405, () => send('/mock/api/dostk/stkinfo', {}, '', 'GET')],
    ['OPTIONS', 405, () => send('/mock/api/dostk/stkinfo', {}, '', 'OPTIONS')],
    [
      'the pass of the other environment',
      403,
      () => call('ka10001', query, { headers: { authorization: `Bearer ${passOf(mock)}` } }),
    ],
    [
      'api-id twice',
      400,
      () => send('/mock/api/dostk/stkinfo', { 'api-id': ['ka10001', 'kt10000'] }, '{}'),
    ],
  ];
  for (const [name, status, sent] of refusals) {
    it(`refuses ${name}; nothing reaches Kiwoom`, async () => {
      const answer = await sent();
      assert.equal(answer.status, status);
      assert.match(answer.text, /"return_code":9/);
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
      assert.deepEqual(simulator.control.calls(), []);
    });
  }

  it('cuts an upgrade and bytes that are no HTTP', async () => {
    const upgrade = `GET /mock/api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (const text of [
      upgrade,
      'CONNECT a.test:443 HTTP/1.1\r\n\r\n',
      '\0\u0001nonsense\r\n\r\n',
    ]) {
      const received = await new Promise<string>((resolve) => {
        let all = '';
        const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk: Buffer) => (all += chunk.toString()));
        socket.on('error', () => {});
        socket.on('close', () => {
          resolve(all);
        });
      });
      assert.equal(received, '');
    }
    assert.deepEqual(simulator.control.calls(), []);
  });
});

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
