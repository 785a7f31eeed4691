import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Secret } from '../../../src/core/base/secret.ts';
import { type Fact, join, merge, type Held } from '../../../src/redis/merge.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';

const token = (
  value: string,
  expiresAt: number,
  named: Partial<AccessToken> = {},
): AccessToken => ({
  value: new Secret(value),
  expiresAt,
  receivedAt: 0,
  clockAheadMs: 0,
  host: 'https://server.test',
  ...named,
});

const [older, newer] = [token('older', 1_000), token('newer', 2_000)];
const [first, second] = [token('z', 3_000), token('a', 3_000, { receivedAt: 1 })];
const alive = (which: AccessToken): Held => ({ token: which, dead: false });
const dead = (which: AccessToken): Held => ({ token: which, dead: true });

/** In words, as the value of a secret does not count in comparisons. */
const told = (held: Held): string =>
  held === 'absent' ? held : `${held.token.value.reveal()} ${held.dead ? 'dead' : 'alive'}`;
const outcome = (a: Held, b: Held, ...revoked: AccessToken[]): string =>
  told(merge(a, b, revoked).outcome);

describe('What this machine and the shared store hold', () => {
  it('is joined to the later token, as the server issues one only when the one before has ended', () => {
    assert.equal(outcome(alive(older), alive(newer)), 'newer alive');
    assert.equal(outcome(alive(older), dead(newer)), 'newer dead');
    assert.equal(outcome('absent', alive(older)), 'older alive');
  });

  it('is dead if either side knows so of the same token', () => {
    assert.equal(outcome(alive(newer), dead(newer)), 'newer dead');
    assert.equal(outcome(dead(newer), alive(newer)), 'newer dead');
  });

  it('holds no token that was revoked, nor one from before it', () => {
    assert.equal(outcome(alive(older), alive(older), older), 'absent');
    assert.equal(outcome(alive(older), 'absent', newer), 'absent');
    assert.equal(outcome(alive(older), alive(newer), older), 'newer alive');
  });

  it('is told apart from another token of the same second', () => {
    assert.equal(outcome(alive(first), alive(second)), 'a alive');
    assert.equal(outcome(alive(first), dead(second)), 'z alive');
    assert.equal(outcome(alive(first), alive(second), second), 'z alive');
    assert.equal(outcome(alive(second), alive(first), first), 'a alive');
    assert.equal(outcome(alive(first), alive(second), first, second), 'absent');
  });

  const tokens = fc
    .record({
      second: fc.integer({ min: 1, max: 2 }),
      name: fc.constantFrom('a', 'b', 'c'),
      receivedAt: fc.nat(2),
      clockAheadMs: fc.nat(1),
    })
    .map(({ second: end, name, ...named }) => token(`${name}${end}`, end * 1_000, named));
  const fact = fc.record<Fact>({
    token: tokens,
    fate: fc.constantFrom('alive', 'dead', 'revoked'),
  });
  const facts = fc.array(fact, { maxLength: 4 });
  const held = fc.oneof(
    fc.constant<Held>('absent'),
    fc.record({ token: tokens, dead: fc.boolean() }),
  );
  const inWords = (known: readonly Fact[]): string[] =>
    known.map(
      ({ token: { value, expiresAt, receivedAt, clockAheadMs }, fate }) =>
        `${value.reveal()} ${expiresAt} ${receivedAt} ${clockAheadMs} ${fate}`,
    );

  it('is known alike whoever hears of whom first, in which groups, and how often', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        assert.deepEqual(inWords(join(a, b)), inWords(join(b, a)), 'commutative');
        assert.deepEqual(inWords(join(join(a, b), c)), inWords(join(a, join(b, c))), 'associative');
        assert.deepEqual(inWords(join(join(a, b), b)), inWords(join(a, b)), 'idempotent');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never forgets the fate of a token in the latest second', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const joined = join(a, b);
        const end = Math.max(...[...a, ...b].map((each) => each.token.expiresAt));
        for (const { token: known, fate } of [...a, ...b]) {
          const after = joined.find((each) => each.token.value.equals(known.value))?.fate;
          if (known.expiresAt < end) assert.equal(after, undefined);
          else if (fate === 'revoked') assert.equal(after, 'revoked');
          else if (fate === 'dead') assert.notEqual(after, 'alive');
        }
      }),
    );
  });

  it('is the same on either side, and joining again changes nothing', () => {
    fc.assert(
      fc.property(held, held, fc.array(tokens, { maxLength: 3 }), (a, b, gone) => {
        assert.equal(outcome(a, b, ...gone), outcome(b, a, ...gone));
        const { outcome: merged } = merge(a, b, gone);
        const again = merge(merged, merged, gone);
        assert.deepEqual([again.changesLocal, again.changesShared], [false, false]);
      }),
    );
  });
});
