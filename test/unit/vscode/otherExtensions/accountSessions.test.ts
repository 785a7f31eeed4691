import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/errors.ts';
import type { Profile } from '../../../../src/core/profile.ts';
import { Profiles } from '../../../../src/core/profiles.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { ServerClock } from '../../../../src/core/serverClock.ts';
import { TokenManager } from '../../../../src/core/tokenManager.ts';
import { TokenWatch } from '../../../../src/core/tokenWatch.ts';
import {
  AccountSessions,
  type SessionsChange,
} from '../../../../src/vscode/otherExtensions/accountSessions.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { FakeTokenApi } from '../../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../../fakes/memoryStores.ts';
import { unexpected } from '../../fakes/unexpected.ts';
import { english } from '../../life/english.ts';

const day = 24 * 60 * 60 * 1000;
const keys = { appkey: new Secret('a'), secretkey: new Secret('s') };
const mock: Profile = {
  id: 'mock-0123456789abcdef',
  environment: 'mock',
  label: '81234567',
  addedAt: 0,
  formerIds: ['mock-1111111111111111'],
};
const otherMock: Profile = { ...mock, id: 'mock-fedcba9876543210', formerIds: [] };
const real: Profile = {
  ...mock,
  id: 'real-0123456789abcdef',
  environment: 'real',
  formerIds: [],
};

async function setUp(...stored: readonly Profile[]) {
  const local = new FakeClock();
  const clock = new ServerClock(local, unexpected);
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  for (const profile of stored) keyStore.entries.set(profile.id, { profile, keys });
  const profiles = new Profiles({
    keyStore,
    clock,
    fingerprint: () => '',
    onListenerError: unexpected,
  });
  const tokens = new TokenManager({
    clock,
    api,
    keyStore,
    tokenStore: new MemoryTokenStore(),
    lock: new MemoryLock(),
    log: new RecordingLog(),
  });
  const watch = new TokenWatch(tokens, local.schedulerOf(clock), unexpected);
  const host = { trusted: true, troubled: false };
  const sessions = new AccountSessions({
    profiles,
    tokens,
    ready: () => Promise.resolve(),
    trusted: () => host.trusted,
    troubled: () => host.troubled,
    t: english,
    onListenerError: unexpected,
  });
  const changes: string[] = [];
  sessions.onDidChange(({ added, removed, changed }: SessionsChange) => {
    const say = (kind: string, of: SessionsChange['added']) =>
      of.map(({ id, accessToken }) => `${kind} ${id.slice(0, 8)} ${accessToken}`);
    changes.push(...say('+', added), ...say('-', removed), ...say('~', changed));
  });
  const update = (): void => {
    sessions.update();
  };
  watch.onDidChange(update);
  profiles.onDidChange(update);
  await profiles.refresh();
  return { local, api, keyStore, profiles, tokens, host, sessions, changes };
}

describe('The accounts for other extensions', () => {
  describe('are listed', () => {
    it('while they hold a token, without asking the server', async () => {
      const { sessions, tokens, api } = await setUp(mock, real);
      assert.deepEqual(await sessions.list(undefined, undefined), []);
      await tokens.issue(mock);
      assert.deepEqual(await sessions.list(undefined, undefined), [
        {
          id: mock.id,
          accessToken: 'token-1',
          account: { id: mock.id, label: 'Mock 81234567 · abcdef' },
          scopes: ['mock'],
        },
      ]);
      assert.equal(api.issues, 1);
    });

    for (const scopes of [['mock'], [mock.id], ['mock', mock.id], mock.formerIds, []]) {
      it(`by the scopes [${scopes.join(', ')}], which the session repeats`, async () => {
        const { sessions, tokens } = await setUp(mock, real);
        await tokens.issue(mock);
        const [session] = await sessions.list(scopes, undefined);
        assert.equal(session?.id, mock.id);
        assert.deepEqual(session.scopes, scopes.length === 0 ? ['mock'] : scopes);
      });
    }

    for (const scopes of [['real'], [real.id], ['mock', 'real'], ['admin'], ['81234567']]) {
      it(`but not by the scopes [${scopes.join(', ')}]`, async () => {
        const { sessions, tokens } = await setUp(mock, real);
        await tokens.issue(mock);
        assert.deepEqual(await sessions.list(scopes, undefined), []);
      });
    }

    it('by the account that VS Code remembers', async () => {
      const { sessions, tokens } = await setUp(mock, otherMock);
      await tokens.issue(mock);
      await tokens.issue(otherMock);
      const found = await sessions.list(['mock'], otherMock.id);
      assert.deepEqual(
        found.map(({ id }) => id),
        [otherMock.id],
      );
    });

    it('with labels that differ, because VS Code remembers consent by label', async () => {
      const { sessions, tokens } = await setUp(mock, otherMock, real);
      for (const profile of [mock, otherMock, real]) await tokens.issue(profile);
      const labels = (await sessions.list(undefined, undefined)).map(
        ({ account }) => account.label,
      );
      assert.equal(new Set(labels).size, 3);
    });

    it('nowhere in a workspace that is not trusted', async () => {
      const { sessions, tokens, host, changes } = await setUp(mock);
      await tokens.issue(mock);
      host.trusted = false;
      sessions.update();
      assert.equal(changes.at(-1), '- mock-012 token-1');
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
      assert.equal(sessions.profileOf({ id: mock.id, accessToken: 'token-1' }), undefined);
    });
  });

  describe('get their token just in time', () => {
    it('if it died and one account is meant', async () => {
      const { sessions, tokens, local, api } = await setUp(mock);
      await tokens.issue(mock);
      local.advance(day);
      const [session] = await sessions.list(['mock'], undefined);
      assert.equal(session?.accessToken, 'token-2');
      assert.equal(api.issues, 2);
    });

    it('but not for a list of VS Code, nor for several accounts', async () => {
      const { sessions, tokens, local, api } = await setUp(mock, otherMock);
      await tokens.issue(mock);
      await tokens.issue(otherMock);
      local.advance(day);
      assert.deepEqual(await sessions.list(undefined, undefined), []);
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
      assert.equal(api.issues, 2);
    });

    it('but not where nothing was issued, or the token was revoked', async () => {
      const { sessions, tokens, api } = await setUp(mock);
      assert.deepEqual(await sessions.list([mock.id], mock.id), []);
      await tokens.issue(mock);
      await tokens.revoke(mock);
      assert.deepEqual(await sessions.list([mock.id], mock.id), []);
      assert.equal(api.issues, 1);
    });

    it('but not while the renewal has its trouble with it', async () => {
      const { sessions, tokens, local, api, host } = await setUp(mock);
      await tokens.issue(mock);
      local.advance(day);
      host.troubled = true;
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
      assert.equal(api.issues, 1);
    });

    it('and are not listed if that fails', async () => {
      const { sessions, tokens, local, api } = await setUp(mock);
      await tokens.issue(mock);
      local.advance(day);
      api.nextFailure = new KiwoomError('maintenance');
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
    });
  });

  describe('tell of changes', () => {
    it('once each, and of nothing else', async () => {
      const { sessions, tokens, changes, local, keyStore, profiles } = await setUp(mock);
      await tokens.issue(mock);
      await tokens.issue(mock);
      sessions.update();
      assert.deepEqual(changes.splice(0), ['+ mock-012 token-1']);
      local.advance(day);
      assert.deepEqual(changes.splice(0), ['- mock-012 token-1']);
      await tokens.issue(mock);
      const [token] = [tokens.current(mock)];
      assert.ok(token);
      assert.deepEqual(changes.splice(0), ['+ mock-012 token-3']);
      await tokens.replace(mock, token);
      assert.deepEqual(changes.splice(0), ['~ mock-012 token-4']);
      keyStore.entries.set(mock.id, { profile: { ...mock, label: 'renamed' }, keys });
      await profiles.refresh();
      assert.deepEqual(changes.splice(0), ['~ mock-012 token-4']);
      await tokens.revoke(mock);
      assert.deepEqual(changes.splice(0), ['- mock-012 token-4']);
    });

    it('when a profile goes', async () => {
      const { tokens, changes, profiles } = await setUp(mock);
      await tokens.issue(mock);
      changes.length = 0;
      await profiles.remove(mock.id);
      assert.deepEqual(changes, ['- mock-012 token-1']);
    });
  });

  describe('know a session that was handed out', () => {
    const sessionOf = (profile: Profile, accessToken: string) => ({ id: profile.id, accessToken });

    it('by its token, and by the one before', async () => {
      const { sessions, tokens } = await setUp(mock);
      const { token } = await tokens.issue(mock);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1'))?.id, mock.id);
      const { token: second } = await tokens.replace(mock, token);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1'))?.id, mock.id);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-2'))?.id, mock.id);
      await tokens.replace(mock, second);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1')), undefined);
    });

    it('while its token has expired and nobody renewed it yet', async () => {
      const { sessions, tokens, local } = await setUp(mock);
      await tokens.issue(mock);
      local.advance(day);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1'))?.id, mock.id);
    });

    it('but none that somebody made up, or that is of another account', async () => {
      const { sessions, tokens } = await setUp(mock, real);
      await tokens.issue(mock);
      for (const session of [
        sessionOf(mock, ''),
        sessionOf(mock, 'token-0'),
        sessionOf(real, 'token-1'),
        { id: 'nobody', accessToken: 'token-1' },
      ]) {
        assert.equal(sessions.profileOf(session), undefined, JSON.stringify(session));
      }
    });

    it('nor one from before the token was revoked', async () => {
      const { sessions, tokens } = await setUp(mock);
      await tokens.issue(mock);
      await tokens.revoke(mock);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1')), undefined);
      await tokens.issue(mock);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1')), undefined);
    });
  });
});
