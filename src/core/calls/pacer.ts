import { throwIfCancelled } from '../base/errors.ts';
import { OperationQueue } from '../base/operationQueue.ts';
import { pause } from '../time/pause.ts';
import type { MachineClock, Scheduler } from '../model/ports.ts';
import { SharedFlight } from '../base/sharedFlight.ts';

/** The server's second, with room for its clock to tick, in milliseconds. */
const secondMs = 1_005;

/** The longest time that a call is thought to be on its way, in milliseconds. */
const onItsWayMs = 250;

/** Tells the pacer that a call's reply has come, so that the call has arrived by now. */
export type Arrived = () => void;

/**
 * Lets calls go at the allowed rate: up to the limit at once, the others in their order. The server
 * counts calls as they arrive, so a second begins when a call must have arrived: with its reply.
 */
export class Pacer {
  readonly #clock: Pick<MachineClock, 'monotonic'>;
  readonly #scheduler: Scheduler;
  /** The last calls of each kind, oldest first: by when they have arrived, monotonic ms. */
  readonly #calls = new Map<string, { arrivedBy: number }[]>();
  /** Who waits, per kind of call. */
  readonly #queue = new OperationQueue();

  constructor(clock: Pick<MachineClock, 'monotonic'>, scheduler: Scheduler) {
    this.#clock = clock;
    this.#scheduler = scheduler;
  }

  /**
   * Resolves when a call may go.
   *
   * @param kind what the server counts by: app key and TR
   * @throws CancelledError as soon as `signal` aborts; the place in the queue is given up then
   */
  turn(kind: string, perSecond: number, signal?: AbortSignal): Promise<Arrived> {
    const waiting = new SharedFlight((inner) =>
      this.#queue.run(kind, () => this.#wait(kind, perSecond, inner)),
    );
    return waiting.join(signal);
  }

  async #wait(kind: string, perSecond: number, signal: AbortSignal): Promise<Arrived> {
    throwIfCancelled(signal);
    const calls = this.#calls.get(kind) ?? [];
    const oldest = calls.at(-perSecond);
    if (oldest !== undefined) {
      // In two steps, as the reply of that call may come during the first.
      await this.#sleepUntil(oldest.arrivedBy - onItsWayMs + secondMs, signal);
      await this.#sleepUntil(oldest.arrivedBy + secondMs, signal);
    }
    const call = { arrivedBy: this.#clock.monotonic() + onItsWayMs };
    this.#calls.set(kind, [...calls, call].slice(-perSecond));
    return () => {
      call.arrivedBy = Math.min(call.arrivedBy, this.#clock.monotonic());
    };
  }

  async #sleepUntil(time: number, signal: AbortSignal): Promise<void> {
    const wait = time - this.#clock.monotonic();
    if (wait > 0) await pause(this.#scheduler, wait, signal);
  }
}
