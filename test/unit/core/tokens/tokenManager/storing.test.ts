import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../../src/core/base/errors.ts';
import type { AccessToken } from '../../../../../src/core/model/token.ts';
import type { TokenManager } from '../../../../../src/core/tokens/tokenManager.ts';
import { profile, settle, setUp } from './setUp.ts';

const hour = 60 * 60 * 1000;

describe('A disk that refuses', () => {
  it('to delete does not bring a revoked token back', async () => {
    const { tokenStore, manager } = setUp();
    await manager.issue(profile);
    tokenStore.remove = () => Promise.reject(new Error('EACCES'));
    assert.equal(await manager.revoke(profile), 'revoked');
    assert.equal(manager.lastError(profile.id)?.code, 'token-not-removed');
    await manager.load(profile);
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it('to write does not let an older stored token win over the new one', async () => {
    const { clock, tokenStore, manager } = setUp();
    await manager.issue(profile);
    clock.advance(25 * hour);
    tokenStore.failWrites = true;
    const { token } = await manager.issue(profile);
    await manager.load(profile);
    assert.equal(manager.current(profile), token);
    assert.equal(await manager.revoke(profile), 'revoked');
  });
});

describe('Another window', () => {
  it('that revokes ends the token of the one that issued it', async () => {
    const { manager, window } = setUp();
    await manager.issue(profile);
    await window().revoke(profile);
    await manager.load(profile);
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it('cannot end a token that is kept in memory only', async () => {
    const { tokenStore, manager } = setUp();
    tokenStore.write = () => Promise.resolve(false);
    const token = await manager.ensure(profile);
    await manager.load(profile);
    assert.equal(manager.current(profile), token);
  });

  it('wins with its newer token over one that the disk refused', async () => {
    const { clock, tokenStore, manager, window } = setUp();
    tokenStore.failWrites = true;
    await manager.issue(profile);
    tokenStore.failWrites = false;
    clock.advance(24 * hour);
    const { token } = await window().issue(profile);
    await manager.load(profile);
    assert.equal(manager.current(profile), token);
  });

  it('is believed where it issued after a revoke that the disk did not take', async () => {
    const { tokenStore, manager, window } = setUp();
    await manager.issue(profile);
    const remove = tokenStore.remove.bind(tokenStore);
    tokenStore.remove = () => Promise.reject(new Error('EACCES'));
    await manager.revoke(profile);
    tokenStore.remove = remove;
    const { token } = await window().issue(profile);
    await manager.load(profile);
    assert.equal(manager.current(profile), token);
  });

  it('has the token of another window no longer once that one revoked it, dead or alive', async () => {
    const { manager, window } = setUp();
    const other = window();
    for (const refused of [false, true]) {
      const { token } = await manager.issue(profile);
      if (refused) await manager.reject(profile, token, new KiwoomError('token-invalid'));
      await other.load(profile);
      assert.equal(other.state(profile.id).kind, refused ? 'rejected' : 'valid');
      await manager.revoke(profile);
      await other.load(profile);
      assert.equal(other.state(profile.id).kind, 'none');
    }
  });

  it('keeps the margin before the expiry for the token of another window too', async () => {
    const { api, clock, manager, window } = setUp();
    const { token } = await manager.issue(profile);
    const other = window();
    await other.load(profile);
    clock.advance(token.expiresAt - clock.now() - 30_000);
    await other.ensure(profile);
    assert.equal(api.issues, 2);
  });

  it('is told what another learned of the clock when the server repeated its token', async () => {
    const { api, clock, manager, window } = setUp();
    const { token } = await manager.issue(profile);
    const late = window();
    await late.load(profile);
    const issue = api.issue.bind(api);
    api.issue = async (...args) => ({
      ...(await issue(...args)),
      // This machine was slow: the server is an hour further.
      serverTime: clock.now() + hour,
    });
    await manager.issue(profile);
    await late.load(profile);
    clock.advance(token.expiresAt - clock.now() - hour / 2);
    assert.equal(manager.state(profile.id).kind, 'expired');
    assert.equal(late.state(profile.id).kind, 'expired');
  });

  it('is told how far this machine’s clock is off', async () => {
    const { api, clock, manager, window } = setUp();
    const issue = api.issue.bind(api);
    api.issue = async (...args) => {
      const serverTime = clock.now() - 9 * hour;
      return { ...(await issue(...args)), expiresAt: serverTime + 2 * hour, serverTime };
    };
    await manager.issue(profile);
    const late = window();
    await late.load(profile);
    clock.advance(hour / 2);
    assert.equal(late.state(profile.id).kind, 'valid');
    clock.advance(1.5 * hour);
    assert.equal(late.state(profile.id).kind, 'expired');
  });
});

describe('A stored token', () => {
  it('whose keys are gone is not read, and says why', async () => {
    const { keyStore, manager } = setUp();
    keyStore.entries.clear();
    await manager.load(profile);
    assert.equal(manager.state(profile.id).kind, 'none');
    assert.equal(manager.lastError(profile.id)?.code, 'keys-gone');
  });

  it('is there after a restart without asking the server', async () => {
    const { api, window } = setUp();
    await window().issue(profile);
    const restarted = window();
    await restarted.load(profile);
    assert.equal(restarted.state(profile.id).kind, 'valid');
    assert.equal(api.issues, 1);
  });

  it('that is damaged is reported and costs one issue', async () => {
    const { api, tokenStore, manager } = setUp();
    tokenStore.tokens.set(profile.id, { kind: 'unreadable' });
    await manager.load(profile);
    assert.equal(manager.lastError(profile.id)?.code, 'token-damaged');
    await manager.ensure(profile);
    assert.equal(api.issues, 1);
    assert.equal(manager.lastError(profile.id), undefined);
    assert.equal(tokenStore.tokens.get(profile.id)?.kind, 'token');
  });

  it('sealed under newer keys in another window does not disturb a held token', async () => {
    const { tokenStore, manager } = setUp();
    const token = await manager.ensure(profile);
    tokenStore.tokens.set(profile.id, { kind: 'unreadable' });
    await manager.load(profile);
    assert.equal(manager.current(profile), token);
    assert.equal(manager.lastError(profile.id), undefined);
    assert.equal(tokenStore.tokens.size, 1);
  });

  it('is not made of nothing', async () => {
    const { tokenStore, manager } = setUp();
    await manager.store(profile);
    assert.equal(tokenStore.tokens.size, 0);
    assert.equal(manager.lastError(profile.id), undefined);
  });

  it('stays a dead one when the way of storing changes', async () => {
    const { tokenStore, manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, new KiwoomError('token-invalid'));
    tokenStore.tokens.clear();
    await manager.store(profile);
    assert.deepEqual(tokenStore.tokens.get(profile.id), { kind: 'token', token, dead: true });
  });

  it('is forgotten with its profile', async () => {
    const { tokenStore, manager } = setUp();
    await manager.issue(profile);
    await manager.forget(profile.id);
    assert.equal(manager.state(profile.id).kind, 'none');
    assert.equal(tokenStore.tokens.size, 0);
  });

  it('is forgotten with the refusals for which its profile has to wait', async () => {
    const { api, manager } = setUp();
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(manager.ensure(profile), { code: 'wrong-keys' });
    await assert.rejects(manager.ensure(profile), { code: 'issue-paused' });
    await manager.forget(profile.id);
    assert.equal(manager.nextIssueAt(profile.id), undefined);
    await manager.ensure(profile);
  });
});

describe('What an operation stores', () => {
  const operations: Readonly<
    Record<string, (manager: TokenManager, held: AccessToken) => Promise<unknown>>
  > = {
    'an issue': (manager) => manager.issue(profile),
    'a suspension': (manager) => manager.suspend(profile),
    'a replacement': (manager, held) => manager.replace(profile, held),
    'a rejection': (manager, held) =>
      manager.reject(profile, held, new KiwoomError('token-invalid')),
    'a change of the way of storing': (manager) => manager.store(profile),
    'a revoke': (manager) => manager.revoke(profile),
    'the end of the profile': (manager) => manager.forget(profile.id),
  };

  for (const [name, run] of Object.entries(operations)) {
    it(`by ${name} is stored before another window has the lock`, async () => {
      const { tokenStore, lock, manager } = setUp();
      const held = await manager.ensure(profile);
      let pending = 0;
      const slow =
        <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
        async (...args: A): Promise<T> => {
          pending += 1;
          await settle();
          pending -= 1;
          return work(...args);
        };
      tokenStore.write = slow(tokenStore.write.bind(tokenStore));
      tokenStore.remove = slow(tokenStore.remove.bind(tokenStore));
      const seen: number[] = [];
      const runLocked = lock.run.bind(lock);
      lock.run = async (...args) => {
        try {
          return await runLocked(...args);
        } finally {
          seen.push(pending);
        }
      };
      await run(manager, held);
      assert.deepEqual(seen, [0]);
    });
  }
});
