import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/errors.ts';
import { profile, settle, setUp } from './setUp.ts';

const hour = 60 * 60 * 1000;

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

describe('A token of a server that the settings no longer name', () => {
  async function fromElsewhere() {
    const parts = setUp();
    const { token } = await parts.manager.issue(profile);
    parts.api.origin = 'https://elsewhere.test';
    return { ...parts, token };
  }

  it('is dropped by a revoke, which sends no keys to that server', async () => {
    const { api, tokenStore, manager } = await fromElsewhere();
    assert.equal(await manager.revoke(profile), 'nothing-held');
    assert.equal(api.revokes, 0);
    assert.equal(tokenStore.tokens.size, 0);
  });

  it('is replaced without sending keys to that server', async () => {
    const { api, manager, token } = await fromElsewhere();
    const replaced = await manager.replace(profile, token);
    assert.equal(replaced.token.host, 'https://elsewhere.test');
    assert.equal(api.revokes, 0);
  });

  it('stays as it is when the last window closes', async () => {
    const { api, manager } = await fromElsewhere();
    assert.equal(await manager.suspend(profile), 'nothing-held');
    assert.equal(api.revokes, 0);
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
