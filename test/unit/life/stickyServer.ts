import type { Environment } from '../../../src/core/model/environment.ts';
import { CancelledError, KiwoomError, throwIfCancelled } from '../../../src/core/base/errors.ts';
import { liveServer } from '../../../src/core/model/liveServer.ts';
import type { Clock, IssuedToken, TokenApi } from '../../../src/core/model/ports.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';
import { Secret } from '../../../src/core/base/secret.ts';

/**
 * Both servers in memory, with the live ones' habit: the same token until it expires or is revoked.
 * A call takes as long on the way, and back, as the test likes.
 */
export class StickyServer implements TokenApi {
  readonly calls = { issue: 0, revoke: 0 };
  /** Most calls that were open at once for one key. */
  mostInFlight = 0;
  /** How the next call ends, though the server did what was asked. */
  losesNextReply = false;
  readonly #clock: Clock;
  readonly #way: (label: string) => Promise<unknown>;
  readonly #living = new Map<Environment, IssuedToken>();
  readonly #inFlight = { real: 0, mock: 0 };

  constructor(clock: Clock, way: (label: string) => Promise<unknown>) {
    this.#clock = clock;
    this.#way = way;
  }

  host(environment: Environment): string {
    return `https://${environment}.test`;
  }

  issue(environment: Environment, _keys: unknown, signal?: AbortSignal): Promise<IssuedToken> {
    return this.#answer(environment, 'issue', signal, () => {
      const living = this.living(environment);
      if (living !== undefined) return living;
      const token: IssuedToken = {
        value: new Secret(`${environment}-${this.calls.issue}`),
        expiresAt: this.#clock.now() + liveServer.tokenLifetimeMs,
        host: this.host(environment),
      };
      this.#living.set(environment, token);
      return token;
    });
  }

  revoke(_keys: unknown, { value, host }: AccessToken, signal?: AbortSignal): Promise<void> {
    const environment = host === this.host('real') ? 'real' : 'mock';
    return this.#answer(environment, 'revoke', signal, () => {
      if (this.living(environment)?.value.equals(value) !== true) {
        throw new KiwoomError('revoke-failed', { returnCode: 3, serverCode: 8015 });
      }
      this.#living.delete(environment);
    });
  }

  /** Another program revokes the token, or it dies early. */
  kill(environment: Environment): void {
    this.#living.delete(environment);
  }

  living(environment: Environment): IssuedToken | undefined {
    const token = this.#living.get(environment);
    return token !== undefined && token.expiresAt > this.#clock.now() ? token : undefined;
  }

  async #answer<T>(
    environment: Environment,
    kind: 'issue' | 'revoke',
    signal: AbortSignal | undefined,
    work: () => T,
  ): Promise<T> {
    this.calls[kind] += 1;
    this.#inFlight[environment] += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight[environment]);
    try {
      return await orCancelled(this.#exchange(`${kind} ${environment}`, work), signal);
    } finally {
      this.#inFlight[environment] -= 1;
    }
  }

  async #exchange<T>(label: string, work: () => T): Promise<T> {
    await this.#way(`${label} goes`);
    const result = work();
    await this.#way(`${label} comes back`);
    if (this.losesNextReply) {
      this.losesNextReply = false;
      throw new KiwoomError('connection-lost');
    }
    return result;
  }
}

/** A client that leaves does not call back what it sent. */
function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  throwIfCancelled(signal);
  return new Promise((resolve, reject) => {
    work.then(resolve, reject);
    signal?.addEventListener('abort', () => {
      reject(new CancelledError());
    });
  });
}
