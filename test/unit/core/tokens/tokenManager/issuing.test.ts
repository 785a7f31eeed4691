import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../../../src/core/base/errors.ts';
import { Secret } from '../../../../../src/core/base/secret.ts';
import { testKeys } from '../../../fakes/testProfile.ts';
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

  it('hands out the held one while another window has the lock', async () => {
    const { lock, manager } = setUp();
    const token = await manager.ensure(profile);
    const busy = Promise.withResolvers<undefined>();
    void lock.run('', new AbortController().signal, () => busy.promise);
    assert.equal(await manager.ensure(profile), token);
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

  it('gives none where the settings name a server that is refused', async () => {
    const { api, manager } = setUp();
    await manager.ensure(profile);
    const refused = new KiwoomError('endpoint-refused');
    api.host = () => {
      throw refused;
    };
    api.issue = () => Promise.reject(refused);
    assert.equal(manager.host(profile), undefined);
    assert.equal(manager.current(profile), undefined);
    await assert.rejects(manager.ensure(profile), refused);
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

  it('takes the token that another window receives while it waits for its turn', async () => {
    const { api, clock, window } = setUp();
    const release = api.hold();
    const first = window().issue(profile);
    await settle();
    const second = window().issue(profile);
    await settle();
    clock.advance(1000);
    release();
    const [mine, theirs] = await Promise.all([second, first]);
    assert.equal(api.issues, 1);
    assert.ok(mine.token.value.equals(theirs.token.value));
    assert.deepEqual([mine.asked, mine.repeated], [false, false]);
  });

  it('asks the server for a token that another window received before', async () => {
    const { api, clock, window } = setUp();
    await window().issue(profile);
    clock.advance(1000);
    const late = window();
    assert.equal((await late.issue(profile)).asked, true);
    assert.equal((await late.issue(profile)).repeated, true);
    assert.equal(api.issues, 3);
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
    assert.equal(manager.state(profile.id).kind, 'valid');
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

  it('is shown as one until its token is stored', async () => {
    const { tokenStore, manager } = setUp();
    const write = tokenStore.write.bind(tokenStore);
    const shown: string[] = [];
    tokenStore.write = (...args) => {
      shown.push(manager.state(profile.id).kind);
      return write(...args);
    };
    await manager.issue(profile);
    assert.deepEqual(shown, ['issuing']);
    assert.equal(tokenStore.tokens.size, 1);
  });

  it('is asked with the account’s own keys in its own environment', async () => {
    const { api, keyStore, manager } = setUp();
    for (const each of [profile, other]) {
      const keys = testKeys(`${each.environment} app`);
      keyStore.put(each, keys);
      await manager.issue(each);
      assert.deepEqual(api.sent, { environment: each.environment, keys });
    }
  });

  it('does not take a slow reply for a clock that is wrong', async () => {
    const { api, clock, manager } = setUp();
    const answer = api.hold();
    const issue = api.issue.bind(api);
    const serverTime = clock.now();
    api.issue = async (...args) => ({ ...(await issue(...args)), serverTime });
    const issuing = manager.issue(profile);
    await settle();
    clock.advance(10_000);
    answer();
    assert.equal((await issuing).token.clockAheadMs, 0);
  });

  it('that fails is logged with its account, and without its keys', async () => {
    const { api, log, manager } = setUp();
    const subject = 'token';
    api.nextFailure = new KiwoomError('reply-unexpected', { httpStatus: 200, subject });
    await assert.rejects(manager.issue(profile), { code: 'reply-unexpected' });
    const fields = { profile: profile.id, environment: 'mock' };
    assert.deepEqual(log.lines, [
      {
        level: 'warn',
        event: 'issuing-failed',
        fields: { ...fields, error: 'reply-unexpected', httpStatus: 200, subject },
      },
    ]);
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
