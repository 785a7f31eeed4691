import { Redis, type RedisOptions } from 'ioredis';
import { type ErrorCode, KiwoomError, toKiwoomError } from '../core/base/errors.ts';
import { type Disposable, Emitter } from '../core/base/event.ts';
import type { Log, MachineClock } from '../core/model/ports.ts';
import type { StoreAddress } from './address.ts';
import { Circuit } from './circuit.ts';
import { connectError } from './protocolProbe.ts';
import { isAnswer, toStoreError } from './redisErrors.ts';

/** Timeout for a reply or a connection, in milliseconds. */
const timeoutMs = 2_000;

/** Limit of pending commands; more are refused, so that none pile up. */
const longestQueue = 256;

const longestReconnectPauseMs = 30_000;

export interface LinkParts {
  readonly address: StoreAddress;
  readonly password?: string;
  /** PEM of an additional root certificate; for tests. */
  readonly ca?: string;
  readonly clock: Pick<MachineClock, 'monotonic'>;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/**
 * Options of both connections. Commands are neither queued while the server is unreachable nor sent
 * twice.
 */
export function redisOptions({ address, password, ca, random }: Omit<LinkParts, 'clock' | 'log'>) {
  return {
    host: address.host,
    port: address.port,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(password === undefined ? {} : { password }),
    db: address.database,
    ...(address.tls ? { tls: ca === undefined ? {} : { ca } } : {}),
    // The older protocol requires fewer rights.
    protocol: 2,
    disableClientInfo: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    retryStrategy: (times: number) =>
      Math.min(longestReconnectPauseMs, 250 * 2 ** Math.min(times, 10)) * (0.75 + random() / 2),
  } as const satisfies RedisOptions;
}

/** Two connections to the Redis server, for commands and for pub/sub, with automatic reconnects. */
export class Link implements Disposable {
  readonly #parts: LinkParts;
  readonly #circuit: Circuit;
  readonly #came: Emitter<undefined>;
  readonly #messages: Emitter<string>;
  readonly #troubled: Emitter<undefined>;
  #commands: Redis | undefined;
  #subscriber: Redis | undefined;
  #onTheirWay = 0;
  #trouble: KiwoomError | undefined;
  #subscribed = false;
  /** What was found out about connections that fail with this code. */
  #cause: { readonly code: ErrorCode; readonly found: Promise<KiwoomError> } | undefined;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#circuit = new Circuit(parts.clock, parts.random);
    const onError = (thrown: unknown): void => {
      parts.log.error('listener-failed', { error: toKiwoomError(thrown).message });
    };
    this.#came = new Emitter(onError);
    this.#messages = new Emitter(onError);
    this.#troubled = new Emitter(onError);
  }

  /** Subscribes to reconnects, after which missed changes have to be read. */
  onArrival(listener: () => void): Disposable {
    return this.#came.on(listener);
  }

  /** Subscribes to changes of {@link trouble}. */
  onTrouble(listener: () => void): Disposable {
    return this.#troubled.on(listener);
  }

  onMessage(listener: (message: string) => void): Disposable {
    return this.#messages.on(listener);
  }

  /** The current error of the server; `undefined` while it works. */
  get trouble(): KiwoomError | undefined {
    return this.#trouble;
  }

  /** Connects, and reconnects from then on; never rejects. */
  async start(channel: string): Promise<void> {
    const options = redisOptions(this.#parts);
    const commands = new Redis(options);
    const subscriber = new Redis(options);
    this.#commands = commands;
    this.#subscriber = subscriber;
    const subscribe = async (): Promise<void> => {
      try {
        await subscriber.subscribe(channel);
        this.#subscribed = true;
        this.#arrive();
      } catch (thrown) {
        void this.#noteNoConnection(thrown);
      }
    };
    commands.on('ready', () => {
      this.#circuit.succeeded();
      this.#arrive();
    });
    subscriber.on('ready', () => void subscribe());
    subscriber.on('close', () => {
      this.#subscribed = false;
    });
    subscriber.on('message', (_channel, message) => {
      this.#messages.emit(message);
    });
    for (const client of [commands, subscriber]) {
      // Without a listener ioredis writes to the console.
      client.on('error', (thrown: unknown) => {
        void this.#noteNoConnection(thrown);
      });
      client.on('close', () => {
        if (this.#trouble !== undefined) return;
        void this.#noteNoConnection(new KiwoomError('shared-tokens-unreachable'));
      });
    }
    const connecting = [commands, subscriber].map((client) => client.connect());
    await Promise.allSettled(connecting);
  }

  /**
   * Runs a script at the server.
   *
   * @throws KiwoomError of the shared token store; at once while the circuit is open
   */
  async run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const commands = this.#commands;
    const away = (): KiwoomError => this.#trouble ?? new KiwoomError('shared-tokens-unreachable');
    if (commands?.status !== 'ready' || !this.#circuit.admits()) throw away();
    if (this.#onTheirWay >= longestQueue) throw new KiwoomError('shared-tokens-slow');
    this.#onTheirWay += 1;
    try {
      const reply = await commands.eval(script, keys.length, ...keys, ...args);
      this.#circuit.succeeded();
      this.#recover();
      return reply;
    } catch (thrown) {
      const error = toStoreError(thrown);
      if (isAnswer(error)) {
        // The server is reachable, so the error concerns this caller only.
        this.#circuit.succeeded();
        this.#recover();
      } else {
        this.#fail(commands);
        this.#note(error);
      }
      throw error;
    } finally {
      this.#onTheirWay -= 1;
    }
  }

  dispose(): void {
    this.#commands?.disconnect();
    this.#subscriber?.disconnect();
    this.#commands = undefined;
    this.#subscriber = undefined;
    this.#cause = undefined;
  }

  #fail(commands: Redis): void {
    this.#circuit.failed();
    // A connection without replies may be dead although TCP has not noticed.
    if (this.#circuit.isOpen && commands.status === 'ready') commands.disconnect(true);
  }

  /** A connection alone proves nothing: another server than Redis, or one that wants TLS, accepts it too. */
  #arrive(): void {
    if (this.#commands?.status !== 'ready' || !this.#subscribed) return;
    this.#cause = undefined;
    this.#trouble = undefined;
    this.#came.emit(undefined);
  }

  #recover(): void {
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.#troubled.emit(undefined);
  }

  /** Asks the server once per kind of error, as every reconnect fails alike. */
  async #noteNoConnection(thrown: unknown): Promise<void> {
    if (this.#commands === undefined) return;
    const error = toStoreError(thrown);
    if (this.#trouble === undefined) this.#note(error);
    if (this.#cause?.code !== error.code) {
      this.#cause = { code: error.code, found: connectError(this.#parts.address, error) };
    }
    const cause = this.#cause;
    const found = await cause.found;
    // It may be connected by now.
    if (this.#cause === cause) this.#note(found);
  }

  #note(error: KiwoomError): void {
    if (this.#trouble?.code === error.code) return;
    this.#trouble = error;
    if (this.#commands === undefined) return;
    this.#parts.log.warn('shared-tokens', { error: error.code });
    this.#troubled.emit(undefined);
  }
}
