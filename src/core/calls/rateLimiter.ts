import { throwIfCancelled } from '../base/errors.ts';
import { OperationQueue } from '../base/operationQueue.ts';
import { pause } from '../time/pause.ts';
import { liveServer } from '../model/liveServer.ts';
import type { CallKind, MachineClock, SharedRateLimit, Scheduler } from '../model/ports.ts';
import { SharedFlight } from '../base/sharedFlight.ts';

const { rateWindowMs, transitMs } = liveServer;

/**
 * Callback to report that a call's reply arrived, which proves that the call has reached the server.
 */
export type Arrived = () => void;

/**
 * Rate limiter: lets calls up to the limit go at once and queues the others. The server counts calls on
 * arrival, so a second starts when a call must have arrived: with its reply. If machines share the
 * limit, a call needs its turn on this machine and in the shared store.
 */
export class RateLimiter {
  readonly #clock: Pick<MachineClock, 'monotonic'>;
  readonly #scheduler: Scheduler;
  readonly #shared: SharedRateLimit | undefined;
  /**
   * The last calls of each kind, oldest first, with the latest time of their arrival in monotonic ms.
   */
  readonly #calls = new Map<string, { arrivedBy: number }[]>();
  /** Waiting calls, per kind of call. */
  readonly #queue = new OperationQueue();

  constructor(
    clock: Pick<MachineClock, 'monotonic'>,
    scheduler: Scheduler,
    shared?: SharedRateLimit,
  ) {
    this.#clock = clock;
    this.#scheduler = scheduler;
    this.#shared = shared;
  }

  /**
   * Resolves when a call may go.
   *
   * @throws CancelledError as soon as `signal` aborts, which frees the place in the queue
   */
  turn(kind: CallKind, perSecond: number, signal?: AbortSignal): Promise<Arrived> {
    const name = `${kind.profileId} ${kind.apiId}`;
    const waiting = new SharedFlight((inner) =>
      this.#queue.run(name, () => this.#wait(name, kind, perSecond, inner)),
    );
    return waiting.join(signal);
  }

  async #wait(
    name: string,
    kind: CallKind,
    perSecond: number,
    signal: AbortSignal,
  ): Promise<Arrived> {
    throwIfCancelled(signal);
    const calls = this.#calls.get(name) ?? [];
    const oldest = calls.at(-perSecond);
    if (oldest !== undefined) {
      // Two steps, as that call's reply may arrive during the first.
      await this.#sleepUntil(oldest.arrivedBy - transitMs + rateWindowMs, signal);
      await this.#sleepUntil(oldest.arrivedBy + rateWindowMs, signal);
    }
    const arrivedThere = await this.#shared?.turn(kind, perSecond, signal);
    const call = { arrivedBy: this.#clock.monotonic() + transitMs };
    this.#calls.set(name, [...calls, call].slice(-perSecond));
    return () => {
      call.arrivedBy = Math.min(call.arrivedBy, this.#clock.monotonic());
      arrivedThere?.();
    };
  }

  async #sleepUntil(time: number, signal: AbortSignal): Promise<void> {
    const wait = time - this.#clock.monotonic();
    if (wait > 0) await pause(this.#scheduler, wait, signal);
  }
}
