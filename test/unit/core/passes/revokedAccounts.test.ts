import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { RevokedAccounts } from '../../../../src/core/passes/revokedAccounts.ts';
import { testMachine } from '../../fakes/testMachine.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const profile = testProfile('mock');

function setUp() {
  const { window, api } = testMachine(profile);
  const open = async () => {
    const { profiles, tokens } = window();
    await profiles.refresh();
    await tokens.load(profile);
    const revoked = new RevokedAccounts();
    revoked.observe(profile.id, tokens.state(profile.id));
    tokens.onDidChange((id) => {
      revoked.observe(id, tokens.state(id));
    });
    return { tokens, revoked, isRevoked: () => revoked.has(profile.id) };
  };
  return { open, api };
}

describe('An account whose token was revoked', () => {
  it('is known in the window that revoked it, until the next issue', async () => {
    const { open } = setUp();
    const { tokens, isRevoked } = await open();
    assert.equal(isRevoked(), false);
    await tokens.issue(profile);
    assert.equal(isRevoked(), false);
    await tokens.revoke(profile);
    assert.equal(isRevoked(), true);
    await tokens.issue(profile);
    assert.equal(isRevoked(), false);
  });

  it('is known from the moment of the command, so that no call asks for a token behind it', async () => {
    const { open, api } = setUp();
    const { tokens, isRevoked } = await open();
    await tokens.issue(profile);
    const release = api.hold();
    const revoking = tokens.revoke(profile);
    while (tokens.state(profile.id).kind !== 'revoking') await nextTurn();
    assert.equal(isRevoked(), true);
    release();
    await revoking;
    assert.equal(isRevoked(), true);
  });

  it('is none where the revocation failed, be the token alive or refused', async () => {
    for (const refused of [false, true]) {
      const { open, api } = setUp();
      const { tokens, isRevoked } = await open();
      const { token } = await tokens.issue(profile);
      if (refused) await tokens.reject(profile, token, new KiwoomError('token-invalid'));
      api.nextFailure = new KiwoomError('maintenance');
      await assert.rejects(tokens.revoke(profile));
      assert.equal(isRevoked(), false);
    }
  });

  it('is known in another window as soon as it reads the store', async () => {
    const { open } = setUp();
    const first = await open();
    await first.tokens.issue(profile);
    const second = await open();
    await first.tokens.revoke(profile);
    await second.tokens.load(profile);
    assert.equal(second.isRevoked(), true);
  });

  it('is none once its keys were removed and added again', async () => {
    const { open } = setUp();
    const { tokens, isRevoked, revoked } = await open();
    await tokens.issue(profile);
    await tokens.revoke(profile);
    revoked.forget(profile.id);
    assert.equal(isRevoked(), false);
    revoked.observe(profile.id, { kind: 'none' });
    assert.equal(isRevoked(), false);
  });

  it('is none that never had a token, or whose first issue failed', async () => {
    const { open, api } = setUp();
    const { tokens, isRevoked } = await open();
    api.nextFailure = new KiwoomError('maintenance');
    await assert.rejects(tokens.issue(profile));
    assert.equal(isRevoked(), false);
  });
});
