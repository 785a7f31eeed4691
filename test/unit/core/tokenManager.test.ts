import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { ServerClock } from '../../../src/core/serverClock.ts';
import { TokenManager } from '../../../src/core/tokenManager.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../fakes/memoryStores.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';

const hour = 60 * 60 * 1000;
const minute = 60 * 1000;

const profile = testProfile('mock', { label: '81234567' });
const other = testProfile('real', { label: '81234567' });

function setUp() {
  const clock = new FakeClock();
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  const tokenStore = new MemoryTokenStore();
  const lock = new MemoryLock();
  const log = new RecordingLog();
  keyStore.put(profile, testKeys());
  keyStore.put(other, testKeys());
  /** Each call is another window on the same machine. */
  const window = () =>
    new TokenManager({
      clock: new ServerClock(clock, unexpected),
      api,
      keyStore,
      tokenStore,
      lock,
      log,
    });
  return { clock, api, keyStore, tokenStore, log, window, manager: window() };
}

/** Lets everything run that does not wait for a reply. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

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

describe('Revoking a token', () => {
  it('ends it at the server and everywhere on this machine', async () => {
    const { api, tokenStore, manager } = setUp();
    await manager.issue(profile);
    assert.equal(await manager.revoke(profile), 'revoked');
    assert.equal(api.revokes, 1);
    assert.equal(manager.state(profile.id).kind, 'none');
    assert.equal(tokenStore.tokens.size, 0);
  });

  it('asks nothing when no living token is held', async () => {
    const { api, clock, manager } = setUp();
    assert.equal(await manager.revoke(profile), 'nothing-held');
    await manager.issue(profile);
    clock.advance(25 * hour);
    assert.equal(await manager.revoke(profile), 'nothing-held');
    assert.equal(api.revokes, 0);
  });

  it('finds the token that another window issued', async () => {
    const { api, window } = setUp();
    await window().issue(profile);
    assert.equal(await window().revoke(profile), 'revoked');
    assert.equal(api.revokes, 1);
  });

  it('is noticed by another window when it reads the store', async () => {
    const { window } = setUp();
    const [one, two] = [window(), window()];
    await one.issue(profile);
    await two.load(profile);
    assert.equal(two.state(profile.id).kind, 'valid');
    await one.revoke(profile);
    await two.load(profile);
    assert.equal(two.state(profile.id).kind, 'none');
  });

  it('keeps the token when the server refuses', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    api.nextFailure = new KiwoomError('revoke-failed', { serverCode: 8015 });
    await assert.rejects(manager.revoke(profile), { code: 'revoke-failed' });
    assert.equal(manager.state(profile.id).kind, 'valid');
  });

  it('forgets a token that the server calls invalid', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    api.nextFailure = new KiwoomError('token-invalid', { serverCode: 8005 });
    assert.equal(await manager.revoke(profile), 'already-dead');
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it('waits for an issue that is under way, and ends its token', async () => {
    const { api, manager } = setUp();
    const release = api.hold();
    const issuing = manager.issue(profile);
    const revoking = manager.revoke(profile);
    await settle();
    release();
    await issuing;
    assert.equal(await revoking, 'revoked');
    assert.equal(api.mostInFlight, 1);
  });

  it('is over before callers who come later get a new token', async () => {
    const { api, manager } = setUp();
    const old = await manager.ensure(profile);
    const revoking = manager.revoke(profile);
    const fresh = await Promise.all([manager.ensure(profile), manager.ensure(profile)]);
    assert.equal(await revoking, 'revoked');
    assert.equal(new Set(fresh).size, 1);
    assert.notEqual(fresh[0], old);
    assert.equal(api.issues, 2);
  });
});

describe('A revoke without an answer', () => {
  it('is settled by the next one, even if the server then calls the token unknown', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    api.nextFailure = new KiwoomError('connection-lost');
    await assert.rejects(manager.revoke(profile), { code: 'connection-lost' });
    assert.equal(manager.state(profile.id).kind, 'valid');
    api.nextFailure = new KiwoomError('revoke-failed', { returnCode: 3, serverCode: 8015 });
    assert.equal(await manager.revoke(profile), 'already-dead');
    assert.equal(manager.state(profile.id).kind, 'none');
  });

  it('was none if the server refused', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    const refusal = new KiwoomError('revoke-failed', { returnCode: 3, serverCode: 8015 });
    for (let tries = 0; tries < 2; tries++) {
      api.nextFailure = refusal;
      await assert.rejects(manager.revoke(profile), { code: 'revoke-failed' });
    }
  });
});

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

describe('Replacing a token', () => {
  it('gives a fresh 24 hours', async () => {
    const { api, clock, manager } = setUp();
    const first = await manager.issue(profile);
    clock.advance(hour);
    const second = await manager.replace(profile, first.token);
    assert.equal(second.repeated, false);
    assert.equal(second.token.expiresAt - first.token.expiresAt, hour);
    assert.deepEqual([api.issues, api.revokes], [2, 1]);
  });

  it('happens once, however many windows want it', async () => {
    const { api, window } = setUp();
    const windows = [window(), window(), window()];
    const [first] = await Promise.all(windows.map((each) => each.ensure(profile)));
    assert.ok(first);
    const replaced = await Promise.all(windows.map((each) => each.replace(profile, first)));
    assert.equal(new Set(replaced.map(({ token }) => token.value.reveal())).size, 1);
    assert.deepEqual([api.issues, api.revokes], [2, 1]);
  });

  it('keeps the token when it cannot be revoked', async () => {
    const { api, manager } = setUp();
    const { token } = await manager.issue(profile);
    api.nextFailure = new KiwoomError('connection-lost');
    await assert.rejects(manager.replace(profile, token), { code: 'connection-lost' });
    assert.equal(manager.current(profile), token);
  });

  it('leaves a rejected token for every window if the issue fails after the revoke', async () => {
    const { api, manager, window } = setUp();
    const { token } = await manager.issue(profile);
    const revoke = api.revoke.bind(api);
    api.revoke = async (...args) => {
      await revoke(...args);
      api.nextFailure = new KiwoomError('connection-lost');
    };
    await assert.rejects(manager.replace(profile, token), { code: 'connection-lost' });
    const restarted = window();
    await restarted.load(profile);
    for (const each of [manager, restarted]) {
      assert.equal(each.state(profile.id).kind, 'rejected');
      assert.equal(each.current(profile), undefined);
    }
  });

  it('keeps other callers waiting for the new token', async () => {
    const { manager } = setUp();
    const { token } = await manager.issue(profile);
    const [replaced, ensured] = await Promise.all([
      manager.replace(profile, token),
      manager.ensure(profile),
    ]);
    assert.equal(ensured, replaced.token);
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

describe('A rejected token', () => {
  const reason = new KiwoomError('token-invalid');

  it('is not handed out again', async () => {
    const { api, manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, reason);
    assert.equal(manager.state(profile.id).kind, 'rejected');
    assert.equal(manager.current(profile), undefined);
    await manager.ensure(profile);
    assert.equal(api.issues, 2);
  });

  it('is known to the other windows', async () => {
    const { window } = setUp();
    const [one, two] = [window(), window()];
    const token = await one.ensure(profile);
    await two.load(profile);
    await one.reject(profile, token, reason);
    await two.load(profile);
    assert.equal(two.state(profile.id).kind, 'rejected');
  });

  it('says nothing about the token that came after it', async () => {
    const { tokenStore, manager } = setUp();
    const old = await manager.ensure(profile);
    const { token } = await manager.replace(profile, old);
    await manager.reject(profile, old, reason);
    assert.equal(manager.state(profile.id).kind, 'valid');
    assert.deepEqual(tokenStore.tokens.get(profile.id), { kind: 'token', token, dead: false });
  });
});

describe('A stored token', () => {
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

  it('is forgotten with its profile', async () => {
    const { tokenStore, manager } = setUp();
    await manager.issue(profile);
    await manager.forget(profile.id);
    assert.equal(manager.state(profile.id).kind, 'none');
    assert.equal(tokenStore.tokens.size, 0);
  });
});
