import { type AccessToken, sameToken } from '../core/model/token.ts';
import type { SealedToken } from './sharedState.ts';

export type Held = SealedToken | 'absent';

/** What somebody knows of a token, from the least to the most. */
const fates = ['alive', 'dead', 'revoked'] as const;

export interface Fact {
  readonly token: AccessToken;
  readonly fate: (typeof fates)[number];
}

/** Changes that each side has to make. */
export interface Merged {
  readonly outcome: Held;
  readonly changesLocal: boolean;
  readonly changesShared: boolean;
}

/**
 * Merges this machine's and the store's state of an account. Of the latest token it is what the server
 * would accept; a revoked token stays revoked.
 *
 * @param revoked tokens known to be revoked, on any machine
 */
export function merge(local: Held, shared: Held, revoked: readonly AccessToken[]): Merged {
  const known = join(factsOf(local), factsOf(shared));
  const outcome = heldOf(join(known, revoked.map(revokedFact)));
  return {
    outcome,
    changesLocal: !equal(outcome, local),
    changesShared: !equal(outcome, shared),
  };
}

/**
 * Joins what two sides know. It is commutative, associative and idempotent: machines that hear of each
 * other in any order, and repeatedly, come to know the same.
 *
 * The server issues another token only when the one before has ended, and all live equally long, so a
 * later expiry proves that the earlier tokens are dead. It tells the expiry to the second: tokens that
 * followed each other within one are all kept, each with the most that is known of it.
 */
export function join(a: readonly Fact[], b: readonly Fact[]): readonly Fact[] {
  const joined: Fact[] = [];
  for (const fact of latest([...a, ...b])) {
    const index = joined.findIndex(({ token }) => sameToken(token, fact.token));
    const known = joined[index];
    if (known === undefined) joined.push(fact);
    else joined[index] = moreOf(known, fact);
  }
  return joined.sort((x, y) => compare(x.token, y.token));
}

/** The revoked tokens that are still worth knowing: of the latest second. */
export function joinRevoked(
  a: readonly AccessToken[],
  b: readonly AccessToken[],
): readonly AccessToken[] {
  return join(a.map(revokedFact), b.map(revokedFact)).map(({ token }) => token);
}

/** The token to use: if several could be alive, the one that was received last. */
function heldOf(facts: readonly Fact[]): Held {
  const last = (fate: Fact['fate']): Fact | undefined =>
    facts.findLast((fact) => fact.fate === fate);
  const held = last('alive') ?? last('dead');
  return held === undefined ? 'absent' : { token: held.token, dead: held.fate === 'dead' };
}

function factsOf(held: Held): readonly Fact[] {
  return held === 'absent' ? [] : [{ token: held.token, fate: held.dead ? 'dead' : 'alive' }];
}

function revokedFact(token: AccessToken): Fact {
  return { token, fate: 'revoked' };
}

function latest(facts: readonly Fact[]): readonly Fact[] {
  const end = Math.max(...facts.map(({ token }) => token.expiresAt));
  return facts.filter(({ token }) => token.expiresAt === end);
}

/** Two copies of one token may differ in when they were received, and by which clock. */
function moreOf(a: Fact, b: Fact): Fact {
  const fate = fates[Math.max(fates.indexOf(a.fate), fates.indexOf(b.fate))] ?? a.fate;
  return { token: compare(a.token, b.token) > 0 ? a.token : b.token, fate };
}

/** A total order, so that every machine chooses alike. */
function compare(a: AccessToken, b: AccessToken): number {
  return (
    a.receivedAt - b.receivedAt ||
    a.clockAheadMs - b.clockAheadMs ||
    compareText(a.value.reveal(), b.value.reveal()) ||
    compareText(a.host, b.host)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function equal(a: Held, b: Held): boolean {
  if (a === 'absent' || b === 'absent') return a === b;
  return sameToken(a.token, b.token) && a.dead === b.dead;
}
