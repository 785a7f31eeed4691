import type { KiwoomError } from '../base/errors.ts';
import { expiringSoonMs } from './liveServer.ts';
import type { AccessToken } from './token.ts';

/** A token is state with a reason: status bar, injection and renewal are functions of this. */
export type TokenState =
  | { readonly kind: 'none' }
  | { readonly kind: 'issuing'; readonly held?: AccessToken }
  | { readonly kind: 'valid'; readonly token: AccessToken }
  | { readonly kind: 'expiring'; readonly token: AccessToken }
  | { readonly kind: 'expired'; readonly token: AccessToken }
  | { readonly kind: 'rejected'; readonly token: AccessToken; readonly reason: KiwoomError }
  | { readonly kind: 'revoking'; readonly token: AccessToken };

/** What is held for a profile; time turns it into a {@link TokenState}. */
export interface TokenRecord {
  readonly token?: AccessToken;
  /** Why the server no longer takes the token. */
  readonly rejection?: KiwoomError;
  readonly activity?: 'issuing' | 'revoking';
  /** The last failed operation; cleared by the next one that succeeds. */
  readonly lastError?: KiwoomError;
  /** An issue before the expiry gave this same token back: asking again would not help. */
  readonly repeated?: boolean;
  /** It was sent to be revoked, and no answer said whether it is. */
  readonly revokeSent?: boolean;
  /** The last token, revoked here, whose file could not be removed: it must not come back. */
  readonly revoked?: AccessToken;
  /** The token store has it too: if it is gone from there, another window revoked it. */
  readonly stored?: boolean;
}

/** @param now epoch milliseconds by the server's clock */
export function tokenState(record: TokenRecord, now: number): TokenState {
  const { token, rejection, activity } = record;
  if (activity === 'issuing') {
    const usable = token !== undefined && rejection === undefined && token.expiresAt > now;
    return usable ? { kind: 'issuing', held: token } : { kind: 'issuing' };
  }
  if (token === undefined) return { kind: 'none' };
  if (activity === 'revoking') return { kind: 'revoking', token };
  if (rejection !== undefined) return { kind: 'rejected', token, reason: rejection };
  if (token.expiresAt <= now) return { kind: 'expired', token };
  return { kind: token.expiresAt - now <= expiringSoonMs ? 'expiring' : 'valid', token };
}

/** The token that is held in this state, whether or not a request may carry it. */
export function heldToken(state: TokenState): AccessToken | undefined {
  if (state.kind === 'issuing') return state.held;
  return state.kind === 'none' ? undefined : state.token;
}

/** The token that a request may carry in this state, if there is one. */
export function usableToken(state: TokenState): AccessToken | undefined {
  switch (state.kind) {
    case 'valid':
    case 'expiring':
      return state.token;
    case 'issuing':
      return state.held;
    case 'none':
    case 'expired':
    case 'rejected':
    case 'revoking':
      return undefined;
  }
}

/**
 * When the state will change by time alone.
 *
 * @returns epoch milliseconds by the server's clock, or `undefined` if only an event changes it
 */
export function nextStateChange(state: TokenState): number | undefined {
  switch (state.kind) {
    case 'valid':
      return state.token.expiresAt - expiringSoonMs;
    case 'expiring':
      return state.token.expiresAt;
    case 'issuing':
      return state.held?.expiresAt;
    case 'none':
    case 'expired':
    case 'rejected':
    case 'revoking':
      return undefined;
  }
}
