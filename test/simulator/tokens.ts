import type { RandomBytes, RegisteredAccount } from './accounts.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface IssuedToken {
  readonly account: RegisteredAccount;
  /** 86 characters of `[A-Za-z0-9_-]`. */
  readonly text: string;
  /** Server time in milliseconds, rounded to whole seconds like `expires_dt`. */
  readonly expiresAt: number;
  /** IP address at the last issue; a TR from another one gets 8010. */
  issuedTo: string;
  /** Revoked, replaced or invalidated early. */
  dead: boolean;
}

/** All tokens ever issued, to distinguish an invalid token from an unknown one. */
export class TokenStore {
  readonly #randomBytes: RandomBytes;
  #tokens: IssuedToken[] = [];

  constructor(randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes;
  }

  /**
   * Sticky (the captured behaviour of the real server): issuing again returns the valid token with the same
   * expiry. Otherwise it creates a new token and invalidates the old one.
   *
   * Unpublished, so assumed: issuing again from another address binds the token to that address.
   */
  issue(account: RegisteredAccount, callerIp: string, now: number, sticky: boolean): IssuedToken {
    const living = this.#tokens.find((token) => token.account === account && isAlive(token, now));
    if (living !== undefined && sticky) {
      living.issuedTo = callerIp;
      return living;
    }
    if (living !== undefined) living.dead = true;
    const token: IssuedToken = {
      account,
      text: this.#randomBytes(64).toString('base64url'),
      expiresAt: Math.floor(now / 1000) * 1000 + dayMs,
      issuedTo: callerIp,
      dead: false,
    };
    this.#tokens.push(token);
    return token;
  }

  findAlive(text: string, now: number): IssuedToken | undefined {
    return this.#tokens.find((token) => token.text === text && isAlive(token, now));
  }

  all(): readonly IssuedToken[] {
    return this.#tokens;
  }

  reset(): void {
    this.#tokens = [];
  }
}

export function isAlive(token: IssuedToken, now: number): boolean {
  return !token.dead && now < token.expiresAt;
}
