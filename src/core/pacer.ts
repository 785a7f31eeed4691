import { throwIfCancelled } from './errors.ts';
import { pause } from './pause.ts';
import type { MachineClock, Scheduler } from './ports.ts';

/**
 * The server counts calls in a second as they arrive. What leaves in step may arrive a little closer
 * together, so a second is taken to be this long, in milliseconds (96 % of the allowed rate).
 */
const secondMs = 1040;

/** Lets calls go at the allowed rate: up to the limit at once, the others in their order. */
export class Pacer {
  readonly #clock: Pick<MachineClock, 'monotonic'>;
  readonly #scheduler: Scheduler;
  /** When the last calls of each kind were let go, oldest first, monotonic ms. */
  readonly #sent = new Map<string, number[]>();
  /** The last caller of each queue. */
  readonly #queues = new Map<string, Promise<void>>();

  constructor(clock: Pick<MachineClock, 'monotonic'>, scheduler: Scheduler) {
    this.#clock = clock;
    this.#scheduler = scheduler;
  }

  /**
   * Resolves when a call may go.
   *
   * @param kind what the server counts by: app key and TR
   * @throws CancelledError; the place in the queue is given up then
   */
  async turn(kind: string, perSecond: number, signal?: AbortSignal): Promise<void> {
    const previous = this.#queues.get(kind);
    const mine = this.#wait(kind, perSecond, previous, signal);
    const done = mine.catch(() => undefined);
    this.#queues.set(kind, done);
    try {
      await mine;
    } finally {
      if (this.#queues.get(kind) === done) this.#queues.delete(kind);
    }
  }

  async #wait(
    kind: string,
    perSecond: number,
    previous: Promise<void> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await previous;
    throwIfCancelled(signal);
    const sent = this.#sent.get(kind) ?? [];
    const oldest = sent.length < perSecond ? undefined : sent.at(-perSecond);
    const wait = oldest === undefined ? 0 : oldest + secondMs - this.#clock.monotonic();
    if (wait > 0) await pause(this.#scheduler, wait, signal);
    this.#sent.set(kind, [...sent, this.#clock.monotonic()].slice(-perSecond));
  }
}
