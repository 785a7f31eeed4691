import { type AccessToken, sameToken } from '../core/model/token.ts';
import type { SealedToken } from './sharedState.ts';

export type Held = SealedToken | 'absent';

/** What each side has to do to hold the outcome. */
export interface Joined {
  readonly outcome: Held;
  readonly changesLocal: boolean;
  readonly changesShared: boolean;
}

/**
 * Joins what this machine and the store hold of an account. What the server would take wins: not dead,
 * then the later expiry. A token that was revoked stays revoked, and so does one from before it: a
 * token lives as long as any other, so an earlier expiry means that it was issued earlier.
 *
 * @param revoked tokens that were revoked on any machine, as far as is known
 */
export function join(local: Held, shared: Held, revoked: readonly AccessToken[]): Joined {
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
