import type { Disposable } from '../core/base/event.ts';
import type { MachineClock, Scheduler } from '../core/model/ports.ts';

export interface SharedTimeLimitParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Pick<Scheduler, 'after'>;
}

interface Running {
  /** Monotonic milliseconds. */
  readonly due: number;
  readonly onLate: () => void;
  /** Where it is, or was until its end, in the list of running tasks. */
  place: number;
}

/**
 * The same time limit for many short tasks, with one timer for all: a timer for each request would be a
 * noticeable part of what the request costs.
 */
export class SharedTimeLimit implements Disposable {
  readonly #parts: SharedTimeLimitParts;
  readonly #ms: number;
  /**
   * In no order. Not a `Set`: each time V8 tidies one up, the former table refers to the next one, so
   * that tasks that ended long ago stay in memory until a full garbage collection.
   */
  #running: Running[] = [];
  #timer: Disposable | undefined;

  constructor(parts: SharedTimeLimitParts, ms: number) {
    this.#parts = parts;
    this.#ms = ms;
  }

  /** @param onLate called unless the result is disposed of in time */
  start(onLate: () => void): Disposable {
    const due = this.#parts.clock.monotonic() + this.#ms;
    const running = { due, onLate, place: this.#running.length };
    this.#running.push(running);
    if (this.#timer === undefined) this.#arm(this.#ms);
    return {
      dispose: () => {
        this.#end(running);
      },
    };
  }

  dispose(): void {
    this.#running = [];
    this.#timer?.dispose();
  }

  /** The last task takes the place of the one that ended. */
  #end(running: Running): void {
    const { place } = running;
    if (this.#running[place] !== running) return;
    const last = this.#running.pop();
    if (last === undefined || last === running) return;
    this.#running[place] = last;
    last.place = place;
  }

  #arm(ms: number): void {
    this.#timer = this.#parts.scheduler.after(ms, () => {
      this.#timer = undefined;
      this.#check();
    });
  }

  #check(): void {
    const now = this.#parts.clock.monotonic();
    const late = this.#running.filter(({ due }) => due <= now);
    for (const running of late) this.#end(running);
    const next = Math.min(...this.#running.map(({ due }) => due));
    if (next < Infinity) this.#arm(next - now);
    for (const { onLate } of late) onLate();
  }
}
