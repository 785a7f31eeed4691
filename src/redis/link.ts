import { type ErrorCode, KiwoomError, toKiwoomError } from '../core/base/errors.ts';
import { type Disposable, Emitter } from '../core/base/event.ts';
import type { Log, MachineClock } from '../core/model/ports.ts';
import { Circuit } from './circuit.ts';
import { Line } from './line.ts';
import { connectError } from './protocolProbe.ts';
import { isAnswer, toStoreError } from './redisErrors.ts';
import { redisOptions, type StoreAccess } from './redisOptions.ts';

/** Limit of pending commands; more are refused, so that none pile up. */
const longestQueue = 256;

/** Silence after which the connection for messages has to prove that it still hears, in milliseconds. */
const silenceMs = 60_000;

/** Least time between two new connections to an address whose server is a replica, in milliseconds. */
const lookUpMs = 60_000;

export interface LinkParts extends StoreAccess {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly log: Log;
}

/** A connection is in subscriber mode or takes commands. */
type Role = 'commands' | 'messages';

/** What was found out about a connection that fails with this error. */
interface Cause {
  readonly code: ErrorCode;
  readonly subject: string | undefined;
  readonly found: Promise<KiwoomError>;
}

/** Two connections to the Redis server, for commands and for pub/sub, with automatic reconnects. */
export class Link implements Disposable {
  readonly #parts: LinkParts;
  readonly #circuit: Circuit;
  readonly #came: Emitter<undefined>;
  readonly #messages: Emitter<string>;
  readonly #troubled: Emitter<undefined>;
  readonly #lines = new Map<Role, Line>();
  readonly #troubles = new Map<Role, KiwoomError>();
  readonly #causes = new Map<Role, Cause>();
  #onTheirWay = 0;
  /** Monotonic ms. */
  #nextLookUp = 0;
  /** When the connection for messages was last known to hear, monotonic ms. */
  #heardAt = 0;
  /** The trouble that listeners know of. */
  #told: KiwoomError | undefined;

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

  /**
   * Subscribes to the times at which everything has to be read again: after a reconnect, and now and
   * then while the server sends no messages.
   */
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

  /** The current error of the server; `undefined` while both connections work. */
  get trouble(): KiwoomError | undefined {
    return this.#troubles.get('commands') ?? this.#troubles.get('messages');
  }

  /** Connects, and reconnects from then on; never rejects. */
  async start(channel: string): Promise<void> {
    const commands = this.#open('commands', async (client) => {
      const reply = await client.eval('return 1', 0);
      // A server that repeats what it hears speaks the protocol too.
      if (reply !== 1) throw new KiwoomError('shared-tokens-not-redis');
    });
    const messages = this.#open('messages', async (client) => {
      try {
        await client.subscribe(channel);
      } catch (thrown) {
        // What no message tells has to be read.
        if (commands.isUp) this.#came.emit(undefined);
        throw thrown;
      }
    });
    messages.client.on('message', (_channel, message) => {
      this.#heardAt = this.#parts.clock.monotonic();
      this.#messages.emit(message);
    });
    await Promise.all([commands.start(), messages.start()]);
  }

  /**
   * Runs a script at the server.
   *
   * @throws KiwoomError of the shared token store; at once while the circuit is open
   */
  async run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const commands = this.#lines.get('commands');
    if (commands?.isUp !== true || !this.#circuit.admits()) {
      throw this.#troubles.get('commands') ?? new KiwoomError('shared-tokens-unreachable');
    }
    if (this.#onTheirWay >= longestQueue) throw new KiwoomError('shared-tokens-slow');
    this.#onTheirWay += 1;
    try {
      const reply = await commands.client.eval(script, keys.length, ...keys, ...args);
      this.#served(commands);
      return reply;
    } catch (thrown) {
      const error = toStoreError(thrown);
      // An answer concerns this caller only.
      if (isAnswer(error)) this.#served(commands);
      else this.#failed(commands, error);
      if (error.code === 'shared-tokens-read-only') this.#lookUp();
      throw error;
    } finally {
      this.#onTheirWay -= 1;
    }
  }

  dispose(): void {
    const lines = [...this.#lines.values()];
    this.#lines.clear();
    this.#causes.clear();
    for (const line of lines) line.dispose();
  }

  #open(role: Role, prove: (client: Line['client']) => Promise<void>): Line {
    const line = new Line({
      options: redisOptions(this.#parts),
      prove,
      onUp: (isNew) => {
        this.#up(role, isNew);
      },
      onDown: (thrown) => void this.#down(role, thrown),
    });
    this.#lines.set(role, line);
    return line;
  }

  #served(commands: Line): void {
    commands.heard();
    if (!commands.isUp) return;
    this.#circuit.succeeded();
    this.#troubles.delete('commands');
    this.#tell();
    this.#mustHear();
  }

  /** A connection that only listens does not notice that it was lost, such as in the machine's sleep. */
  #mustHear(): void {
    const now = this.#parts.clock.monotonic();
    const messages = this.#lines.get('messages');
    if (messages?.isUp !== true || now - this.#heardAt < silenceMs) return;
    this.#heardAt = now;
    void messages.prove();
  }

  /** After a failover the address may name another server, while the one before goes on as a replica. */
  #lookUp(): void {
    const now = this.#parts.clock.monotonic();
    if (now < this.#nextLookUp) return;
    this.#nextLookUp = now + lookUpMs;
    for (const line of this.#lines.values()) line.reconnect();
  }

  #failed(commands: Line, error: KiwoomError): void {
    this.#circuit.failed();
    // While it reconnects, more is known than that a command was lost.
    if (!commands.isUp) return;
    this.#troubles.set('commands', error);
    this.#tell();
    // A connection without replies may be dead although TCP has not noticed.
    if (this.#circuit.isOpen) commands.reconnect();
    // Without further commands nothing else would show that it works again.
    else void commands.prove();
  }

  #up(role: Role, isNew: boolean): void {
    if (role === 'commands') this.#circuit.succeeded();
    else this.#heardAt = this.#parts.clock.monotonic();
    this.#troubles.delete(role);
    this.#causes.delete(role);
    this.#tell();
    const bothAreUp = [...this.#lines.values()].every(({ isUp }) => isUp);
    if (isNew && bothAreUp) this.#came.emit(undefined);
  }

  /** Looks for the cause once per kind of error, as every reconnect fails alike. */
  async #down(role: Role, thrown: unknown): Promise<void> {
    if (!this.#lines.has(role)) return;
    const before = this.#troubles.get(role);
    // Closed because of what is known.
    if (thrown === undefined && before !== undefined) return;
    const error =
      thrown === undefined ? new KiwoomError('shared-tokens-unreachable') : toStoreError(thrown);
    if (before === undefined) {
      this.#troubles.set(role, error);
      this.#tell();
    }
    const { code, details } = error;
    let cause = this.#causes.get(role);
    if (cause?.code !== code || cause.subject !== details.subject) {
      const found = connectError(this.#parts.address, error);
      cause = { code, subject: details.subject, found };
      this.#causes.set(role, cause);
    }
    const found = await cause.found;
    // It may be connected by now.
    if (this.#causes.get(role) !== cause) return;
    this.#troubles.set(role, found);
    this.#tell();
  }

  #tell(): void {
    const { trouble } = this;
    const told = this.#told;
    this.#told = trouble;
    const isKnown =
      trouble?.code === told?.code && trouble?.details.subject === told?.details.subject;
    if (isKnown || this.#lines.size === 0) return;
    if (trouble !== undefined) this.#parts.log.warn('shared-tokens', { error: trouble.code });
    this.#troubled.emit(undefined);
  }
}
