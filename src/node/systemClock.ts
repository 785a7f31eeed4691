import type { Disposable } from '../core/base/event.ts';
import type { Clock, MachineClock, Scheduler } from '../core/model/ports.ts';

export const systemClock: MachineClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/**
 * The longest timer, in milliseconds. Timers stop while the machine sleeps and ignore clock changes, so
 * a long wait is split and the clock is checked each time.
 */
const longestSleepMs = 60 * 60 * 1000;

interface Alarm {
  readonly time: number;
  readonly run: () => void;
  timer?: NodeJS.Timeout;
}

/** A timer that fires later than this, in milliseconds, shows that the machine slept. */
const sleptMs = 10 * 60 * 1000;

/** The timer functions of Node that are used here. */
export interface Timers {
  setTimeout(run: () => void, ms: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout | undefined): void;
}

/** Scheduler on Node's timers and a clock that may be set; without alarms there is no timer. */
export class SystemScheduler implements Scheduler {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #alarms = new Set<Alarm>();
  #onSleep: () => void = () => undefined;

  constructor(clock: Clock, timers: Timers = { setTimeout, clearTimeout }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  at(time: number, run: () => void): Disposable {
    const alarm: Alarm = { time, run };
    this.#alarms.add(alarm);
    this.#arm(alarm);
    return {
      dispose: () => {
        this.#timers.clearTimeout(alarm.timer);
        this.#alarms.delete(alarm);
      },
    };
  }

  /** @param listener called after a long sleep of the machine, once per sleep that a timer detects */
  onSleep(listener: () => void): void {
    this.#onSleep = listener;
  }

  after(ms: number, run: () => void): Disposable {
    const timer = this.#timers.setTimeout(run, ms);
    return {
      dispose: () => {
        this.#timers.clearTimeout(timer);
      },
    };
  }

  /** Checks the clock now: the machine may have slept, or the clock may have been set. */
  wake(): void {
    for (const alarm of [...this.#alarms]) this.#arm(alarm);
  }

  #arm(alarm: Alarm): void {
    this.#timers.clearTimeout(alarm.timer);
    const wait = Math.min(Math.max(0, alarm.time - this.#clock.now()), longestSleepMs);
    const due = this.#clock.now() + wait;
    alarm.timer = this.#timers.setTimeout(() => {
      const slept = this.#clock.now() - due > sleptMs;
      if (slept) this.#onSleep();
      if (alarm.time > this.#clock.now()) {
        this.#arm(alarm);
        return;
      }
      this.#alarms.delete(alarm);
      // If this timer was late because the machine slept, the others are late too.
      this.wake();
      alarm.run();
    }, wait);
  }
}
