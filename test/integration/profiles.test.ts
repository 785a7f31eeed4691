import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accounts, addProfile, cleanUp, control, execute, succeed } from './extension.ts';

const [account, other] = accounts.mock;

describe('App keys', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('are tried by issuing a token at once', async () => {
    const added = await succeed('kiwoom.addProfile', {
      environment: 'mock',
      label: 'tried',
      appkey: `  ${account.appkey}\n`,
      secretkey: account.secretkey,
    });
    assert.equal(added.verified, true);
    assert.equal((await control.counts()).issue, 1);
    await succeed('kiwoom.removeProfile', { profile: added.profile, revoke: false });
  });

  it('that are wrong are not stored', async () => {
    const keys = { environment: 'mock', appkey: account.appkey, secretkey: 'wrong' } as const;
    const result = await execute('kiwoom.addProfile', { ...keys, label: 'wrong' });
    assert.ok(!result.ok && result.code === 'wrong-keys');
    const unknown = await execute('kiwoom.issueToken', { profile: 'wrong' });
    assert.ok(!unknown.ok && unknown.code === 'unknown-profile');
  });

  it('are called by the account number that Kiwoom tells, where no name is given', async () => {
    const { appkey, secretkey } = account;
    const added = await succeed('kiwoom.addProfile', { environment: 'mock', appkey, secretkey });
    assert.equal(added.label, account.account);
    const [call] = await control.calls({ kind: 'tr' });
    assert.equal(call?.apiId, 'ka00001');
    assert.equal(call.environment, 'mock');
    await succeed('kiwoom.removeProfile', { profile: added.profile, revoke: false });
  });

  it('get no name that another account of the environment has', async () => {
    await addProfile('mock');
    const { appkey, secretkey } = other;
    const given = { environment: 'mock', appkey, secretkey, label: account.account } as const;
    const result = await execute('kiwoom.addProfile', given);
    assert.ok(!result.ok && result.code === 'label-taken');
    assert.equal((await control.counts()).issue, 0);
  });

  it('are no names, which everybody may see', async () => {
    const profile = await addProfile('mock');
    const renamed = await execute('kiwoom.renameProfile', { profile, label: other.appkey });
    assert.ok(!renamed.ok && renamed.code === 'label-looks-like-key');
    const { appkey, secretkey } = other;
    const given = { environment: 'mock', appkey, secretkey, label: ` ${secretkey}` } as const;
    const added = await execute('kiwoom.addProfile', given);
    assert.ok(!added.ok && added.code === 'label-looks-like-key');
    assert.ok(!JSON.stringify([renamed, added]).includes(secretkey));
  });

  it('are not removed without a question where none is named, as by a task of a workspace', async () => {
    const profile = await addProfile('mock');
    const result = await execute('kiwoom.removeProfile', { revoke: false });
    // The test host shows no dialog, it refuses.
    assert.equal(result.ok, false);
    assert.ok(await execute('kiwoom.copyReference', { profile }).then(({ ok }) => ok));
  });

  it('of the other environment are recognised', async () => {
    const { appkey, secretkey } = accounts.real[0];
    const result = await execute('kiwoom.addProfile', { environment: 'mock', appkey, secretkey });
    assert.ok(!result.ok && result.code === 'key-of-other-environment');
  });

  it('are stored once', async () => {
    await addProfile('mock');
    const { appkey, secretkey } = account;
    const result = await execute('kiwoom.addProfile', { environment: 'mock', appkey, secretkey });
    assert.ok(!result.ok && result.code === 'profile-exists');
    assert.match(result.message, new RegExp(account.account));
  });

  it('can be replaced without losing the label or the way by the old id', async () => {
    const profile = await addProfile('mock');
    const { appkey, secretkey } = other;
    const replaced = await succeed('kiwoom.replaceKeys', { profile, appkey, secretkey });
    assert.equal(replaced.label, account.account);
    assert.notEqual(replaced.profile, profile);
    const issued = await succeed('kiwoom.issueToken', { profile });
    assert.equal(issued.profile, replaced.profile);
    const calls = await control.calls({ kind: 'issue' });
    assert.ok(calls.every(({ body }) => body.includes(appkey)));
    await succeed('kiwoom.removeProfile', { profile: replaced.profile, revoke: false });
  });

  it('are removed with a dead token without a second question', async () => {
    const profile = await addProfile('mock', { verify: true });
    await control.switch({ revokeUnknownToken: 8015 });
    await control.killTokens();
    // The test host shows no dialog, it refuses.
    await succeed('kiwoom.removeProfile', { profile, revoke: true });
  });

  it('stay while it is not known whether the token is revoked', async () => {
    const profile = await addProfile('mock', { verify: true });
    await control.fault('revoke', { kind: 'serverError' }, { times: 1 });
    const result = await execute('kiwoom.removeProfile', { profile, revoke: true });
    assert.equal(result.ok, false);
    assert.ok((await execute('kiwoom.copyReference', { profile })).ok);
  });

  it('that are wrong do not replace those that work', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    const { appkey } = account;
    const result = await execute('kiwoom.replaceKeys', { profile, appkey, secretkey: 'wrong' });
    assert.ok(!result.ok && result.code === 'wrong-keys');
    assert.notEqual(process.env['KIWOOM_TOKEN'], undefined);
    await succeed('kiwoom.revokeToken', { profile });
  });

  describe('in files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-import-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("are imported from the portal's pair, with the account number as label", async () => {
      const file = path.join(folder, `${account.account}_secretkey.txt`);
      await writeFile(path.join(folder, `${account.account}_appkey.txt`), account.appkey);
      await writeFile(file, `${account.secretkey}\r\n`);
      const imported = await succeed('kiwoom.importKeyFiles', { file, environment: 'mock' });
      assert.equal(imported.label, account.account);
      assert.equal(imported.verified, true);
      await succeed('kiwoom.removeProfile', { profile: imported.profile, revoke: false });
    });

    it('are imported from a .env file', async () => {
      const file = path.join(folder, '.env');
      const { appkey, secretkey } = account;
      await writeFile(file, `KIWOOM_APPKEY=${appkey}\nKIWOOM_SECRETKEY="${secretkey}"\n`);
      const imported = await succeed('kiwoom.importKeyFiles', {
        file,
        environment: 'mock',
        label: 'from .env',
      });
      assert.equal(imported.label, 'from .env');
      await succeed('kiwoom.removeProfile', { profile: imported.profile, revoke: false });
    });

    it('are those of the environment that is asked for, where a file has both', async () => {
      const file = path.join(folder, 'config.json');
      const { appkey, secretkey } = account;
      const real = { appkey: `r${appkey.slice(1)}`, secretkey: `r${secretkey.slice(1)}` };
      await writeFile(
        file,
        JSON.stringify({ real, mock: { appkey, secretkey, account: '81234567' } }),
      );
      const { profile, label, imported } = await succeed('kiwoom.importKeyFiles', {
        file,
        environment: 'mock',
      });
      assert.equal(label, '81234567');
      assert.deepEqual(
        imported.map((each) => each.profile),
        [profile],
      );
      await succeed('kiwoom.removeProfile', { profile, revoke: false });
    });

    it('of another broker are named and not sent', async () => {
      const file = path.join(folder, 'config.yaml');
      const { appkey, secretkey } = account;
      await writeFile(file, `kis:\n  appkey: ${appkey}\n  appsecret: ${secretkey}\n`);
      const before = (await control.calls({ kind: 'issue' })).length;
      const result = await execute('kiwoom.importKeyFiles', { file, environment: 'mock' });
      assert.ok(!result.ok && result.code === 'keys-not-found-in-file');
      assert.match(result.message, /config\.yaml.*kis\.appkey, kis\.appsecret: of another broker/);
      assert.ok(!result.message.includes(secretkey));
      assert.equal((await control.calls({ kind: 'issue' })).length, before);
    });

    it('that lack their partner give its name', async () => {
      const file = path.join(folder, '12345678_appkey.txt');
      await writeFile(file, account.appkey);
      const result = await execute('kiwoom.importKeyFiles', { file, environment: 'mock' });
      assert.ok(!result.ok && result.code === 'key-file-partner-missing');
      assert.match(result.message, /12345678_secretkey\.txt/);
    });
  });
});
