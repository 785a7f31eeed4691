import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import type { Profile } from '../../../src/core/model/profile.ts';
import { usualLimits } from '../../../src/gateway/gatewayLimits.ts';
import type { WebSocketLimits } from '../../../src/gateway/webSocketRelay.ts';
import { TestGateway, type TestGatewayOptions } from './testGateway.ts';

const path = '/api/dostk/websocket';

/** A client that keeps all it was sent. */
class Client {
  readonly socket: WebSocket;
  readonly received: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(address: string, headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(address.replace('http', 'ws'), { headers });
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer) => this.received.push(data.toString()));
    this.closed = once(this.socket, 'close').then(([code, reason]: unknown[]) => ({
      code: Number(code),
      reason: String(reason),
    }));
  }

  /** Sends a message when the connection is open, and resolves with the next one that comes. */
  async ask(message: object): Promise<Record<string, unknown>> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    const answered = once(this.socket, 'message');
    this.socket.send(JSON.stringify(message));
    const [data] = (await answered) as [Buffer];
    return JSON.parse(data.toString()) as Record<string, unknown>;
  }
}

describe('A WebSocket through the gateway', () => {
  let gateway: TestGateway;
  const clients: Client[] = [];
  const start = async (options: TestGatewayOptions = {}): Promise<void> => {
    await gateway.close();
    gateway = await TestGateway.start(options);
  };
  beforeEach(async () => {
    gateway = await TestGateway.start();
  });
  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.terminate();
    await gateway.close();
  });

  const connect = (profile: Profile = gateway.mock, headers?: Record<string, string>): Client => {
    const client = new Client(`${gateway.hostOf(profile)}${path}`, headers);
    clients.push(client);
    return client;
  };
  const login = (profile: Profile = gateway.mock) => ({
    trnm: 'LOGIN',
    token: gateway.passOf(profile),
  });
  /** Of the messages that reached Kiwoom. */
  const names = (): unknown[] =>
    gateway.simulator.control
      .calls({ kind: 'tr' })
      .map(({ body }) => (JSON.parse(body) as { trnm: unknown }).trnm);
  const logins = (): number => names().filter((name) => name === 'LOGIN').length;

  it('logs in with the token in the place of the pass, then passes on what comes', async () => {
    const client = connect();
    assert.deepEqual(await client.ask(login()), { trnm: 'LOGIN', return_code: 0, return_msg: '' });
    const registered = await client.ask({ trnm: 'REG', grp_no: '1' });
    assert.equal(registered['trnm'], 'REG');
    assert.deepEqual(names(), ['LOGIN', 'REG']);
    const [sent] = gateway.simulator.control.calls({ kind: 'tr' });
    assert.equal(sent?.token, gateway.domain.tokens.current(gateway.mock)?.value.reveal());
    assert.doesNotMatch(sent?.body ?? '', new RegExp(gateway.passOf(gateway.mock)));
    assert.deepEqual(gateway.server.forwarded, { real: 0, mock: 1 });
  });

  it('hands pushes and PINGs on byte for byte', async () => {
    const client = connect();
    await client.ask(login());
    const push = '{"trnm" : "REAL","data":[{"type":"0B","values":{"10":"+71000"}}]}';
    const pushed = once(client.socket, 'message');
    assert.equal(gateway.simulator.control.push('mock', push), 1);
    await pushed;
    assert.equal(client.received.at(-1), push);
    const echoed = once(client.socket, 'message');
    client.socket.send('{ "trnm":"PING" }');
    await echoed;
    assert.equal(client.received.at(-1), '{ "trnm":"PING" }');
  });

  it('takes the pass in the handshake, with a login that leaves it out', async () => {
    const authorization = `Bearer ${gateway.passOf(gateway.mock)}`;
    const client = connect(gateway.mock, { authorization });
    assert.equal((await client.ask({ trnm: 'LOGIN' }))['return_code'], 0);
  });

  for (const spelling of ['bracket', 'number', 'pair'] as const) {
    it(`issues once for a token that died, and logs in again unseen (${spelling})`, async () => {
      await gateway.domain.tokens.ensure(gateway.real);
      gateway.simulator.control.switch({ spelling });
      gateway.simulator.control.killTokens();
      const client = connect(gateway.real);
      assert.equal((await client.ask(login(gateway.real)))['return_code'], 0);
      assert.equal(client.received.length, 1);
      assert.equal(logins(), 2);
      assert.equal(gateway.simulator.control.counts().issue, 2);
    });
  }

  it('sends what came with the login after it', async () => {
    const client = connect();
    await once(client.socket, 'open');
    client.socket.send(JSON.stringify(login()));
    client.socket.send(JSON.stringify({ trnm: 'REG' }));
    client.socket.send(JSON.stringify({ trnm: 'REMOVE' }));
    await gateway.simulator.control.waitForCalls({ kind: 'tr' }, 3);
    assert.deepEqual(names(), ['LOGIN', 'REG', 'REMOVE']);
  });

  it('puts the token into a second login too', async () => {
    const client = connect();
    await client.ask(login());
    await client.ask(login());
    assert.equal(logins(), 2);
    assert.ok(gateway.simulator.control.calls({ kind: 'tr' }).every(({ code }) => code === 0));
  });

  it('tells a second connection of an account that there is one, which goes on', async () => {
    const first = connect();
    await first.ask(login());
    const second = connect();
    assert.match(String((await second.ask(login()))['return_msg']), /already-connected/);
    assert.equal((await second.closed).code, 4409);
    assert.equal((await first.ask({ trnm: 'REG' }))['return_code'], 0);
    assert.equal(logins(), 1);
  });

  it('lets an account connect again, and another account beside it', async () => {
    const first = connect(gateway.real);
    await first.ask(login(gateway.real));
    assert.equal((await connect(gateway.mock).ask(login(gateway.mock)))['return_code'], 0);
    first.socket.close();
    await first.closed;
    assert.equal((await connect(gateway.real).ask(login(gateway.real)))['return_code'], 0);
  });

  it('passes on how Kiwoom ended it', async () => {
    const client = connect();
    await client.ask(login());
    gateway.simulator.control.endWebSockets('mock', 4001, 'bye');
    assert.deepEqual(await client.closed, { code: 4001, reason: 'bye' });
  });

  it('ends Kiwoom’s side when the client is gone', async () => {
    const client = connect(gateway.real);
    await client.ask(login(gateway.real));
    client.socket.terminate();
    await client.closed;
    // The account is free again only when the other side was ended.
    assert.equal((await connect(gateway.real).ask(login(gateway.real)))['return_code'], 0);
    assert.equal(gateway.simulator.control.push('real', '{}'), 1);
  });

  it('drops a client whose server was lost', async () => {
    const client = connect();
    await client.ask(login());
    await gateway.simulator.mock.close();
    assert.equal((await client.closed).code, 1006);
    await gateway.simulator.mock.reopen();
  });

  for (const [why, end] of [
    ['the account may not be used any more', () => gateway.ended.add(gateway.mock.id)],
    [
      'the gateway is switched off',
      () => {
        gateway.server.dispose();
      },
    ],
  ] as const) {
    it(`ends a connection when ${why}`, async () => {
      const client = connect();
      await client.ask(login());
      end();
      gateway.server.recheck();
      assert.equal((await client.closed).reason, 'ended');
      assert.match(client.received.at(-1) ?? '', /\[ended\]/);
    });
  }

  const refusals: [name: string, code: number, reason: string, message: () => object][] = [
    ['a login with a wrong pass', 1008, 'wrong-pass', () => ({ trnm: 'LOGIN', token: 'guessed' })],
    ['a login without a pass', 1008, 'wrong-pass', () => ({ trnm: 'LOGIN' })],
    ['the pass of the other server', 1008, 'other-environment', () => login(gateway.real)],
    ['anything before a login', 1008, 'login-first', () => ({ trnm: 'REG' })],
  ];
  for (const [name, code, reason, message] of refusals) {
    it(`refuses ${name}; nothing reaches Kiwoom`, async () => {
      const client = connect();
      const answer = await client.ask(message());
      assert.equal(answer['return_code'], 9);
      assert.match(String(answer['return_msg']), new RegExp(reason));
      assert.deepEqual(await client.closed, { code, reason });
      assert.deepEqual(gateway.simulator.control.calls(), []);
    });
  }

  it('refuses a second login with a wrong pass, and ends the connection', async () => {
    const client = connect();
    await client.ask(login());
    await client.ask({ trnm: 'LOGIN', token: 'guessed' });
    assert.equal((await client.closed).reason, 'wrong-pass');
    assert.equal(logins(), 1);
  });

  it('says that Kiwoom is in maintenance, or not there', async () => {
    await gateway.domain.tokens.ensure(gateway.real);
    gateway.simulator.control.switch({ maintenance: true });
    const first = connect(gateway.real);
    assert.match(String((await first.ask(login(gateway.real)))['return_msg']), /\[maintenance\]/);
    assert.equal((await first.closed).code, 1013);
    await gateway.simulator.real.close();
    const second = connect(gateway.real);
    assert.match(
      String((await second.ask(login(gateway.real)))['return_msg']),
      /\[connection-refused\]/,
    );
    assert.equal((await second.closed).code, 1014);
    await gateway.simulator.real.reopen();
  });

  it('goes nowhere without TLS that is right', async () => {
    const server = net.createServer((socket) => socket.end('HTTP/1.1 400 No\r\n\r\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await start({ tokensFor: `https://127.0.0.1:${port}` });
    const client = connect();
    assert.match(String((await client.ask(login()))['return_msg']), /\[tls-missing\]/);
    assert.equal((await client.closed).code, 1014);
    server.close();
  });

  it('hands on a login that Kiwoom refuses for good, and its end', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const refusal =
      '{"trnm":"LOGIN","return_code":3,"return_msg":"인증에 실패했습니다[8050:단말기]"}';
    server.on('connection', (socket) => {
      socket.on('message', () => {
        socket.send(refusal);
        socket.close(1000, 'no');
      });
    });
    await start({ tokensFor: `http://127.0.0.1:${port}` });
    const client = connect();
    await client.ask(login());
    assert.deepEqual(client.received, [refusal]);
    assert.deepEqual(await client.closed, { code: 1000, reason: 'no' });
    server.close();
  });

  it('cuts a message that is too long, and one that nobody reads', async () => {
    const client = connect();
    await client.ask(login());
    client.socket.send('x'.repeat(1_100_000));
    assert.equal((await client.closed).code, 1009);
    const { webSocket } = usualLimits;
    await start({ limits: { ...usualLimits, webSocket: { ...webSocket, unread: 1_000_000 } } });
    const idle = connect();
    await idle.ask(login());
    idle.socket.pause();
    const large = JSON.stringify({ trnm: 'REAL', data: 'x'.repeat(4_000_000) });
    while (gateway.simulator.control.push('mock', large) > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  for (const [what, message, count] of [
    ['messages of nothing', Buffer.alloc(0), 20_000],
    ['large messages', Buffer.alloc(900_000), 3],
  ] as const) {
    it(`ends a login with a wrong pass at once that is followed by ${what}`, async () => {
      // The answers to further guesses are late.
      const wrong = { headers: { authorization: 'Bearer guessed' } };
      const cut = (): void => {};
      for (let each = 0; each < 10; each += 1) gateway.call('ka10001', {}, wrong).catch(cut);
      await gateway.logged('gateway-refused', 10);
      const client = connect();
      await once(client.socket, 'open');
      client.socket.send(JSON.stringify({ trnm: 'LOGIN', token: 'guessed' }));
      for (let each = 0; each < count; each += 1) client.socket.send(message);
      assert.deepEqual(await client.closed, { code: 1013, reason: 'too-much-unread' });
    });
  }

  it('ends a connection that never logs in, and one that gives no sign of life', async () => {
    const limitedTo = (limit: Partial<WebSocketLimits>): TestGatewayOptions => ({
      limits: { ...usualLimits, webSocket: { ...usualLimits.webSocket, ...limit } },
    });
    await start(limitedTo({ loginMs: 30 }));
    assert.equal((await connect().closed).reason, 'login-late');
    await start(limitedTo({ silentMs: 30 }));
    const client = new WebSocket(`${gateway.hostOf(gateway.mock).replace('http', 'ws')}${path}`, {
      autoPong: false,
    });
    await once(client, 'open');
    client.send(JSON.stringify(login()));
    const [code] = (await once(client, 'close')) as [number];
    assert.equal(code, 1011);
  });

  it('keeps no connection of a refused handshake that its client leaves open', async () => {
    const socket = net.connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    const host = `Host: 127.0.0.1:${gateway.port}`;
    socket.write(`GET / HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    await once(socket.resume(), 'end');
    // Bytes for a connection that is gone are answered with a reset.
    while (!socket.destroyed) {
      socket.write('x');
      await nextTurn();
    }
  });

  const handshakes: [name: string, status: number, headers: () => Record<string, string>][] = [
    ['a page’s Origin', 404, () => ({ origin: 'http://127.0.0.1' })],
    ['a Referer', 404, () => ({ referer: 'http://127.0.0.1/' })],
    ['Sec-Fetch-Site', 404, () => ({ 'sec-fetch-site': 'same-site' })],
    ['another Host', 404, () => ({ host: `localhost:${gateway.port}` })],
    ['a wrong pass', 404, () => ({ authorization: 'Bearer guessed' })],
    [
      'the pass of the other server',
      403,
      () => ({ authorization: `Bearer ${gateway.passOf(gateway.real)}` }),
    ],
    ['another protocol', 404, () => ({ upgrade: 'h2c' })],
    ['a body', 404, () => ({ 'content-length': '2' })],
  ];
  for (const [name, status, headers] of handshakes) {
    it(`refuses a handshake with ${name}, in Kiwoom’s form`, async () => {
      const answer = await gateway.send(
        `/mock${path}`,
        {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...headers(),
        },
        '',
        'GET',
      );
      assert.equal(answer.status, status);
      assert.match(answer.text, /"return_code":9/);
      assert.deepEqual(gateway.simulator.control.calls(), []);
    });
  }
});
