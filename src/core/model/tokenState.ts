import type { KiwoomError } from '../base/errors.ts';
import { expiringSoonMs } from './liveServer.ts';
import type { AccessToken } from './token.ts';
import type { TokenRecord } from './tokenRecord.ts';

/** A token is state with a reason: status bar, injection and renewal are functions of this. */
export type TokenState =
  | { readonly kind: 'none' }
  | { readonly kind: 'issuing'; readonly held?: AccessToken }
  | { readonly kind: 'valid'; readonly token: AccessToken }
  | { readonly kind: 'expiring'; readonly token: AccessToken }
  | { readonly kind: 'expired'; readonly token: AccessToken }
  | { readonly kind: 'rejected'; readonly token: AccessToken; readonly reason: KiwoomError }
  | { readonly kind: 'revoking'; readonly token: AccessToken };

/** @param now epoch milliseconds by the server's clock */
export function tokenState({ held, activity }: TokenRecord, now: number): TokenState {
  if (activity === 'issuing') {
    const usable = held.kind === 'live' && held.token.expiresAt > now;
    return usable ? { kind: 'issuing', held: held.token } : { kind: 'issuing' };
  }
  if (held.kind === 'none') return { kind: 'none' };
  const { token } = held;
  if (activity === 'revoking') return { kind: 'revoking', token };
  if (held.kind === 'dead') return { kind: 'rejected', token, reason: held.reason };
  if (token.expiresAt <= now) return { kind: 'expired', token };
  return { kind: token.expiresAt - now <= expiringSoonMs ? 'expiring' : 'valid', token };
}

/** The token of this state, whether or not a request may use it. */
export function heldToken(state: TokenState): AccessToken | undefined {
  if (state.kind === 'issuing') return state.held;
  return state.kind === 'none' ? undefined : state.token;
}

/** The token that a request may use in this state, if there is one. */
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
 * The next time at which the state changes without an event.
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
