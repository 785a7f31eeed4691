import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../../../src/core/base/errors.ts';
import type { IssuedToken } from '../../../../../src/core/model/ports.ts';
import { Secret } from '../../../../../src/core/base/secret.ts';
import type { MemoryTokenStore } from '../../../fakes/memoryStores.ts';
import { testKeys } from '../../../fakes/testProfile.ts';
import { profile, settle, setUp } from './setUp.ts';

const hour = 60 * 60 * 1000;

describe('Overlapping operations', () => {
  /** Lets a test decide when the next read of the store is answered, with what was there before. */
  function slowRead(tokenStore: MemoryTokenStore): () => void {
    const read = tokenStore.read.bind(tokenStore);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    tokenStore.read = async (id, keys) => {
      tokenStore.read = read;
      const found = await read(id, keys);
      await promise;
      return found;
    };
    return () => {
      resolve(undefined);
    };
  }

  it('do not let a slow look at the store bring a revoked token back', async () => {
    const { tokenStore, manager } = setUp();
    await manager.issue(profile);
    const answer = slowRead(tokenStore);
    const loading = manager.load(profile);
    const revoking = manager.revoke(profile);
    await settle();
    answer();
    await Promise.all([loading, revoking]);
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it('do not let a store that began before a revoke undo it', async () => {
    const { tokenStore, manager } = setUp();
    await manager.issue(profile);
    await Promise.all([manager.store(profile), manager.revoke(profile)]);
    assert.equal(tokenStore.tokens.size, 0);
  });

  it('leave nothing behind of a profile that is forgotten in between', async () => {
    const { tokenStore, manager } = setUp();
    const issuing = manager.issue(profile);
    const revoking = manager.revoke(profile);
    const again = manager.issue(profile);
    await Promise.all([issuing, revoking, again, manager.forget(profile.id)]);
    assert.equal(tokenStore.tokens.size, 0);
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it('of two windows are one issue, also where the server’s clock is behind', async () => {
    const { api, clock, manager, window } = setUp();
    const issue = api.issue.bind(api);
    api.issue = async (...asked) => {
      const serverTime = clock.now() - hour;
      return { ...(await issue(...asked)), expiresAt: serverTime + 24 * hour, serverTime };
    };
    const answer = api.hold();
    const issuing = [manager.issue(profile), window().issue(profile)];
    await settle();
    clock.advance(1_000);
    answer();
    await Promise.all(issuing);
    assert.equal(api.issues, 1);
  });
});

describe('A user’s command', () => {
  it('issues where the automatic request that it joins has to wait', async () => {
    const { api, manager } = setUp();
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(manager.ensure(profile), { code: 'wrong-keys' });
    const automatic = assert.rejects(manager.ensure(profile), { code: 'issue-paused' });
    const { token } = await manager.issue(profile);
    await automatic;
    assert.equal(manager.current(profile), token);
  });

  it('that needs a token asks once for it if the request fails', async () => {
    const { api, manager } = setUp();
    api.nextFailure = new KiwoomError('connection-lost');
    await assert.rejects(manager.ensureForUser(profile), { code: 'connection-lost' });
    assert.equal(api.issues, 1);
  });
});

describe('Keys on trial', () => {
  const trial = { appkey: new Secret('new app'), secretkey: new Secret('new secret') };

  it('are tried at the server, and their token is adopted once they are stored', async () => {
    const { api, keyStore, tokenStore, manager } = setUp();
    const states: string[] = [];
    manager.onDidChange(() => states.push(manager.state(profile.id).kind));
    const token = await manager.tryKeys(profile, trial);
    assert.equal(api.issues, 1);
    assert.equal(api.sent?.keys, trial);
    assert.equal(tokenStore.tokens.size, 0);
    assert.deepEqual(states, []);
    keyStore.put(profile, trial);
    assert.deepEqual(await manager.adopt(profile, token), { token, asked: true, repeated: false });
    assert.deepEqual(tokenStore.tokens.get(profile.id), { kind: 'token', token, dead: false });
    assert.equal(manager.current(profile), token);
  });

  it('do not take a token of the stored keys for a damaged one', async () => {
    const { api, manager, window } = setUp();
    await manager.ensure(profile);
    const late = window();
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(late.tryKeys(profile, trial), { code: 'wrong-keys' });
    assert.equal(late.lastError(profile.id), undefined);
  });

  it('that are refused cost nothing that was held', async () => {
    const { api, tokenStore, manager } = setUp();
    const token = await manager.ensure(profile);
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(manager.tryKeys(profile, trial), { code: 'wrong-keys' });
    assert.equal(manager.current(profile), token);
    assert.equal(manager.lastError(profile.id), undefined);
    assert.equal(tokenStore.tokens.size, 1);
  });

  it('leave what was held if they are cancelled as the answer arrives', async () => {
    const { api, manager } = setUp();
    const held = await manager.ensure(profile);
    const answer = Promise.withResolvers<IssuedToken>();
    api.issue = () => answer.promise;
    const cancel = new AbortController();
    const trying = manager.tryKeys(profile, trial, cancel.signal);
    await settle();
    cancel.abort();
    await assert.rejects(trying, CancelledError);
    answer.resolve({ ...held, value: new Secret('of the new keys') });
    await settle();
    assert.equal(manager.current(profile), held);
  });

  it('whose server answers with the token that is held say so when it is adopted', async () => {
    const { clock, manager } = setUp();
    const held = await manager.ensure(profile);
    clock.advance(60_000);
    const token = await manager.tryKeys(profile, testKeys('app', 'renewed'));
    const outcome = await manager.adopt(profile, token);
    assert.equal(outcome.repeated, true);
    assert.equal(outcome.token.receivedAt, held.receivedAt);
  });

  it('are joined by nobody who relies on the stored ones', async () => {
    const { api, manager } = setUp();
    api.nextFailure = new KiwoomError('wrong-keys');
    const trying = assert.rejects(manager.tryKeys(profile, trial), { code: 'wrong-keys' });
    await manager.ensure(profile);
    await trying;
    assert.equal(api.issues, 2);
  });
});
