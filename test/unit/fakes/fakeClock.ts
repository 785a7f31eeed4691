import type { Cancel, Clock, Scheduler } from '../../../src/core/ports.ts';

/** A clock that stands still until a test moves it, with the wake-ups that lie on the way. */
export class FakeClock implements Clock, Scheduler {
  #now: number;
  readonly #alarms = new Set<{ time: number; run: () => void }>();

  constructor(now = Date.UTC(2026, 10, 23, 0, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): Cancel {
    const alarm = { time, run };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  get alarms(): readonly number[] {
    return [...this.#alarms].map(({ time }) => time).sort((a, b) => a - b);
  }

  /** Moves on by `ms`, running what falls due in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#alarms]
        .filter(({ time }) => time <= end)
        .sort((a, b) => a.time - b.time);
      if (next === undefined) break;
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.time);
      next.run();
    }
    this.#now = end;
  }
}
