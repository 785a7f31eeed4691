import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import { cleanUp, control, succeed, until } from './extension.ts';
import { address, beginWithGateway, leaveNoGateway, switchGateway } from './gatewaySetting.ts';
import { sendFile } from './httpyacCommandLine.ts';

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

describe('An inserted WebSocket request', () => {
  let files = 0;
  let file: string;

  beforeEach(async () => {
    await beginWithGateway();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, `webSocket-${++files}.http`);
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
    const { document } = await vscode.window.showTextDocument(uri);
    await succeed('kiwoom.insertRequest', { apiId: '0B' });
    await document.save();
    file = uri.fsPath;
  });
  afterEach(leaveNoGateway);
  after(cleanUp);

  /** The messages that arrived at Kiwoom, each with the token that logged in. */
  const arrived = async () =>
    (await control.calls({ kind: 'tr' })).map(({ body, token, code }) => {
      const { trnm } = JSON.parse(body) as { trnm: string };
      return [trnm, token, code];
    });

  it('logs in through the gateway with the token, of which httpyac sees nothing', async () => {
    const output = await sendFile(file);
    assert.match(output, /1 requests processed \(1 succeeded\)/);
    const [token] = await control.tokens();
    assert.ok(token !== undefined);
    assert.deepEqual(await arrived(), [
      ['LOGIN', token.token, 0],
      ['REG', token.token, 0],
    ]);
    const seen = [output, ...Object.values(process.env)];
    assert.ok(!seen.some((text) => text?.includes(token.token)));
    const diagnostics = vscode.languages.getDiagnostics(vscode.Uri.file(file));
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      [],
    );
  });

  it('goes to Kiwoom itself once the gateway is off, unchanged', async () => {
    await leaveNoGateway();
    await until(() => process.env['KIWOOM_WS_HOST']?.endsWith('/mock') === false);
    await sendFile(file);
    const [token] = await control.tokens();
    assert.deepEqual(await arrived(), [
      ['LOGIN', token?.token, 0],
      ['REG', token?.token, 0],
    ]);
  });
});
