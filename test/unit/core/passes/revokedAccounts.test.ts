import assert from 'node:assert/strict';
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
