import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { addProfile, cleanUp, control, hosts, succeed, until } from './extension.ts';

const project =
  vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth')?.extensionPath ?? '';

async function enable(value: boolean | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('kiwoom');
  await settings.update('gateway.enabled', value, vscode.ConfigurationTarget.Global);
}

const address = (): string => process.env['KIWOOM_HOST'] ?? '';
const overGateway = (): boolean => /^http:\/\/127\.0\.0\.1:\d+\/mock$/.test(address());

describe('The gateway', () => {
  beforeEach(async () => {
    await cleanUp();
    await addProfile('mock');
    await succeed('kiwoom.issueToken');
    await enable(true);
    await until(() => overGateway() && process.env['KIWOOM_TOKEN'] !== undefined);
  });
  afterEach(() => enable(undefined));
  after(cleanUp);

  it('gives the process a pass and its own address in place of token and server', async () => {
    const [token] = await control.tokens();
    assert.notEqual(process.env['KIWOOM_TOKEN'], token?.token);
    assert.notEqual(address(), hosts.mock);
  });

  it('puts the token into the unchanged sample requests of the httpyac command line', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        path.join(project, 'node_modules/httpyac/bin/httpyac.js'),
        'send',
        path.join(project, 'test/host/sample/kiwoom.http'),
        '--all',
        '--output',
        'short',
      ],
      { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
    );
    const [token] = await control.tokens();
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.environment, call.apiId, call.token === token?.token, call.code]),
      [
        ['mock', 'ka00001', true, 0],
        ['mock', 'ka10001', true, 0],
      ],
      stdout,
    );
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
    await enable(undefined);
    await until(() => address() === hosts.mock);
    const [token] = await control.tokens();
    assert.equal(process.env['KIWOOM_TOKEN'], token?.token);
  });
});
