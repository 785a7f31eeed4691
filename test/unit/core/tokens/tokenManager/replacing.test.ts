import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../../src/core/base/errors.ts';
import { profile, settle, setUp } from './setUp.ts';

const hour = 60 * 60 * 1000;

describe('Replacing a token', () => {
  it('issues only, where the token has expired, was refused or is gone', async () => {
    const { api, clock, manager } = setUp();
    const expired = await manager.ensure(profile);
    clock.advance(24 * hour);
    const { token: refused } = await manager.replace(profile, expired);
    await manager.reject(profile, refused, new KiwoomError('token-invalid'));
    const { token: revoked } = await manager.replace(profile, refused);
    assert.equal(api.revokes, 0);
    await manager.revoke(profile);
    await manager.replace(profile, revoked);
    assert.deepEqual([api.issues, api.revokes], [4, 1]);
  });

  it('says that nothing was asked where another window has done it', async () => {
    const { manager, window } = setUp();
    const token = await manager.ensure(profile);
    const replaced = await window().replace(profile, token);
    assert.deepEqual(await manager.replace(profile, token), { ...replaced, asked: false });
  });

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

  it('is not over because a wait for the lock finds the token that is to be replaced', async () => {
    const { lock, manager } = setUp();
    const token = await manager.ensure(profile);
    const run = lock.run.bind(lock);
    lock.run = async <T>(
      name: string,
      signal: AbortSignal,
      work: () => Promise<T>,
      instead?: () => Promise<T | undefined>,
    ): Promise<T> => (await instead?.()) ?? run(name, signal, work);
    const replaced = await manager.replace(profile, token);
    assert.notEqual(replaced.token.value.reveal(), token.value.reveal());
  });

  it('asks at once after a refusal, as the token is revoked by then', async () => {
    const { api, manager } = setUp();
    const token = await manager.ensure(profile);
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(manager.issue(profile), { code: 'wrong-keys' });
    const replaced = await manager.replace(profile, token);
    assert.equal(manager.current(profile), replaced.token);
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

describe('A rejected token', () => {
  const reason = new KiwoomError('token-invalid');

  it('is not handed out again', async () => {
    const { api, manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, reason);
    assert.equal(manager.state(profile.id).kind, 'rejected');
    assert.equal(manager.lastError(profile.id), reason);
    assert.equal(manager.current(profile), undefined);
    await manager.ensure(profile);
    assert.equal(api.issues, 2);
  });

  it('says nothing once the token was revoked', async () => {
    const { manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.revoke(profile);
    await manager.reject(profile, token, reason);
    assert.equal(manager.state(profile.id).kind, 'none');
    assert.equal(manager.lastError(profile.id), undefined);
  });

  it('is known to be dead where the server then cannot revoke it', async () => {
    const { api, manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, reason);
    api.nextFailure = new KiwoomError('revoke-failed', { returnCode: 3, serverCode: 8015 });
    assert.equal(await manager.revoke(profile), 'already-dead');
  });

  it('leaves alone what another window stored since, or removed', async () => {
    const { tokenStore, manager, window } = setUp();
    const old = await manager.ensure(profile);
    const { token } = await window().replace(profile, old);
    await manager.reject(profile, old, reason);
    assert.deepEqual(tokenStore.tokens.get(profile.id), { kind: 'token', token, dead: false });
    const late = window();
    await late.load(profile);
    await window().revoke(profile);
    await late.reject(profile, token, reason);
    assert.equal(tokenStore.tokens.size, 0);
  });

  it('is one for this window even if the disk cannot tell the others', async () => {
    const { tokenStore, manager } = setUp();
    const token = await manager.ensure(profile);
    tokenStore.failWrites = true;
    await manager.reject(profile, token, reason);
    assert.equal(manager.state(profile.id).kind, 'rejected');
  });

  it('is not handed out while the next one is on its way either', async () => {
    const { api, manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, reason);
    const answer = api.hold();
    const ensuring = manager.ensure(profile);
    await settle();
    assert.equal(manager.state(profile.id).kind, 'issuing');
    assert.equal(manager.current(profile), undefined);
    answer();
    await ensuring;
  });

  it('keeps its reason when the store is looked at again', async () => {
    const { manager } = setUp();
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, new KiwoomError('ip-mismatch'));
    await manager.load(profile);
    const state = manager.state(profile.id);
    assert.equal(state.kind === 'rejected' && state.reason.code, 'ip-mismatch');
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
