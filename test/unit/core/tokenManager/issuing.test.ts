import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../../src/core/errors.ts';
import { Secret } from '../../../../src/core/secret.ts';
import type { MemoryTokenStore } from '../../fakes/memoryStores.ts';
import { other, profile, settle, setUp } from './setUp.ts';

const hour = 60 * 60 * 1000;
const minute = 60 * 1000;

describe('Ensuring a token', () => {
  it('issues when none is held and hands out the held one afterwards', async () => {
    const { api, manager } = setUp();
    const first = await manager.ensure(profile);
    const second = await manager.ensure(profile);
    assert.equal(first, second);
    assert.equal(api.issues, 1);
  });

  it('makes one request for any number of simultaneous callers', async () => {
    const { api, manager } = setUp();
    const tokens = await Promise.all(Array.from({ length: 250 }, () => manager.ensure(profile)));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(api.issues, 1);
  });

  it('makes one request for several windows', async () => {
    const { api, window } = setUp();
    await Promise.all([window(), window(), window()].map((each) => each.ensure(profile)));
    assert.equal(api.issues, 1);
  });

  it('keeps profiles apart', async () => {
    const { api, manager } = setUp();
    await Promise.all([manager.ensure(profile), manager.ensure(other)]);
    assert.equal(api.issues, 2);
  });

  it('does not hand out a token that expires within the margin', async () => {
    const { api, clock, manager } = setUp();
    await manager.ensure(profile);
    clock.advance(24 * hour - minute);
    await manager.ensure(profile);
    assert.equal(api.issues, 2);
  });

  it('asks only once near the end if the server insists on the old token', async () => {
    const { api, clock, manager } = setUp();
    await manager.ensure(profile);
    clock.advance(24 * hour - minute / 2);
    const [again, andAgain] = [await manager.ensure(profile), await manager.ensure(profile)];
    assert.equal(again, andAgain);
    assert.equal(api.issues, 2);
    clock.advance(minute);
    await manager.ensure(profile);
    assert.equal(api.issues, 3);
  });

  it('does not use a token that another server issued', async () => {
    const { api, manager } = setUp();
    await manager.ensure(profile);
    api.origin = 'https://elsewhere.test';
    assert.equal(manager.current(profile), undefined);
    await manager.ensure(profile);
    assert.equal(api.issues, 2);
  });

  it('fails with the reason when the keys are gone', async () => {
    const { keyStore, manager } = setUp();
    keyStore.entries.clear();
    await assert.rejects(manager.ensure(profile), { code: 'keys-gone' });
    assert.equal(manager.lastError(profile.id)?.code, 'keys-gone');
  });
});

describe('Issuing a token', () => {
  it('says when the server gave the same token back, and keeps when it was first received', async () => {
    const { clock, manager } = setUp();
    const first = await manager.issue(profile);
    clock.advance(hour);
    const second = await manager.issue(profile);
    assert.equal(first.repeated, false);
    assert.equal(second.repeated, true);
    assert.equal(second.token.receivedAt, first.token.receivedAt);
  });

  it('asks the server even when it joins an ensure that could be served from the store', async () => {
    const { api, window } = setUp();
    await window().ensure(profile);
    const late = window();
    const [, outcome] = await Promise.all([late.ensure(profile), late.issue(profile)]);
    assert.equal(outcome.asked, true);
    assert.equal(api.issues, 2);
  });

  it('shows issuing while it runs, with the held token still usable', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    const release = api.hold();
    const running = manager.issue(profile);
    await settle();
    assert.equal(manager.state(profile.id).kind, 'issuing');
    assert.notEqual(manager.current(profile), undefined);
    release();
    await running;
    assert.equal(manager.state(profile.id).kind, 'valid');
  });

  it('leaves everything as it was when cancelled', async () => {
    const { api, manager, log } = setUp();
    const before = await manager.issue(profile);
    api.hold();
    const cancel = new AbortController();
    const running = manager.issue(profile, cancel.signal);
    await settle();
    cancel.abort();
    await assert.rejects(running, CancelledError);
    await settle();
    assert.equal(manager.current(profile), before.token);
    assert.equal(manager.lastError(profile.id), undefined);
    assert.equal(log.lines.filter(({ level }) => level !== 'info').length, 0);
  });

  it('goes on for the others when one caller cancels', async () => {
    const { api, manager } = setUp();
    const release = api.hold();
    const cancel = new AbortController();
    const leaving = manager.ensure(profile, cancel.signal);
    const staying = manager.ensure(profile);
    await settle();
    cancel.abort();
    await assert.rejects(leaving, CancelledError);
    release();
    await staying;
    assert.equal(api.issues, 1);
  });

  it('starts anew after a cancelled one instead of joining it', async () => {
    const { api, manager } = setUp();
    const release = api.hold();
    const cancel = new AbortController();
    const leaving = manager.ensure(profile, cancel.signal);
    await settle();
    cancel.abort();
    release();
    await manager.ensure(profile);
    await assert.rejects(leaving, CancelledError);
    assert.equal(api.mostInFlight, 1);
  });

  it('keeps the reason of a failure until the next success', async () => {
    const { api, manager } = setUp();
    api.nextFailure = new KiwoomError('wrong-keys', { serverCode: 8001 });
    await assert.rejects(manager.issue(profile), { code: 'wrong-keys' });
    assert.equal(manager.lastError(profile.id)?.code, 'wrong-keys');
    await manager.issue(profile);
    assert.equal(manager.lastError(profile.id), undefined);
  });

  it('keeps a good token in memory when the disk refuses it', async () => {
    const { tokenStore, manager } = setUp();
    tokenStore.failWrites = true;
    await manager.issue(profile);
    assert.equal(manager.state(profile.id).kind, 'valid');
    assert.equal(manager.lastError(profile.id)?.code, 'token-not-stored');
    assert.notEqual(await manager.ensure(profile), undefined);
  });

  it('refuses a token that is expired on arrival', async () => {
    const { api, clock, manager } = setUp();
    api.issue = () =>
      Promise.resolve({ value: new Secret('t'), expiresAt: clock.now(), host: api.origin });
    await assert.rejects(manager.issue(profile), { code: 'expired-on-arrival' });
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it("judges the expiry by the server's clock when this machine is nine hours off", async () => {
    const { api, clock, manager } = setUp();
    const serverTime = clock.now() - 9 * hour;
    api.issue = () =>
      Promise.resolve({
        value: new Secret('t'),
        expiresAt: serverTime + hour * 2,
        host: api.origin,
        serverTime,
      });
    await manager.issue(profile);
    assert.equal(manager.state(profile.id).kind, 'valid');
    clock.advance(2 * hour);
    assert.equal(manager.state(profile.id).kind, 'expired');
  });
});

describe('Overlapping operations', () => {
  /** Lets a test decide when the next read of the store is answered, with what was there before. */
  function slowRead(tokenStore: MemoryTokenStore): () => void {
    const read = tokenStore.read.bind(tokenStore);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    tokenStore.read = async (id) => {
      tokenStore.read = read;
      const found = await read(id);
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
});

describe('Keys on trial', () => {
  const trial = { appkey: new Secret('new app'), secretkey: new Secret('new secret') };

  it('are tried at the server, and nothing is stored before they are', async () => {
    const { api, tokenStore, manager } = setUp();
    const { token } = await manager.issueWith(profile, trial);
    assert.equal(api.issues, 1);
    assert.equal(tokenStore.tokens.size, 0);
    await manager.store(profile);
    assert.deepEqual(tokenStore.tokens.get(profile.id), { kind: 'token', token, dead: false });
  });

  it('that are refused cost nothing that was held', async () => {
    const { api, tokenStore, manager } = setUp();
    const token = await manager.ensure(profile);
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(manager.issueWith(profile, trial), { code: 'wrong-keys' });
    assert.equal(manager.current(profile), token);
    assert.equal(manager.lastError(profile.id), undefined);
    assert.equal(tokenStore.tokens.size, 1);
  });

  it('are joined by nobody who relies on the stored ones', async () => {
    const { api, manager } = setUp();
    api.nextFailure = new KiwoomError('wrong-keys');
    const trying = assert.rejects(manager.issueWith(profile, trial), { code: 'wrong-keys' });
    await manager.ensure(profile);
    await trying;
    assert.equal(api.issues, 2);
  });
});
