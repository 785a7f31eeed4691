import type { Profile } from '../model/profile.ts';
import type { Secret } from '../base/secret.ts';

/** A token that was issued here, without its value. */
export interface RememberedToken {
  /** Hex digest of the token. */
  readonly fingerprint: string;
  readonly profileId: string;
}

/** REST Client remembers 50 requests; a profile has one token a day. */
const mostRemembered = 100;

/**
 * Which tokens were issued here, today and on earlier days: enough to know one again, not enough to
 * use it.
 */
export class IssuedTokens {
  readonly #fingerprint: (secret: Secret) => string;
  #tokens: readonly RememberedToken[];

  /** @param stored what an earlier `all` was stored as; anything else counts for nothing */
  constructor(fingerprint: (secret: Secret) => string, stored: unknown) {
    this.#fingerprint = fingerprint;
    this.#tokens = Array.isArray(stored) ? stored.filter(isRemembered) : [];
  }

  get all(): readonly RememberedToken[] {
    return this.#tokens;
  }

  /** @returns whether it is a new one */
  add(token: Secret, { id: profileId }: Profile): boolean {
    const fingerprint = this.#fingerprint(token);
    if (this.#tokens.some((known) => known.fingerprint === fingerprint)) return false;
    this.#tokens = [...this.#tokens, { fingerprint, profileId }].slice(-mostRemembered);
    return true;
  }

  /** The profile whose token it is or was. */
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
