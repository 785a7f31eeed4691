import assert from 'node:assert/strict';
import { profile, setUp } from './setUp.ts';

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
