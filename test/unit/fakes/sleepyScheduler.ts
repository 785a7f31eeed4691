import type { Disposable } from '../../../src/core/base/event.ts';
import type { Clock, Scheduler } from '../../../src/core/model/ports.ts';

/** What is due while a machine sleeps runs when it wakes up. */
export class SleepyScheduler implements Scheduler {
  readonly #clock: Clock & Scheduler;
  #missed: (() => void)[] | undefined;

  constructor(clock: Clock & Scheduler) {
    this.#clock = clock;
  }

  at(time: number, run: () => void): Disposable {
    let disposed = false;
    const timer = this.#clock.at(time, () => {
      if (this.#missed === undefined) run();
      else
        this.#missed.push(() => {
          if (!disposed) run();
        });
    });
    return {
      dispose: () => {
        disposed = true;
        timer.dispose();
      },
    };
  }

  after(ms: number, run: () => void): Disposable {
    return this.at(this.#clock.now() + ms, run);
  }

  sleep(): void {
    this.#missed = [];
  }

  wakeUp(): void {
    const missed = this.#missed ?? [];
    this.#missed = undefined;
    for (const run of missed) run();
  }
}
