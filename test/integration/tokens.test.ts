import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  accounts,
  addProfile,
  cleanUp,
  control,
  execute,
  hosts,
  succeed,
  until,
} from './extension.ts';

const day = 24 * 60 * 60 * 1000;

/** The variables as REST Client and httpyac find them. */
function variables(): Record<string, string | undefined> {
  const found = Object.entries(process.env).filter(([name]) =>
    /^KIWOOM_(?:TOKEN|HOST|WS_HOST)(?:_REAL|_MOCK)?$/.test(name),
  );
  return Object.fromEntries(found);
}

async function livingToken(environment: 'real' | 'mock'): Promise<string> {
  const [token] = (await control.tokens()).filter(
    (each) => each.alive && each.environment === environment,
  );
  assert.ok(token, `no living ${environment} token`);
  return token.token;
}

describe('Issuing and revoking', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('fills the process variables before the command resolves', async () => {
    await addProfile('mock');
    const result = await succeed('kiwoom.issueToken');
    assert.equal(result.repeated, false);
    const left = Date.parse(result.expiresAt) - Date.now();
    assert.ok(Math.abs(left - day) < 60_000, `expires in ${left} ms`);
    const token = await livingToken('mock');
    assert.deepEqual(variables(), {
      KIWOOM_TOKEN: token,
      KIWOOM_HOST: hosts.mock,
      KIWOOM_WS_HOST: hosts.mock?.replace('http', 'ws'),
      KIWOOM_TOKEN_MOCK: token,
      KIWOOM_HOST_MOCK: hosts.mock,
      KIWOOM_WS_HOST_MOCK: hosts.mock?.replace('http', 'ws'),
    });
  });

  it('empties them before the command resolves', async () => {
    await addProfile('mock');
    await succeed('kiwoom.issueToken');
    const result = await succeed('kiwoom.revokeToken', { profile: accounts.mock[0].account });
    assert.equal(result.outcome, 'revoked');
    assert.deepEqual(variables(), {});
    assert.equal((await control.tokens()).filter(({ alive }) => alive).length, 0);
  });

  it('keeps real and mock side by side, the active one in KIWOOM_TOKEN', async () => {
    const real = await addProfile('real');
    const mock = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile: real });
    await succeed('kiwoom.issueToken', { profile: mock });
    const [realToken, mockToken] = [await livingToken('real'), await livingToken('mock')];
    assert.equal(variables()['KIWOOM_TOKEN'], mockToken);
    assert.equal(variables()['KIWOOM_TOKEN_REAL'], realToken);
    await succeed('kiwoom.switchProfile', { profile: real });
    assert.equal(variables()['KIWOOM_TOKEN'], realToken);
    assert.equal(variables()['KIWOOM_HOST'], hosts.real);
    assert.equal(variables()['KIWOOM_TOKEN_MOCK'], mockToken);
  });

  it('says when the server gave the same token back', async () => {
    const profile = await addProfile('mock');
    const first = await succeed('kiwoom.issueToken', { profile });
    const second = await succeed('kiwoom.issueToken', { profile });
    assert.equal(second.repeated, true);
    assert.equal(second.expiresAt, first.expiresAt);
    assert.equal((await control.counts()).issue, 2);
  });

  it('gives a plain result with a code and a sentence when the keys are wrong', async () => {
    const profile = await addProfile('mock');
    await control.changeAccount(accounts.mock[0].appkey, { ended: true });
    const result = await execute('kiwoom.issueToken', { profile });
    assert.equal(result.ok, false);
    assert.equal(result.code, 'wrong-keys');
    assert.match(result.message, /app key/);
    assert.deepEqual(variables(), {});
  });

  it('says which account it does not know', async () => {
    await addProfile('mock');
    const result = await execute('kiwoom.issueToken', { profile: 'nobody' });
    assert.ok(!result.ok && result.code === 'unknown-profile');
    assert.match(result.message, /nobody/);
  });

  it('refuses arguments of the wrong kind instead of guessing', async () => {
    await addProfile('mock');
    for (const argument of [{ profile: 7 }, { profil: 'typo' }, '81234567', 7, ['81234567']]) {
      const result = await vscode.commands.executeCommand<{ ok: boolean; code?: string }>(
        'kiwoom.issueToken',
        argument,
      );
      assert.equal(result.code, 'invalid-arguments', JSON.stringify(argument));
    }
    assert.equal((await control.counts()).issue, 0);
  });

  it('verifies a token, and marks one that the server no longer takes', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    assert.equal((await succeed('kiwoom.verifyToken', { profile })).verdict, 'live');
    await control.killTokens();
    const [tokens, { verdict }] = [
      await control.counts(),
      await succeed('kiwoom.verifyToken', { profile }),
    ];
    assert.equal(verdict, 'dead');
    // Renewal finds the rejected token and issues at once.
    await control.waitForCalls({ kind: 'issue' }, tokens.issue + 1);
    await until(() => process.env['KIWOOM_TOKEN'] !== undefined);
  });

  it('revokes all at once and counts', async () => {
    const real = await addProfile('real');
    const mock = await addProfile('mock');
    for (const profile of [real, mock]) await succeed('kiwoom.issueToken', { profile });
    const result = await succeed('kiwoom.revokeAll', { confirmed: true });
    assert.deepEqual([result.revoked, result.failed], [2, 0]);
    assert.deepEqual(variables(), {});
  });

  it('puts the token on the clipboard only when asked to', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.copyToken', { profile });
    assert.equal(await vscode.env.clipboard.readText(), await livingToken('mock'));
    await vscode.env.clipboard.writeText('');
  });

  it('keeps the token from the process when the user does not want it there', async () => {
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    await configuration.update('injection.processEnv', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(variables(), {});
    await configuration.update(
      'injection.processEnv',
      undefined,
      vscode.ConfigurationTarget.Global,
    );
    assert.notDeepEqual(variables(), {});
  });

  it('asks before it copies a token that other extensions cannot read otherwise', async () => {
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    const profile = await addProfile('mock');
    await configuration.update('injection.processEnv', false, vscode.ConfigurationTarget.Global);
    try {
      // This host refuses to show dialogs, which fails what wants to ask.
      assert.equal((await execute('kiwoom.copyToken', { profile })).ok, false);
      assert.equal(await vscode.env.clipboard.readText(), '');
      assert.equal((await control.counts()).issue, 0);
    } finally {
      await configuration.update(
        'injection.processEnv',
        undefined,
        vscode.ConfigurationTarget.Global,
      );
    }
  });

  it('forgets variables and token with the profile', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    await succeed('kiwoom.removeProfile', { profile, revoke: true });
    assert.deepEqual(variables(), {});
    assert.equal((await control.counts()).revoke, 1);
  });

  it('returns no secret from any command', async () => {
    const { appkey, secretkey } = accounts.mock[0];
    const profile = await addProfile('mock', { verify: true });
    const results = [
      await execute('kiwoom.issueToken', { profile }),
      await execute('kiwoom.switchProfile', { profile }),
      await execute('kiwoom.copyToken', { profile }),
      await execute('kiwoom.revokeToken', { profile }),
    ];
    const text = JSON.stringify(results);
    for (const { token } of await control.tokens()) assert.ok(!text.includes(token));
    assert.ok(!text.includes(appkey) && !text.includes(secretkey));
    await vscode.env.clipboard.writeText('');
  });
});

describe('A workspace', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('cannot redirect a key, whatever its settings say', async () => {
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    await assert.rejects(
      Promise.resolve(
        configuration.update(
          'endpoints.mock',
          'http://127.0.0.1:9',
          vscode.ConfigurationTarget.Workspace,
        ),
      ),
    );
    const settingsFile = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'),
      '.vscode/settings.json',
    );
    const hostile = JSON.stringify({
      'kiwoom.endpoints.mock': hosts.real,
      'kiwoom.injection.processEnv': false,
      // Tells that VS Code has read the file.
      'editor.tabSize': 7,
    });
    const tabSize = () => vscode.workspace.getConfiguration('editor').get('tabSize');
    await vscode.workspace.fs.writeFile(settingsFile, new TextEncoder().encode(hostile));
    try {
      await until(() => tabSize() === 7);
      const profile = await addProfile('mock');
      await succeed('kiwoom.issueToken', { profile });
      assert.equal((await control.counts('mock')).issue, 1);
      assert.equal((await control.counts('real')).issue, 0);
      assert.notDeepEqual(variables(), {});
    } finally {
      await vscode.workspace.fs.delete(settingsFile);
      await until(() => tabSize() !== 7);
    }
  });
});
