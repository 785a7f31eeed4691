import type { TokenState } from '../model/tokenState.ts';

/**
 * Accounts whose token was revoked or is being so, in this window or in another one: a pass must not
 * make the gateway issue a new one. They stay until a token is issued again.
 */
export class RevokedAccounts {
  readonly #held = new Set<string>();
  readonly #revoking = new Set<string>();
  readonly #revoked = new Set<string>();

  /** Call with each state that a profile comes to. */
  observe(profileId: string, { kind }: TokenState): void {
    // No other way leads from a token to none: one that expires or is refused stays as such.
    if (kind === 'none') {
      if (this.#held.delete(profileId)) this.#revoked.add(profileId);
    } else if (kind !== 'issuing') this.#held.add(profileId);
    // A call that came now would wait for the revocation and then have a new token issued.
    if (kind === 'revoking') this.#revoking.add(profileId);
    else this.#revoking.delete(profileId);
    if (kind === 'valid' || kind === 'expiring') this.#revoked.delete(profileId);
  }

  /** Call for a profile that was removed: the same keys may be added again. */
  forget(profileId: string): void {
    this.#held.delete(profileId);
    this.#revoking.delete(profileId);
    this.#revoked.delete(profileId);
  }

  has(profileId: string): boolean {
    return this.#revoking.has(profileId) || this.#revoked.has(profileId);
  }
}
