import { type AccessToken, sameToken } from '../core/model/token.ts';
import type { SealedToken } from './sharedState.ts';

export type Held = SealedToken | 'absent';

/** Changes that each side has to make. */
export interface Merged {
  readonly outcome: Held;
  readonly changesLocal: boolean;
  readonly changesShared: boolean;
}

/**
 * Merges this machine's and the store's state of an account. The token that the server would accept
 * wins: not dead, then the later expiry. A revoked token stays revoked, and so does an earlier one: all
 * tokens have the same lifetime, so an earlier expiry means an earlier issue.
 *
 * @param revoked tokens known to be revoked, on any machine
 */
export function merge(local: Held, shared: Held, revoked: readonly AccessToken[]): Merged {
  const gone = ({ token }: SealedToken): boolean =>
    revoked.some((each) => sameToken(each, token) || token.expiresAt < each.expiresAt);
  const outcome = better(unless(local, gone), unless(shared, gone));
  return {
    outcome,
    changesLocal: !equal(outcome, local),
    changesShared: !equal(outcome, shared),
  };
}

function unless(held: Held, gone: (token: SealedToken) => boolean): Held {
  return held !== 'absent' && gone(held) ? 'absent' : held;
}

function better(a: Held, b: Held): Held {
  if (a === 'absent') return b;
  if (b === 'absent') return a;
  if (sameToken(a.token, b.token)) return { token: b.token, dead: a.dead || b.dead };
  if (a.dead !== b.dead) return a.dead ? b : a;
  if (a.token.expiresAt !== b.token.expiresAt) {
    return a.token.expiresAt > b.token.expiresAt ? a : b;
  }
  return a.token.receivedAt > b.token.receivedAt ? a : b;
}

function equal(a: Held, b: Held): boolean {
  if (a === 'absent' || b === 'absent') return a === b;
  return sameToken(a.token, b.token) && a.dead === b.dead;
}
