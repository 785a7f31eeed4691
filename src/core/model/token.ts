import type { Secret } from '../base/secret.ts';

/** An access token as the server gave it. */
export interface AccessToken {
  readonly value: Secret;
  /** Epoch milliseconds by the server's clock. */
  readonly expiresAt: number;
  /**
   * When the token was first received on this machine, epoch milliseconds; kept when the server repeats
   * it.
   */
  readonly receivedAt: number;
  /** How far the server's clock was ahead of this machine's at that time, in milliseconds. */
  readonly clockAheadMs: number;
  /** Origin of the server that issued it: a token is never sent to another one. */
  readonly host: string;
}

export function sameToken(a: AccessToken, b: AccessToken): boolean {
  return a.value.equals(b.value) && a.expiresAt === b.expiresAt && a.host === b.host;
}
