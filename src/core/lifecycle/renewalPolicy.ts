import { nextKoreanTimeOfDay } from '../time/koreanTime.ts';
import { expiryMarginMs, liveServer } from '../model/liveServer.ts';
import type { AccessToken } from '../model/token.ts';
import type { TokenState } from '../model/tokenState.ts';

/**
 * How tokens are renewed. Issuing before the expiry returns the old token, so there are two ways: wait
 * for the expiry and issue at once then, or revoke first, which invalidates the token for every other
 * program that uses the key.
 */
export type RenewalPolicy =
  | { readonly kind: 'off' }
  | { readonly kind: 'at-expiry' }
  | {
      readonly kind: 'revoke-and-issue';
      /** Time before the expiry, in milliseconds. */
      readonly leadMs: number;
      /** Time of day in Korea in place of the lead, in milliseconds since midnight. */
      readonly dailyAtMs?: number;
    };

export type RenewalAction =
  /** There is nothing to renew. */
  | { readonly kind: 'rest' }
  /** `at`: epoch milliseconds by the server's clock. */
  | { readonly kind: 'wait'; readonly at: number }
  | { readonly kind: 'issue' }
  | { readonly kind: 'replace'; readonly token: AccessToken };

/**
 * Decides the next renewal of a token.
 *
 * @param now epoch milliseconds by the server's clock
 */
export function renewalAction(
  state: TokenState,
  now: number,
  policy: RenewalPolicy,
): RenewalAction {
  if (policy.kind === 'off') return { kind: 'rest' };
  switch (state.kind) {
    // Never issued, or revoked on purpose: the user has to start it.
    case 'none':
    case 'issuing':
    case 'revoking':
      return { kind: 'rest' };
    case 'expired':
    case 'rejected':
      return { kind: 'issue' };
    case 'valid':
    case 'expiring': {
      const { token } = state;
      const replaceAt = policy.kind === 'at-expiry' ? Infinity : replacementTime(token, policy);
      if (replaceAt <= now) return { kind: 'replace', token };
      return { kind: 'wait', at: Math.min(replaceAt, token.expiresAt) };
    }
  }
}

/**
 * Minimum age of a token that is replaced before its expiry, in milliseconds: settings may name any
 * lead, and each replacement ends the token of other programs.
 */
const leastUseMs = 60 * 60 * 1000;

function replacementTime(
  token: AccessToken,
  policy: Extract<RenewalPolicy, { kind: 'revoke-and-issue' }>,
): number {
  // A token is replaced once; the minute in which it was issued must not count as the next day's time.
  const issuedAt = token.expiresAt - liveServer.tokenLifetimeMs;
  if (policy.dailyAtMs !== undefined) {
    return nextKoreanTimeOfDay(issuedAt + expiryMarginMs, policy.dailyAtMs);
  }
  return Math.max(token.expiresAt - policy.leadMs, issuedAt + leastUseMs);
}
