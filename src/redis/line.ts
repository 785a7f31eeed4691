import { Redis } from 'ioredis';
import { KiwoomError } from '../core/base/errors.ts';
import type { Disposable } from '../core/base/event.ts';
import type { redisOptions } from './redisOptions.ts';

/** Bytes without a whole reply or message that are taken; what this extension stores is far smaller. */
const longestReply = 2 ** 20;

export interface LineParts {
  readonly options: ReturnType<typeof redisOptions>;
  /** Rejects if the server does not serve this connection. */
  readonly prove: (client: Redis) => Promise<void>;
  /** @param isNew whether the connection is a new one, so that messages may have been missed before it */
  readonly onUp: (isNew: boolean) => void;
  /** @param thrown why it failed; `undefined` for a connection that was closed */
  readonly onDown: (thrown: unknown) => void;
}

/**
 * A connection with automatic reconnects. It is up only after a proof: other servers accept connections
 * too, and one that wants a password or a right refuses only what is sent then.
 */
export class Line implements Disposable {
  readonly client: Redis;
  readonly #parts: LineParts;
  readonly #tried = Promise.withResolvers<undefined>();
  #isUp = false;
  /** Consecutive failed proofs. The client counts attempts only until it is connected. */
  #refusals = 0;
  #proof: Promise<void> | undefined;
  /** What failed while connecting, such as the choice of the database; the client goes on without. */
  #early: Error | undefined;
  /** Bytes since the last whole reply or message. */
  #unread = 0;

  constructor(parts: LineParts) {
    this.#parts = parts;
    const { options } = parts;
    const retryStrategy = (times: number): number =>
      options.retryStrategy(Math.max(times, this.#refusals));
    const client = new Redis({ ...options, retryStrategy });
    this.client = client;
    client.on('connect', () => {
      this.#early = undefined;
      this.#unread = 0;
      client.stream.on('data', (bytes: Buffer) => {
        this.#count(bytes.length);
      });
    });
    client.on('message', () => {
      this.heard();
    });
    // Without a listener ioredis writes to the console.
    client.on('error', (error: Error) => {
      if (client.status === 'connect') this.#early ??= error;
      parts.onDown(error);
    });
    client.on('close', () => {
      this.#isUp = false;
      parts.onDown(undefined);
      this.#tried.resolve(undefined);
    });
    client.on('ready', () => void this.prove());
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Resolves after the first attempt; never rejects. */
  async start(): Promise<void> {
    // A failure is an event as well.
    this.client.connect().catch(() => undefined);
    await this.#tried.promise;
  }

  /** Asks the server whether it serves. If not, it is asked again on a new connection. */
  prove(): Promise<void> {
    this.#proof ??= this.#prove().finally(() => {
      this.#proof = undefined;
    });
    return this.#proof;
  }

  /** A whole reply has arrived. */
  heard(): void {
    this.#unread = 0;
  }

  reconnect(): void {
    if (this.client.status === 'ready') this.client.disconnect(true);
  }

  dispose(): void {
    this.client.disconnect();
    this.#tried.resolve(undefined);
  }

  async #prove(): Promise<void> {
    try {
      if (this.#early !== undefined) throw this.#early;
      await this.#parts.prove(this.client);
      this.heard();
      const isNew = !this.#isUp;
      this.#refusals = 0;
      this.#isUp = true;
      this.#parts.onUp(isNew);
    } catch (thrown) {
      this.#refusals += 1;
      this.#isUp = false;
      this.#parts.onDown(thrown);
      this.reconnect();
    } finally {
      this.#tried.resolve(undefined);
    }
  }

  /** A value without an end would fill the memory, as the client keeps it until it is whole. */
  #count(bytes: number): void {
    this.#unread += bytes;
    if (this.#unread <= longestReply) return;
    this.#unread = 0;
    this.#parts.onDown(new KiwoomError('shared-tokens-foreign-value'));
    // Not ended, as the server need not care.
    this.client.stream.destroy();
  }
}
