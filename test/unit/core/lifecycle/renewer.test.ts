import assert from 'node:assert/strict';
import { type ErrorCode, KiwoomError } from '../../../../src/core/base/errors.ts';
import type { RenewalPolicy } from '../../../../src/core/lifecycle/renewalPolicy.ts';
import type { FakeClock } from '../../fakes/fakeClock.ts';
import { testMachine } from '../../fakes/testMachine.ts';
import { testPreferences } from '../../fakes/testPorts.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const profile = testProfile('mock');

async function setUp(policy: RenewalPolicy = { kind: 'at-expiry' }) {
  const shared = testMachine(profile);
  const current = { policy };
  const window = async () => {
    const preferences = testPreferences({ renewalPolicy: () => current.policy });
    const domain = shared.window({ preferences });
    await domain.profiles.refresh();
    return domain;
  };
  return { ...(await window()), ...shared, current, window };
}

/** Time passes in steps of at most a minute, and what it starts goes on. */
async function live(machine: FakeClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minute) {
    machine.advance(Math.min(left, minute));
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
}

describe('Renewal', () => {
  it('issues once a day, at the expiry', async () => {
    const { machine, api, tokens } = await setUp();
    await tokens.issue(profile);
    await live(machine, 3 * day - minute);
    assert.equal(api.issues, 3);
    assert.equal(tokens.state(profile.id).kind, 'expiring');
  });

  it('sleeps while nothing was issued, and after a revoke', async () => {
    const { machine, tokens } = await setUp();
    assert.equal(machine.alarms, 0);
    await tokens.issue(profile);
    await tokens.revoke(profile);
    assert.equal(machine.alarms, 0);
  });

  it('is one call for several windows', async () => {
    const { machine, api, tokens, window } = await setUp();
    const others = [await window(), await window()];
    await tokens.issue(profile);
    for (const other of others) await other.tokens.load(profile);
    await live(machine, day + minute);
    assert.equal(api.issues, 2);
    for (const other of [{ tokens }, ...others]) {
      assert.equal(other.tokens.state(profile.id).kind, 'valid');
    }
  });

  it('goes on after three days of sleep', async () => {
    const { machine, api, tokens } = await setUp();
    await tokens.issue(profile);
    machine.jump(3 * day);
    await live(machine, minute);
    assert.equal(tokens.state(profile.id).kind, 'valid');
    assert.equal(api.issues, 2);
  });

  for (const lead of [30, 180]) {
    it(`replaces each token ${lead} minutes before its expiry where that is wanted`, async () => {
      const policy = { kind: 'revoke-and-issue', leadMs: lead * minute } as const;
      const { machine, api, tokens } = await setUp(policy);
      await tokens.issue(profile);
      await live(machine, day - (lead - 1) * minute);
      assert.deepEqual([api.issues, api.revokes], [2, 1]);
      assert.equal(tokens.state(profile.id).kind, 'valid');
      await live(machine, 2 * (day - lead * minute));
      assert.deepEqual([api.issues, api.revokes], [4, 3]);
    });
  }

  for (const loses of ['no reply', 'the reply to the issue']) {
    it(`replaces a token once if the server keeps its expiry, with ${loses} lost`, async () => {
      const policy = { kind: 'revoke-and-issue', leadMs: 30 * minute } as const;
      const { machine, api, tokens } = await setUp(policy);
      const { token } = await tokens.issue(profile);
      const issue = api.issue.bind(api);
      const { expiresAt } = token;
      api.issue = async (...asked) => {
        const answer = await issue(...asked);
        assert.ok(api.issues < 10, 'It goes on and on.');
        const lost = loses !== 'no reply' && api.issues === 2;
        if (lost) throw new KiwoomError('connection-lost');
        return machine.now() < expiresAt ? { ...answer, expiresAt } : answer;
      };
      await live(machine, day - minute);
      assert.equal(api.revokes, 1);
      assert.equal(tokens.state(profile.id).kind, 'expiring');
      await live(machine, day);
      assert.equal(api.revokes, 2);
    });
  }

  it('replaces it later if it could not be revoked', async () => {
    const { machine, api, tokens } = await setUp({ kind: 'revoke-and-issue', leadMs: 30 * minute });
    await tokens.issue(profile);
    await live(machine, day - 31 * minute);
    api.nextFailure = new KiwoomError('connection-refused');
    await live(machine, 3 * minute);
    assert.deepEqual([api.issues, api.revokes], [2, 2]);
    assert.equal(tokens.state(profile.id).kind, 'valid');
  });

  it('issues again at once when a token was refused', async () => {
    const { machine, api, tokens } = await setUp();
    const { token } = await tokens.issue(profile);
    await tokens.reject(profile, token, new KiwoomError('token-invalid'));
    await live(machine, 1);
    assert.equal(api.issues, 2);
  });

  it('is waited for by who wants to tell what came of a refused token', async () => {
    const { tokens, renewer } = await setUp();
    await renewer.settled(profile.id);
    const { token } = await tokens.issue(profile);
    await tokens.reject(profile, token, new KiwoomError('token-invalid'));
    assert.notEqual(tokens.state(profile.id).kind, 'valid');
    await renewer.settled(profile.id);
    assert.equal(tokens.state(profile.id).kind, 'valid');
  });

  it('tries again with growing pauses while the server is away, and recovers', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    const issue = api.issue.bind(api);
    api.issue = () => {
      api.issues += 1;
      return Promise.reject(new KiwoomError('connection-refused'));
    };
    await live(machine, day + 10_000);
    const trouble = renewer.trouble(profile.id);
    assert.equal(trouble?.error.code, 'connection-refused');
    assert.ok(trouble.nextTryAt !== undefined && trouble.nextTryAt > machine.now());
    await live(machine, 30 * minute);
    assert.ok(api.issues < 15, `${api.issues} calls in half an hour`);
    api.issue = issue;
    await live(machine, 6 * minute);
    assert.equal(tokens.state(profile.id).kind, 'valid');
    assert.equal(renewer.trouble(profile.id), undefined);
  });

  for (const code of ['wrong-keys', 'unregistered-ip', 'key-of-other-environment'] as ErrorCode[]) {
    it(`stops at ${code} until somebody acts`, async () => {
      const { machine, api, tokens, renewer } = await setUp();
      await tokens.issue(profile);
      await live(machine, day - minute);
      api.nextFailure = new KiwoomError(code);
      await live(machine, day);
      assert.equal(api.issues, 2);
      assert.equal(renewer.trouble(profile.id)?.nextTryAt, undefined);
      assert.equal(renewer.trouble(profile.id)?.error.code, code);
      await tokens.issue(profile);
      assert.equal(renewer.trouble(profile.id), undefined);
      await live(machine, day + minute);
      assert.equal(api.issues, 4);
    });
  }

  it('tells of one trouble once, until it changes', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    await live(machine, day - minute);
    let told = 0;
    renewer.onDidChange(() => (told += 1));
    api.nextFailure = new KiwoomError('wrong-keys');
    await live(machine, hour);
    assert.equal(told, 1);
  });

  it('follows a change of the policy', async () => {
    const { machine, api, current, tokens, renewer } = await setUp({ kind: 'off' });
    await tokens.issue(profile);
    await live(machine, 2 * day);
    assert.equal(api.issues, 1);
    current.policy = { kind: 'at-expiry' };
    renewer.refresh();
    await live(machine, 1);
    assert.equal(api.issues, 2);
  });

  it('tries again once a setting has changed that may have been in the way', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    await live(machine, day - minute);
    api.nextFailure = new KiwoomError('endpoint-refused');
    await live(machine, hour);
    assert.equal(renewer.trouble(profile.id)?.error.code, 'endpoint-refused');
    renewer.refresh();
    await live(machine, 1);
    assert.equal(renewer.trouble(profile.id), undefined);
    assert.equal(tokens.state(profile.id).kind, 'valid');
  });

  it('keeps to its pause when a setting changes while the server is away', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    await live(machine, day - minute);
    api.nextFailure = new KiwoomError('connection-refused');
    await live(machine, minute + 1);
    const before = renewer.trouble(profile.id);
    assert.ok(before?.nextTryAt !== undefined);
    renewer.refresh();
    await live(machine, 1);
    assert.equal(renewer.trouble(profile.id), before);
    assert.equal(api.issues, 2);
  });

  it('ends with the profile', async () => {
    const { machine, api, keyStore, profiles, tokens } = await setUp();
    await tokens.issue(profile);
    keyStore.entries.clear();
    await profiles.refresh();
    await tokens.forget(profile.id);
    await live(machine, 2 * day);
    assert.equal(api.issues, 1);
    assert.equal(machine.alarms, 0);
  });

  it('plans nothing more when it is ended in the middle of a try', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    await live(machine, day - minute);
    const answer = api.hold();
    await live(machine, 2 * minute);
    assert.equal(api.inFlight, 1);
    renewer.dispose();
    api.nextFailure = new KiwoomError('connection-refused');
    answer();
    await live(machine, 1);
    assert.equal(api.inFlight, 0);
    assert.equal(machine.alarms, 0);
  });

  it('does not try sooner because something else is looked at', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    await live(machine, day - minute);
    api.nextFailure = new KiwoomError('maintenance');
    await live(machine, minute + 1);
    assert.equal(renewer.trouble(profile.id)?.failures, 1);
    renewer.refresh();
    await tokens.load(profile);
    await live(machine, 1);
    assert.equal(api.issues, 2);
  });

  it('ends with the window', async () => {
    const { machine, api, tokens, renewer } = await setUp();
    await tokens.issue(profile);
    renewer.dispose();
    await live(machine, 2 * day);
    assert.equal(api.issues, 1);
  });
});
