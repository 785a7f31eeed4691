import type { Profile } from '../model/profile.ts';
import type { Secret } from '../base/secret.ts';

/** A token that was issued on this machine, without its value. */
export interface RememberedToken {
  /** Hex digest of the token. */
  readonly fingerprint: string;
  readonly profileId: string;
}

/** Limit of remembered tokens: REST Client keeps 50 requests, and a profile has one token a day. */
const mostRemembered = 100;

/**
 * Fingerprints of the tokens issued on this machine: enough to recognise a token, not enough to use it.
 */
export class IssuedTokens {
  readonly #fingerprint: (secret: Secret) => string;
  #tokens: readonly RememberedToken[];

  /** @param stored the stored form of an earlier `all`; anything else is ignored */
  constructor(fingerprint: (secret: Secret) => string, stored: unknown) {
    this.#fingerprint = fingerprint;
    this.#tokens = Array.isArray(stored) ? stored.filter(isRemembered) : [];
  }

  get all(): readonly RememberedToken[] {
    return this.#tokens;
  }

  /** @returns whether the token was unknown */
  add(token: Secret, { id: profileId }: Profile): boolean {
    const fingerprint = this.#fingerprint(token);
    if (this.#tokens.some((known) => known.fingerprint === fingerprint)) return false;
    this.#tokens = [...this.#tokens, { fingerprint, profileId }].slice(-mostRemembered);
    return true;
  }

  /** The id of the profile that the token is or was for. */
  ownerOf(token: Secret): string | undefined {
    if (this.#tokens.length === 0) return undefined;
    const fingerprint = this.#fingerprint(token);
    return this.#tokens.find((known) => known.fingerprint === fingerprint)?.profileId;
  }
}

function isRemembered(value: unknown): value is RememberedToken {
  if (typeof value !== 'object' || value === null) return false;
  const { fingerprint, profileId } = value as Partial<Record<keyof RememberedToken, unknown>>;
  return typeof fingerprint === 'string' && typeof profileId === 'string';
}
