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
}

/**
 * The same time limit for many short tasks, with one timer for all: a timer for each request would be a
 * noticeable part of what the request costs.
 */
export class SharedTimeLimit implements Disposable {
  readonly #parts: SharedTimeLimitParts;
  readonly #ms: number;
  /** In the order of their start, so also of their end. */
  readonly #running = new Set<Running>();
  #timer: Disposable | undefined;

  constructor(parts: SharedTimeLimitParts, ms: number) {
    this.#parts = parts;
    this.#ms = ms;
  }

  /** @param onLate called unless the result is disposed of in time */
  start(onLate: () => void): Disposable {
    const running = { due: this.#parts.clock.monotonic() + this.#ms, onLate };
    this.#running.add(running);
    if (this.#timer === undefined) this.#arm(this.#ms);
    return { dispose: () => this.#running.delete(running) };
  }

  dispose(): void {
    this.#running.clear();
    this.#timer?.dispose();
  }

  #arm(ms: number): void {
    this.#timer = this.#parts.scheduler.after(ms, () => {
      this.#timer = undefined;
      this.#check();
    });
  }

  #check(): void {
    const now = this.#parts.clock.monotonic();
    const late = [...this.#running].filter(({ due }) => due <= now);
    for (const running of late) this.#running.delete(running);
    const [next] = this.#running;
    if (next !== undefined) this.#arm(next.due - now);
    for (const { onLate } of late) onLate();
  }
}
