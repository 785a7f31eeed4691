import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { addProfile, cleanUp, control, succeed } from './extension.ts';

const project =
  vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth')?.extensionPath ?? '';
const sample = path.join(project, 'test/host/sample/kiwoom.http');

/** httpyac's command line, started by this extension host: it inherits the injected variables. */
async function send(file: string): Promise<string> {
  const httpyac = path.join(project, 'node_modules/httpyac/bin/httpyac.js');
  const args = [httpyac, 'send', file, '--all', '--output', 'short'];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout;
}

describe('The sample requests, sent by the httpyac command line', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('arrive at the server of the active account with its token', async () => {
    await addProfile('real');
    await addProfile('mock');
    await succeed('kiwoom.issueToken');
    const output = await send(sample);
    const [token] = (await control.tokens()).filter(({ alive }) => alive);
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.environment, call.apiId, call.token === token?.token, call.code]),
      [
        ['mock', 'ka00001', true, 0],
        ['mock', 'ka10001', true, 0],
      ],
    );
    assert.ok(token !== undefined && !output.includes(token.token));
  });

  it('carry no token after it was revoked', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    await succeed('kiwoom.revokeToken', { profile });
    await send(sample).catch(() => undefined);
    const calls = await control.calls({ kind: 'tr' });
    // Without the token there is no host either, so nothing is sent anywhere.
    assert.deepEqual(calls, []);
  });
});
