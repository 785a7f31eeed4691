import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import {
  type EnvironmentTokens,
  SharedSettingTokens,
} from '../../../../src/core/handover/sharedSettingTokens.ts';
import type { AccessToken } from '../../../../src/core/model/token.ts';
import type { TokenState } from '../../../../src/core/model/tokenState.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const real = testProfile('real');
const first = testProfile('mock', { id: 'mock-1' });
const second = testProfile('mock', { id: 'mock-2' });
const profiles = [real, first, second];

function token(value: string): AccessToken {
  const host = 'https://server.test';
  return { value: new Secret(value), expiresAt: 0, host, receivedAt: 0, clockAheadMs: 0 };
}

/** What the windows of a machine know of its tokens. */
class Machine {
  readonly states = new Map<string, TokenState>();
  /** What clients get in place of the token. */
  readonly passes = new Map<string, AccessToken>();

  issue({ id }: Profile, value: string): void {
    this.states.set(id, { kind: 'valid', token: token(value) });
  }

  window(active: Profile) {
    const lastUsed = new Map([[active.environment, active]]);
    const state = (id: string): TokenState => this.states.get(id) ?? { kind: 'none' };
    const shared = new SharedSettingTokens({
      profiles: { all: profiles },
      active: {
        lastUsedIn: (environment) =>
          lastUsed.get(environment) ?? profiles.find((each) => each.environment === environment),
      },
      tokens: { state },
      handedOut: (profile) => {
        const now = state(profile.id);
        return now.kind === 'valid' ? (this.passes.get(profile.id) ?? now.token) : undefined;
      },
      fingerprint: (secret) => `#${secret.reveal()}`,
    });
    const use = (profile: Profile): void => void lastUsed.set(profile.environment, profile);
    return { shared, use };
  }
}

describe('Tokens in a place that all windows share', () => {
  it('are, for the window in front, those of the accounts it used last', () => {
    const machine = new Machine();
    const { shared, use } = machine.window(first);
    assert.deepEqual(shared.own(), {});
    machine.issue(first, 'a');
    machine.issue(second, 'b');
    machine.issue(real, 'c');
    assert.deepEqual(shared.own(), { mock: 'a', real: 'c' });
    use(second);
    assert.deepEqual(shared.own(), { mock: 'b', real: 'c' });
  });

  it('are passes while the gateway runs, and lose the token that stood there before', () => {
    const machine = new Machine();
    const { shared } = machine.window(first);
    machine.issue(first, 'a');
    assert.deepEqual(shared.own(), { mock: 'a' });
    machine.passes.set(first.id, token('pass'));
    assert.deepEqual(shared.withoutDead({ mock: 'a' }), {});
    assert.deepEqual(shared.own(), { mock: 'pass' });
    machine.passes.clear();
    assert.deepEqual(shared.withoutDead({ mock: 'pass' }), {});
  });

  const endings: Record<string, TokenState> = {
    expired: { kind: 'expired', token: token('a') },
    refused: { kind: 'rejected', token: token('a'), reason: new KiwoomError('token-invalid') },
    'being revoked': { kind: 'revoking', token: token('a') },
    gone: { kind: 'none' },
    replaced: { kind: 'valid', token: token('next') },
  };
  for (const [ending, state] of Object.entries(endings)) {
    it(`lose the one that is ${ending}, and keep the other`, () => {
      const machine = new Machine();
      const { shared } = machine.window(second);
      machine.issue(first, 'a');
      machine.issue(real, 'c');
      const there = { mock: 'a', real: 'c' };
      assert.deepEqual(shared.withoutDead(there), there);
      machine.states.set(first.id, state);
      assert.deepEqual(shared.withoutDead(there), { real: 'c' });
    });
  }

  it('lose one that stands in the wrong environment', () => {
    const machine = new Machine();
    const { shared } = machine.window(first);
    machine.issue(real, 'c');
    assert.deepEqual(shared.withoutDead({ mock: 'c' }), {});
    assert.deepEqual(shared.withoutDead({ real: 'c' }), { real: 'c' });
  });

  it('keep what this window never had: it may be valid on another machine', () => {
    const { shared } = new Machine().window(first);
    assert.deepEqual(shared.withoutDead({ mock: 'unknown' }), { mock: 'unknown' });
    assert.deepEqual(shared.withoutSeen({ mock: 'unknown' }), { mock: 'unknown' });
  });

  it('go at the end, valid ones too', () => {
    const machine = new Machine();
    const { shared } = machine.window(first);
    machine.issue(first, 'a');
    assert.deepEqual(shared.withoutSeen({ mock: 'a', real: 'unknown' }), { real: 'unknown' });
  });

  it('settle after every event, whichever window looks first, and never cross the environments', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('issue' as const), profile: fc.nat(2) }),
      fc.record({ kind: fc.constant('end' as const), profile: fc.nat(2) }),
      fc.record({ kind: fc.constant('use' as const), profile: fc.nat(2), window: fc.nat(2) }),
      fc.record({ kind: fc.constant('front' as const), window: fc.nat(3) }),
    );
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    const trusted = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(trusted, fc.array(fc.tuple(event, order, order)), (trust, events) => {
        const machine = new Machine();
        const windows = [real, first, second].map((active) => machine.window(active));
        let there: EnvironmentTokens = {};
        let [front, issues] = [0, 0];
        const look = (index: number): void => {
          const shared = windows[index]?.shared;
          assert.ok(shared);
          there =
            index === front && trust[index] === true ? shared.own() : shared.withoutDead(there);
        };
        for (const [happened, once, again] of events) {
          const profile = profiles['profile' in happened ? happened.profile : 0] ?? real;
          if (happened.kind === 'issue') machine.issue(profile, `${profile.id} ${issues++}`);
          if (happened.kind === 'end') machine.states.delete(profile.id);
          if (happened.kind === 'use') windows[happened.window]?.use(profile);
          if (happened.kind === 'front') front = happened.window;
          once.forEach(look);
          const settled = there;
          again.forEach(look);
          assert.deepEqual(there, settled, 'two windows undo each other’s work');
          if (trust[front] === true) assert.deepEqual(there, windows[front]?.shared.own());
          const valid = [...machine.states.values()].flatMap((state) =>
            state.kind === 'valid' ? [state.token.value.reveal()] : [],
          );
          for (const [environment, value] of Object.entries(there)) {
            assert.ok(value.startsWith(environment), 'a token under the name of the other');
            assert.ok(valid.includes(value), 'a token that is over');
          }
        }
      }),
    );
  });
});
