import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Secret } from '../../../src/core/base/secret.ts';
import { merge, type Held } from '../../../src/redis/merge.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';

const token = (value: string, expiresAt: number): AccessToken => ({
  value: new Secret(value),
  expiresAt,
  receivedAt: 0,
  clockAheadMs: 0,
  host: 'https://server.test',
});

const [older, newer] = [token('older', 1_000), token('newer', 2_000)];
const alive = (which: AccessToken): Held => ({ token: which, dead: false });
const dead = (which: AccessToken): Held => ({ token: which, dead: true });
const outcome = (a: Held, b: Held, ...revoked: AccessToken[]): Held => merge(a, b, revoked).outcome;

describe('What this machine and the shared store hold', () => {
  it('is joined to what the server would take: the later expiry, and not dead', () => {
    assert.deepEqual(outcome(alive(older), alive(newer)), alive(newer));
    assert.deepEqual(outcome(alive(older), dead(newer)), alive(older));
    assert.deepEqual(outcome('absent', alive(older)), alive(older));
  });

  it('is dead if either side knows so of the same token', () => {
    assert.deepEqual(outcome(alive(newer), dead(newer)), dead(newer));
    assert.deepEqual(outcome(dead(newer), alive(newer)), dead(newer));
  });

  it('holds no token that was revoked, nor one from before it', () => {
    assert.equal(outcome(alive(older), alive(older), older), 'absent');
    assert.equal(outcome(alive(older), 'absent', newer), 'absent');
    assert.deepEqual(outcome(alive(older), alive(newer), older), alive(newer));
  });

  const held = fc.oneof(
    fc.constant<Held>('absent'),
    fc
      .record({ n: fc.integer({ min: 1, max: 4 }), dead: fc.boolean() })
      .map(({ n, dead: isDead }): Held => ({
        token: token(`t${n}`, n * 1_000),
        dead: isDead,
      })),
  );
  const revoked = fc
    .array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 })
    .map((all) => all.map((n) => token(`t${n}`, n * 1_000)));

  it('is the same whoever joins first, and joining again changes nothing', () => {
    fc.assert(
      fc.property(held, held, revoked, (a, b, gone) => {
        assert.deepEqual(outcome(a, b, ...gone), outcome(b, a, ...gone));
        const merged = outcome(a, b, ...gone);
        const again = merge(merged, merged, gone);
        assert.deepEqual([again.changesLocal, again.changesShared], [false, false]);
      }),
    );
  });
});
