import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { KiwoomApi, KiwoomApiError, KiwoomExports } from '../../src/api/kiwoom-rest-auth.d.ts';
import { accounts, addProfile, cleanUp, control, execute, succeed } from './extension.ts';

/** What the example of an extension gives to this test. */
interface Example {
  readonly describe: () => string;
  readonly accountNumber: () => Promise<string>;
}

const exported = async (): Promise<KiwoomExports> => {
  const id = 'kiwoom-rest-auth.kiwoom-rest-auth';
  const extension = vscode.extensions.getExtension<KiwoomExports>(id);
  assert.ok(extension);
  return extension.activate();
};

/** What reaches the caller if the user is asked: the test host shows no dialog, it refuses. */
const refusedToAsk = /refused to show dialog/;

async function failure(work: Promise<unknown>): Promise<KiwoomApiError> {
  try {
    await work;
  } catch (thrown) {
    return thrown as KiwoomApiError;
  }
  return assert.fail('it succeeded');
}

describe('Other extensions', () => {
  let kiwoom: KiwoomApi;

  before(async () => {
    kiwoom = (await exported()).getApi(1);
  });
  beforeEach(cleanUp);
  after(cleanUp);

  describe('through the exported API', () => {
    it('get version 1, and no other', async () => {
      const exports = await exported();
      assert.equal(exports.getApi(1).version, 1);
      for (const version of [0, 2, '1', undefined]) {
        assert.throws(() => exports.getApi(version as 1), /no API of version .*; it has version 1/);
      }
    });

    it('see the active account and its state, and no token', async () => {
      assert.equal(kiwoom.activeProfile, undefined);
      assert.deepEqual(kiwoom.state(), { kind: 'none' });
      const profile = await addProfile('mock');
      const { expiresAt } = await succeed('kiwoom.issueToken', { profile });
      const facts = { id: profile, label: accounts.mock[0].account, environment: 'mock' };
      assert.deepEqual(kiwoom.activeProfile, facts);
      assert.deepEqual(kiwoom.profiles, [facts]);
      assert.deepEqual(kiwoom.state(), { kind: 'valid', expiresAt: new Date(expiresAt) });
    });

    it('cannot put something else in its place', async () => {
      const exports = await exported();
      assert.ok(Object.isFrozen(exports) && Object.isFrozen(kiwoom));
    });

    it('hear of changes', async () => {
      const heard: string[] = [];
      const listeners = vscode.Disposable.from(
        kiwoom.onDidChangeProfiles(() => heard.push(`profiles ${kiwoom.profiles.length}`)),
        kiwoom.onDidChangeActiveProfile((active) => heard.push(`active ${active?.environment}`)),
        kiwoom.onDidChangeState(({ profileId }) => heard.push(kiwoom.state(profileId).kind)),
      );
      const mock = await addProfile('mock');
      const real = await addProfile('real');
      assert.deepEqual(heard.splice(0), [
        'profiles 1',
        'active mock',
        ...['profiles 2', 'active real'],
      ]);
      await succeed('kiwoom.issueToken', { profile: real });
      assert.deepEqual([...new Set(heard.splice(0))], ['issuing', 'valid']);
      await succeed('kiwoom.switchProfile', { profile: real });
      assert.deepEqual(heard.splice(0), []);
      await succeed('kiwoom.switchProfile', { profile: mock });
      assert.deepEqual(heard.splice(0), ['active mock']);
      listeners.dispose();
    });

    it('are told what is wrong with a call whose options are none', async () => {
      for (const options of [undefined, null, 'token']) {
        const given = options as unknown as Parameters<KiwoomApi['call']>[2];
        const error = await failure(kiwoom.call('ka00001', {}, given));
        assert.equal(error.name, 'KiwoomApiError');
        assert.equal(error.code, 'invalid-arguments');
      }
    });

    it('cannot call Kiwoom without a session, or with one that they made up', async () => {
      const profile = await addProfile('mock');
      await succeed('kiwoom.issueToken', { profile });
      const account = { id: profile, label: '' };
      for (const session of [
        undefined,
        { id: profile, accessToken: '', account, scopes: ['mock'] },
        { id: profile, accessToken: 'x'.repeat(86), account, scopes: ['mock'] },
      ]) {
        const options = { session } as unknown as Parameters<KiwoomApi['call']>[2];
        const error = await failure(kiwoom.call('ka00001', {}, options));
        assert.equal(error.name, 'KiwoomApiError');
        assert.equal(error.code, 'no-consent');
        assert.match(error.message, /allowed/);
      }
      assert.equal((await control.counts()).tr, 0);
    });
  });

  describe('through VS Code’s authentication', () => {
    it('get nothing in silence, not even after the token was issued', async () => {
      const profile = await addProfile('mock');
      const ask = () => vscode.authentication.getSession('kiwoom', ['mock'], { silent: true });
      assert.equal(await ask(), undefined);
      await succeed('kiwoom.issueToken', { profile });
      assert.equal(await ask(), undefined);
      assert.equal((await control.counts()).issue, 1);
    });

    it('get nothing before the user has answered', async () => {
      await addProfile('mock');
      const asked = vscode.authentication.getSession('kiwoom', ['mock'], { createIfNone: true });
      await assert.rejects(Promise.resolve(asked), refusedToAsk);
      assert.equal((await control.counts()).issue, 0);
    });

    it('see which accounts are signed in, and hear of changes', async () => {
      const listed = async () =>
        (await vscode.authentication.getAccounts('kiwoom')).map(({ label }) => label);
      const changes: string[] = [];
      const listener = vscode.authentication.onDidChangeSessions(({ provider }) => {
        changes.push(provider.id);
      });
      const profile = await addProfile('mock');
      assert.deepEqual(await listed(), []);
      assert.equal((await control.counts()).issue, 0);
      await succeed('kiwoom.issueToken', { profile });
      const label = `Mock ${accounts.mock[0].account} · ${profile.slice(-6)}`;
      assert.deepEqual(await listed(), [label]);
      await succeed('kiwoom.issueToken', { profile });
      await execute('kiwoom.revokeToken', { profile });
      assert.deepEqual(await listed(), []);
      assert.deepEqual(changes, ['kiwoom', 'kiwoom']);
      listener.dispose();
    });
  });

  describe('such as the example', () => {
    const example = async (): Promise<Example> => {
      const id = 'kiwoom-rest-auth-tests.kiwoom-example';
      const extension = vscode.extensions.getExtension<Example>(id);
      assert.ok(extension, `${id} is not installed`);
      return extension.activate();
    };

    it('run beside this one and follow the state', async () => {
      const { describe } = await example();
      assert.equal(describe(), 'no account');
      const profile = await addProfile('mock');
      const { expiresAt } = await succeed('kiwoom.issueToken', { profile });
      assert.equal(describe(), `mock ${accounts.mock[0].account} valid until ${expiresAt}`);
    });

    it('call Kiwoom only once the user allowed it', async () => {
      const profile = await addProfile('mock');
      await succeed('kiwoom.issueToken', { profile });
      const { accountNumber } = await example();
      await assert.rejects(accountNumber(), refusedToAsk);
      assert.equal((await control.counts()).tr, 0);
    });
  });
});
