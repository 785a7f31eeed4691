import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../../../src/core/base/errors.ts';
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

  it('keeps the token from requests from the moment it is sent', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    const answer = api.hold();
    const revoking = manager.revoke(profile);
    await settle();
    assert.equal(manager.state(profile.id).kind, 'revoking');
    assert.equal(manager.current(profile), undefined);
    answer();
    await revoking;
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

  it('is not undone by a call of another window that is refused before it knows', async () => {
    const { api, window } = setUp();
    const [one, two] = [window(), window()];
    const { token } = await one.issue(profile);
    await two.revoke(profile);
    const told = one.reject(profile, token, new KiwoomError('token-invalid'));
    await assert.rejects(one.ensure(profile), { code: 'token-invalid' });
    await told;
    assert.equal(one.state(profile.id).kind, 'none');
    assert.equal(api.issues, 1);
    await one.issue(profile);
    assert.equal(api.issues, 2);
  });

  it('keeps the token when the server refuses', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    api.nextFailure = new KiwoomError('revoke-failed', { serverCode: 8015 });
    await assert.rejects(manager.revoke(profile), { code: 'revoke-failed' });
    assert.equal(manager.state(profile.id).kind, 'valid');
    assert.equal(manager.lastError(profile.id)?.code, 'revoke-failed');
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

  it('is one request for those who want it at the same time', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    const outcomes = await Promise.all([manager.revoke(profile), manager.revoke(profile)]);
    assert.deepEqual(outcomes, ['revoked', 'revoked']);
    assert.equal(api.revokes, 1);
  });

  it('lets the issues that overlap behind it be one', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    const answerRevoke = api.hold();
    const revoking = manager.revoke(profile);
    const first = manager.issue(profile);
    await settle();
    answerRevoke();
    const answerIssue = api.hold();
    await revoking;
    const second = manager.issue(profile);
    answerIssue();
    assert.equal((await first).token, (await second).token);
    assert.equal(api.issues, 2);
  });

  it('keeps the dying token from callers, also after one of them has left', async () => {
    const { api, manager } = setUp();
    const old = await manager.ensure(profile);
    const answer = api.hold();
    const revoking = manager.revoke(profile);
    const leave = new AbortController();
    const leaving = manager.ensure(profile, leave.signal);
    leave.abort();
    await assert.rejects(leaving, CancelledError);
    const staying = [manager.ensure(profile), manager.ensure(profile)];
    answer();
    await revoking;
    for (const token of await Promise.all(staying)) assert.notEqual(token, old);
    assert.equal(api.issues, 2);
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

  it('is not settled by another one without an answer', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    for (let tries = 0; tries < 2; tries++) {
      api.nextFailure = new KiwoomError('connection-lost');
      await assert.rejects(manager.revoke(profile), { code: 'connection-lost' });
    }
    assert.equal(manager.state(profile.id).kind, 'valid');
  });

  it('because it was cancelled is settled in the same way', async () => {
    const { api, manager } = setUp();
    await manager.issue(profile);
    const answer = api.hold();
    const cancel = new AbortController();
    const revoking = manager.revoke(profile, cancel.signal);
    await settle();
    cancel.abort();
    await assert.rejects(revoking, CancelledError);
    answer();
    api.nextFailure = new KiwoomError('revoke-failed', { returnCode: 3, serverCode: 8015 });
    assert.equal(await manager.revoke(profile), 'already-dead');
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

  it('was none if the server refused it for a token that another window issued', async () => {
    const { api, manager, window } = setUp();
    await manager.issue(profile);
    const other = window();
    await other.load(profile);
    api.nextFailure = new KiwoomError('revoke-failed', { returnCode: 3, serverCode: 8015 });
    await assert.rejects(other.revoke(profile), { code: 'revoke-failed' });
  });
});

describe('Suspending a token', () => {
  it('revokes it, and keeps it as a dead one', async () => {
    const { api, tokenStore, manager } = setUp();
    const token = await manager.ensure(profile);
    assert.equal(await manager.suspend(profile), 'revoked');
    assert.equal(api.revokes, 1);
    assert.equal(manager.state(profile.id).kind, 'rejected');
    assert.deepEqual(tokenStore.tokens.get(profile.id), { kind: 'token', token, dead: true });
  });

  it('asks nothing where none is held, or it is dead already', async () => {
    const { api, clock, manager } = setUp();
    assert.equal(await manager.suspend(profile), 'nothing-held');
    const token = await manager.ensure(profile);
    await manager.reject(profile, token, new KiwoomError('token-invalid'));
    assert.equal(await manager.suspend(profile), 'nothing-held');
    await manager.ensure(profile);
    clock.advance(24 * hour);
    assert.equal(await manager.suspend(profile), 'nothing-held');
    assert.equal(manager.state(profile.id).kind, 'expired');
    assert.equal(api.revokes, 0);
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
