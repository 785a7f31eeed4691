import type { Disposable } from '../../../src/core/base/event.ts';
import type { Clock, MachineClock, Scheduler } from '../../../src/core/model/ports.ts';

interface Alarm {
  readonly due: () => number;
  readonly run: () => void;
}

/**
 * A machine's clocks that stand still until a test moves them, with the wake-ups that lie on the way.
 * As a scheduler it goes by its own wall clock.
 */
export class FakeClock implements MachineClock, Scheduler {
  #now: number;
  #awakeMs = 0;
  readonly #alarms = new Set<Alarm>();

  constructor(now = Date.UTC(2026, 10, 23, 0, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#awakeMs;
  }

  at(time: number, run: () => void): Disposable {
    return this.#add({ due: () => time - this.#now, run });
  }

  after(ms: number, run: () => void): Disposable {
    const end = this.#awakeMs + ms;
    return this.#add({ due: () => end - this.#awakeMs, run });
  }

  /** A scheduler that goes by another clock, such as the server's. */
  schedulerOf(clock: Clock): Scheduler {
    return {
      at: (time, run) => this.#add({ due: () => time - clock.now(), run }),
      after: (ms, run) => this.after(ms, run),
    };
  }

  /** How many wake-ups are waited for. */
  get alarms(): number {
    return this.#alarms.size;
  }

  /** Milliseconds until the next wake-up; Infinity if there is none. */
  get untilNext(): number {
    return Math.max(0, Math.min(...[...this.#alarms].map(({ due }) => due())));
  }

  /** The machine is awake for `ms`: runs what falls due in its order. */
  advance(ms: number): void {
    let left = ms;
    for (;;) {
      const [next] = [...this.#alarms].sort((a, b) => a.due() - b.due());
      const wait = next === undefined ? Infinity : Math.max(0, next.due());
      if (next === undefined || wait > left) break;
      this.#pass(wait);
      left -= wait;
      this.#alarms.delete(next);
      next.run();
    }
    this.#pass(left);
  }

  /** The machine sleeps for `ms`, or its clock is set: only the wall clock moves, and nothing runs. */
  jump(ms: number): void {
    this.#now += ms;
  }

  #pass(ms: number): void {
    this.#now += ms;
    this.#awakeMs += ms;
  }

  #add(alarm: Alarm): Disposable {
    this.#alarms.add(alarm);
    return { dispose: () => void this.#alarms.delete(alarm) };
  }
}
