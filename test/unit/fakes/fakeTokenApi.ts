import { CancelledError, type KiwoomError } from '../../../src/core/base/errors.ts';
import type { Environment } from '../../../src/core/model/environment.ts';
import { liveServer } from '../../../src/core/model/liveServer.ts';
import type { Clock, IssuedToken, TokenApi } from '../../../src/core/model/ports.ts';
import type { AppKeys } from '../../../src/core/model/profile.ts';
import { Secret } from '../../../src/core/base/secret.ts';

/**
 * A server in memory with the live one's habit: the same token until it expires or is revoked.
 * `hold()` keeps replies back until the returned function is called.
 */
export class FakeTokenApi implements TokenApi {
  issues = 0;
  revokes = 0;
  inFlight = 0;
  mostInFlight = 0;
  origin = 'https://server.test';
  nextFailure: KiwoomError | undefined;
  /** What the last issue was asked with. */
  sent: { readonly environment: Environment; readonly keys: AppKeys } | undefined;
  readonly #clock: Clock;
  #held: Promise<void> | undefined;
  /** By app key. */
  readonly #live = new Map<string, IssuedToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#held = promise;
    return () => {
      this.#held = undefined;
      resolve(undefined);
    };
  }

  host(): string {
    return this.origin;
  }

  issue(environment: Environment, keys: AppKeys, signal?: AbortSignal): Promise<IssuedToken> {
    this.issues += 1;
    this.sent = { environment, keys };
    return this.#answer(signal, () => {
      const appkey = keys.appkey.reveal();
      const live = this.#live.get(appkey);
      if (live?.host === this.origin && live.expiresAt > this.#clock.now()) return live;
      const issued = {
        value: new Secret(`token-${this.issues}`),
        expiresAt: this.#clock.now() + liveServer.tokenLifetimeMs,
        host: this.origin,
      };
      this.#live.set(appkey, issued);
      return issued;
    });
  }

  revoke(keys: AppKeys, _token: unknown, signal?: AbortSignal): Promise<void> {
    this.revokes += 1;
    return this.#answer(signal, () => {
      this.#live.delete(keys.appkey.reveal());
    });
  }

  async #answer<T>(signal: AbortSignal | undefined, reply: () => T): Promise<T> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      await Promise.race([
        this.#held,
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new CancelledError());
          });
        }),
      ]);
      if (this.nextFailure !== undefined) {
        const failure = this.nextFailure;
        this.nextFailure = undefined;
        throw failure;
      }
      return reply();
    } finally {
      this.inFlight -= 1;
    }
  }
}
