import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { testKeys } from '../../fakes/testProfile.ts';
import { accountSessionsOf, mock, otherMock, real } from './accountSessionsOf.ts';

const day = 24 * 60 * 60 * 1000;

describe('The accounts for other extensions', () => {
  describe('are listed', () => {
    it('while they hold a token, without asking the server', async () => {
      const { sessions, tokens, api } = await accountSessionsOf(mock, real);
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
        const { sessions, tokens } = await accountSessionsOf(mock, real);
        await tokens.issue(mock);
        const [session] = await sessions.list(scopes, undefined);
        assert.equal(session?.id, mock.id);
        assert.deepEqual(session.scopes, scopes.length === 0 ? ['mock'] : scopes);
      });
    }

    for (const scopes of [['real'], [real.id], ['mock', 'real'], ['admin'], ['81234567']]) {
      it(`but not by the scopes [${scopes.join(', ')}]`, async () => {
        const { sessions, tokens } = await accountSessionsOf(mock, real);
        await tokens.issue(mock);
        assert.deepEqual(await sessions.list(scopes, undefined), []);
      });
    }

    it('by the account that VS Code remembers', async () => {
      const { sessions, tokens } = await accountSessionsOf(mock, otherMock);
      await tokens.issue(mock);
      await tokens.issue(otherMock);
      const found = await sessions.list(['mock'], otherMock.id);
      assert.deepEqual(
        found.map(({ id }) => id),
        [otherMock.id],
      );
    });

    it('with labels that differ, because VS Code remembers consent by label', async () => {
      const { sessions, tokens } = await accountSessionsOf(mock, otherMock, real);
      for (const profile of [mock, otherMock, real]) await tokens.issue(profile);
      const labels = (await sessions.list(undefined, undefined)).map(
        ({ account }) => account.label,
      );
      assert.equal(new Set(labels).size, 3);
    });

    it('nowhere in a workspace that is not trusted', async () => {
      const { sessions, tokens, host, changes } = await accountSessionsOf(mock);
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
      const { sessions, tokens, machine, api } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      machine.advance(day);
      const [session] = await sessions.list(['mock'], undefined);
      assert.equal(session?.accessToken, 'token-2');
      assert.equal(api.issues, 2);
    });

    it('but not for a list of VS Code, nor for several accounts', async () => {
      const { sessions, tokens, machine, api } = await accountSessionsOf(mock, otherMock);
      await tokens.issue(mock);
      await tokens.issue(otherMock);
      machine.advance(day);
      assert.deepEqual(await sessions.list(undefined, undefined), []);
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
      assert.equal(api.issues, 2);
    });

    it('but not where nothing was issued, or the token was revoked', async () => {
      const { sessions, tokens, api } = await accountSessionsOf(mock);
      assert.deepEqual(await sessions.list([mock.id], mock.id), []);
      await tokens.issue(mock);
      await tokens.revoke(mock);
      assert.deepEqual(await sessions.list([mock.id], mock.id), []);
      assert.equal(api.issues, 1);
    });

    it('but not while it is being revoked', async () => {
      const { sessions, tokens, api } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      const answer = api.hold();
      const revoking = tokens.revoke(mock);
      while (tokens.state(mock.id).kind !== 'revoking') await Promise.resolve();
      assert.equal(sessions.profileOf({ id: mock.id, accessToken: 'token-1' }), undefined);
      const listing = sessions.list(['mock'], undefined);
      answer();
      assert.deepEqual(await listing, []);
      await revoking;
      assert.equal(api.issues, 1);
    });

    it('but not while the renewal has its trouble with it', async () => {
      const { sessions, tokens, machine, api, host } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      machine.advance(day);
      host.troubled = true;
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
      assert.equal(api.issues, 1);
    });

    it('and are not listed if that fails', async () => {
      const { sessions, tokens, machine, api } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      machine.advance(day);
      api.nextFailure = new KiwoomError('maintenance');
      assert.deepEqual(await sessions.list(['mock'], undefined), []);
    });
  });

  describe('tell of changes', () => {
    it('once each, and of nothing else', async () => {
      const { sessions, tokens, changes, machine, keyStore, profiles } =
        await accountSessionsOf(mock);
      await tokens.issue(mock);
      await tokens.issue(mock);
      sessions.update();
      assert.deepEqual(changes.splice(0), ['+ mock-012 token-1']);
      machine.advance(day);
      assert.deepEqual(changes.splice(0), ['- mock-012 token-1']);
      await tokens.issue(mock);
      const [token] = [tokens.current(mock)];
      assert.ok(token);
      assert.deepEqual(changes.splice(0), ['+ mock-012 token-3']);
      await tokens.replace(mock, token);
      assert.deepEqual(changes.splice(0), ['~ mock-012 token-4']);
      keyStore.put({ ...mock, label: 'renamed' }, testKeys());
      await profiles.refresh();
      assert.deepEqual(changes.splice(0), ['~ mock-012 token-4']);
      await tokens.revoke(mock);
      assert.deepEqual(changes.splice(0), ['- mock-012 token-4']);
    });

    it('when a profile goes', async () => {
      const { tokens, changes, profiles } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      changes.length = 0;
      await profiles.remove(mock.id);
      assert.deepEqual(changes, ['- mock-012 token-1']);
    });
  });

  describe('know a session that was handed out', () => {
    const sessionOf = (profile: Profile, accessToken: string) => ({ id: profile.id, accessToken });

    it('by its token, and by the one before', async () => {
      const { sessions, tokens } = await accountSessionsOf(mock);
      const { token } = await tokens.issue(mock);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1'))?.id, mock.id);
      const { token: second } = await tokens.replace(mock, token);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1'))?.id, mock.id);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-2'))?.id, mock.id);
      await tokens.replace(mock, second);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1')), undefined);
    });

    it('while its token has expired and nobody renewed it yet', async () => {
      const { sessions, tokens, machine } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      machine.advance(day);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1'))?.id, mock.id);
    });

    it('but none that somebody made up, or that is of another account', async () => {
      const { sessions, tokens } = await accountSessionsOf(mock, real);
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
      const { sessions, tokens } = await accountSessionsOf(mock);
      await tokens.issue(mock);
      await tokens.revoke(mock);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1')), undefined);
      await tokens.issue(mock);
      assert.equal(sessions.profileOf(sessionOf(mock, 'token-1')), undefined);
    });
  });
});
