import { throwIfCancelled } from '../base/errors.ts';
import { OperationQueue } from '../base/operationQueue.ts';
import { pause } from '../time/pause.ts';
import type { CallKind, MachineClock, Pace, Scheduler } from '../model/ports.ts';
import { SharedFlight } from '../base/sharedFlight.ts';

/** The server's second, with room for its clock to tick, in milliseconds. */
const secondMs = 1_005;

/** The longest time that a call is thought to be on its way, in milliseconds. */
const onItsWayMs = 250;

/** Tells the pacer that a call's reply has come, so that the call has arrived by now. */
export type Arrived = () => void;

/**
 * Lets calls go at the allowed rate: up to the limit at once, the others in their order. The server
 * counts calls as they arrive, so a second begins when a call must have arrived: with its reply. Where
 * machines count together, a call needs its turn here and there.
 */
export class Pacer {
  readonly #clock: Pick<MachineClock, 'monotonic'>;
  readonly #scheduler: Scheduler;
  readonly #together: Pace | undefined;
  /** The last calls of each kind, oldest first: by when they have arrived, monotonic ms. */
  readonly #calls = new Map<string, { arrivedBy: number }[]>();
  /** Who waits, per kind of call. */
  readonly #queue = new OperationQueue();

  constructor(clock: Pick<MachineClock, 'monotonic'>, scheduler: Scheduler, together?: Pace) {
    this.#clock = clock;
    this.#scheduler = scheduler;
    this.#together = together;
  }

  /**
   * Resolves when a call may go.
   *
   * @throws CancelledError as soon as `signal` aborts; the place in the queue is given up then
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
      // In two steps, as the reply of that call may come during the first.
      await this.#sleepUntil(oldest.arrivedBy - onItsWayMs + secondMs, signal);
      await this.#sleepUntil(oldest.arrivedBy + secondMs, signal);
    }
    const arrivedThere = await this.#together?.turn(kind, perSecond, signal);
    const call = { arrivedBy: this.#clock.monotonic() + onItsWayMs };
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
