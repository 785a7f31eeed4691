import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { cleanUp, control, succeed, until } from './extension.ts';
import { address, beginWithGateway, leaveNoGateway, switchGateway } from './gatewaySetting.ts';

describe('A WebSocket through the gateway of a window', () => {
  let socket: WebSocket;
  const received: string[] = [];
  let closed: Promise<unknown[]>;

  beforeEach(async () => {
    await beginWithGateway();
    socket = new WebSocket(`${address().replace('http', 'ws')}/api/dostk/websocket`);
    socket.on('message', (data: Buffer) => received.push(data.toString()));
    closed = once(socket, 'close');
    await once(socket, 'open');
    socket.send(JSON.stringify({ trnm: 'LOGIN', token: process.env['KIWOOM_TOKEN'] }));
    await until(() => received.length > 0);
  });
  afterEach(async () => {
    socket.terminate();
    received.length = 0;
    await leaveNoGateway();
  });
  after(cleanUp);

  it('logs in with the token, and brings what Kiwoom pushes', async () => {
    assert.deepEqual(received, ['{"trnm":"LOGIN","return_code":0,"return_msg":""}']);
    const [token] = await control.tokens();
    const [login] = await control.calls({ kind: 'tr' });
    assert.equal(login?.token, token?.token);
    await control.push('mock', '{"trnm":"REAL"}');
    await until(() => received.at(-1) === '{"trnm":"REAL"}');
  });

  it('ends when the token is revoked', async () => {
    await succeed('kiwoom.revokeToken');
    const [code, reason] = await closed;
    assert.deepEqual([code, String(reason)], [1008, 'ended']);
  });

  it('ends when the gateway is switched off', async () => {
    await switchGateway(false);
    const [code, reason] = await closed;
    assert.deepEqual([code, String(reason)], [1001, 'ended']);
  });
});
