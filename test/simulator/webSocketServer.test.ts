import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { issued } from './kiwoomCalls.ts';
import { startSimulator, type Simulator } from './simulator.ts';

describe('The WebSocket of the simulator', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ limits: 'off' });
  });
  afterEach(() => simulator.close());

  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${simulator.mock.url.replace('http', 'ws')}/api/dostk/websocket`);
    await once(socket, 'open');
    return socket;
  };
  const answer = async (socket: WebSocket): Promise<Record<string, unknown>> => {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(data.toString()) as Record<string, unknown>;
  };
  const ask = (socket: WebSocket, message: object): Promise<Record<string, unknown>> => {
    const answered = answer(socket);
    socket.send(JSON.stringify(message));
    return answered;
  };
  const token = async (): Promise<string> =>
    (await issued(simulator.mock, simulator.accounts.mock[0])).token;

  it('takes a login with a token, then a registration, and gives a PING back', async () => {
    const socket = await open();
    const login = await ask(socket, { trnm: 'LOGIN', token: await token() });
    assert.deepEqual(login, { trnm: 'LOGIN', return_code: 0, return_msg: '' });
    const registered = await ask(socket, { trnm: 'REG', grp_no: '1' });
    assert.deepEqual(registered, { trnm: 'REG', return_code: 0, return_msg: '' });
    assert.deepEqual(await ask(socket, { trnm: 'PING' }), { trnm: 'PING' });
    const messages = simulator.control.calls({ kind: 'tr' });
    assert.deepEqual(
      messages.map(({ method, body }) => [method, (JSON.parse(body) as { trnm: string }).trnm]),
      [
        ['WS', 'LOGIN'],
        ['WS', 'REG'],
      ],
    );
  });

  for (const [what, message] of [
    ['what comes before the login', { trnm: 'REG' }],
    ['a token that it never issued', { trnm: 'LOGIN', token: 'unknown' }],
  ] as const) {
    it(`refuses ${what}, and ends the connection`, async () => {
      const socket = await open();
      const closed = once(socket, 'close');
      const refused = await ask(socket, message);
      assert.equal(refused['return_code'], 3);
      assert.match(String(refused['return_msg']), /\[8005:/);
      await closed;
    });
  }

  it('ends the connection of an app key that logs in once more', async () => {
    const [first, second] = [await open(), await open()];
    const login = { trnm: 'LOGIN', token: await token() };
    await ask(first, login);
    const farewell = answer(first);
    const closed = once(first, 'close');
    await ask(second, login);
    assert.equal((await farewell)['code'], 'R10001');
    await closed;
  });
});
