import type { RandomBytes, RegisteredAccount } from './accounts.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface IssuedToken {
  readonly account: RegisteredAccount;
  /** 86 characters of `[A-Za-z0-9_-]`, opaque. */
  readonly text: string;
  /** Server time in milliseconds, a whole second: exactly what `expires_dt` shows. */
  readonly expiresAt: number;
  /** The caller's address at the last issue; a TR from another one gets 8010. */
  issuedTo: string;
  /** Revoked, replaced or killed early. */
  dead: boolean;
}

/** Every access token ever issued, so that a dead one can be told from one never seen. */
export class TokenStore {
  readonly #randomBytes: RandomBytes;
  #tokens: IssuedToken[] = [];

  constructor(randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes;
  }

  /**
   * Sticky (the captured behaviour of the real server): while a token lives, issuing again returns
   * the same one with the same expiry. Otherwise a new one is made and the old one dies.
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
