import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { addProfile, cleanUp, control, hosts, succeed, until } from './extension.ts';
import { variablesInTerminal } from './inTerminal.ts';
import {
  address,
  beginWithGateway,
  leaveNoGateway,
  switchGateway,
  switchGatewayOn,
} from './gatewaySetting.ts';
import { sampleFile, sendFile } from './httpyacCommandLine.ts';
import { folder as restClientFolder, select, send } from './restClientClient.ts';
import { putSetting, userSetting } from './settingsWindow.ts';

/** What stands in REST Client's environments of the user settings. */
function inSettings(environment: 'mock' | 'real', name: string): string | undefined {
  const all = userSetting('rest-client', 'environmentVariables') as
    Record<string, Record<string, string> | undefined> | undefined;
  return all?.[`kiwoom-${environment}`]?.[name];
}
const settingsHost = (environment: 'mock' | 'real' = 'mock'): string | undefined =>
  inSettings(environment, 'kiwoomHost');

const codeOf = (code: vscode.Diagnostic['code']): unknown =>
  typeof code === 'object' ? code.value : code;

describe('The gateway', () => {
  beforeEach(beginWithGateway);
  afterEach(async () => {
    await leaveNoGateway();
    rmSync(restClientFolder, { recursive: true, force: true });
  });
  after(cleanUp);

  it('gives the process a pass and its own address in place of token and server', async () => {
    const [token] = await control.tokens();
    assert.notEqual(process.env['KIWOOM_TOKEN'], token?.token);
    assert.notEqual(address(), hosts.mock);
  });

  it('puts the token into the unchanged sample requests of the httpyac command line', async () => {
    const output = await sendFile(sampleFile);
    const [token] = await control.tokens();
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.environment, call.apiId, call.token === token?.token, call.code]),
      [
        ['mock', 'ka00001', true, 0],
        ['mock', 'ka10001', true, 0],
      ],
      output,
    );
  });

  it('is where REST Client sends, by each way to name server and token', async () => {
    const sent = [
      ['{{$processEnv KIWOOM_HOST}}', '{{$processEnv KIWOOM_TOKEN}}'],
      ['{{$processEnv %kiwoomHostVar}}', '{{$processEnv %kiwoomTokenVar}}'],
      ['{{kiwoomHost}}', '{{$processEnv %kiwoomTokenVar}}'],
    ] as const;
    await until(() => settingsHost()?.startsWith(address()) === true);
    select('kiwoom-mock');
    for (const [host, token] of sent) {
      const text = [
        `POST ${host}/api/dostk/acnt`,
        'Content-Type: application/json;charset=UTF-8',
        `Authorization: Bearer ${token}`,
        'api-id: ka00001',
        '',
        '{}',
      ];
      assert.equal((await send(text.join('\n')))?.statusCode, 200, host);
    }
    const [token] = await control.tokens();
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.environment, call.code, call.token === token?.token]),
      sent.map(() => ['mock', 0, true]),
    );
    const history = readFileSync(path.join(restClientFolder, 'history.json'), 'utf8');
    assert.ok(history.includes(process.env['KIWOOM_TOKEN'] ?? '?'));
    assert.ok(!history.includes(token?.token ?? '?'));
  });

  it('issues with the first request of an account without a token, whose pass is not marked as empty', async () => {
    await cleanUp();
    await addProfile('mock');
    await until(() => process.env['KIWOOM_TOKEN'] !== undefined);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'issuing.http');
    const key = '{{$processEnv KIWOOM_APPKEY}}';
    const text =
      '### issue\nPOST {{$processEnv KIWOOM_HOST}}/oauth2/token\nContent-Type: application/json\n\n' +
      `{ "grant_type": "client_credentials", "appkey": "${key}", "secretkey": "${key}" }\n\n` +
      '### ask\nPOST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\nContent-Type: application/json\n' +
      'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}\napi-id: ka00001\n\n{}\n';
    // The mistake shows when the file was checked.
    await vscode.workspace.fs.writeFile(
      file,
      Buffer.from(`${text}\n### wrong\n${text.replace('POST', 'GET')}`),
    );
    await vscode.window.showTextDocument(file);
    const marked = () => vscode.languages.getDiagnostics(file).map(({ code }) => codeOf(code));
    await until(() => marked().length > 0);
    assert.deepEqual(marked(), ['wrong-method']);
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
    const output = await sendFile(file.fsPath);
    assert.match(output, /2 requests processed \(2 succeeded\)/);
    const [token] = await control.tokens();
    assert.ok(token !== undefined && !output.includes(token.token));
    const [call] = await control.calls({ kind: 'tr' });
    assert.deepEqual([call?.token, call?.code], [token.token, 0]);
  });

  it('stands in REST Client’s settings while it runs, and no longer', async () => {
    await until(() => settingsHost() === address());
    await switchGateway(false);
    await until(() => settingsHost() === undefined);
  });

  it('is left out of the settings where the user has a server of their own', async () => {
    await until(() => settingsHost() === address());
    await switchGateway(false);
    await until(() => settingsHost('real') === undefined);
    const own = { 'kiwoom-mock': { kiwoomHost: 'http://127.0.0.1:1' } };
    await putSetting('rest-client', 'environmentVariables', own);
    await switchGatewayOn();
    await until(() => settingsHost('real') !== undefined);
    assert.equal(settingsHost(), 'http://127.0.0.1:1');
  });

  it('gives new terminals pass and address, with no further setting', async () => {
    const hostNames = ['KIWOOM_HOST', 'KIWOOM_WS_HOST'];
    const passNames = ['KIWOOM_TOKEN', 'KIWOOM_APPKEY', 'KIWOOM_SECRETKEY'];
    const pass = process.env['KIWOOM_TOKEN'] ?? '';
    assert.deepEqual(await variablesInTerminal(...hostNames, ...passNames), [
      address(),
      address().replace('http', 'ws'),
      pass,
      pass,
      pass,
    ]);
  });

  it('gives its pass to who copies the token, and never the token', async () => {
    await vscode.env.clipboard.writeText('');
    await succeed('kiwoom.copyToken');
    assert.equal(await vscode.env.clipboard.readText(), process.env['KIWOOM_TOKEN']);
    const [token] = await control.tokens();
    assert.notEqual(process.env['KIWOOM_TOKEN'], token?.token);
    await vscode.env.clipboard.writeText('');
  });

  it('gives the address of the only environment with an account without a question', async () => {
    const { environment, url } = await succeed('kiwoom.copyGatewayAddress');
    assert.deepEqual([environment, url], ['mock', address()]);
  });

  it('gives its address by a command, of either environment', async () => {
    const { url } = await succeed('kiwoom.copyGatewayAddress', { environment: 'mock' });
    assert.equal(url, address());
    assert.equal(await vscode.env.clipboard.readText(), url);
    const real = await succeed('kiwoom.copyGatewayAddress', { environment: 'real' });
    assert.equal(real.url, url.replace('/mock', '/real'));
  });

  it('sends nothing for a pass that is not its own', async () => {
    const reply = await fetch(`${address()}/api/dostk/acnt`, {
      method: 'POST',
      headers: { authorization: 'Bearer guessed', 'api-id': 'ka00001' },
      body: '{}',
    });
    assert.equal(reply.ok, false);
    assert.deepEqual(await control.calls({ kind: 'tr' }), []);
  });

  it('gives the token and the server back when it is switched off', async () => {
    await switchGateway(false);
    await until(() => address() === hosts.mock);
    const [token] = await control.tokens();
    assert.equal(process.env['KIWOOM_TOKEN'], token?.token);
  });
});
