import type { Cancel, Clock, MachineClock, Scheduler } from '../core/model/ports.ts';

export const systemClock: MachineClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/**
 * The longest single sleep, in milliseconds. Timers stand still while a machine sleeps and know
 * nothing of a clock that was set, so a long wait is cut up and the clock asked each time.
 */
const longestSleepMs = 60 * 60 * 1000;

interface Alarm {
  readonly time: number;
  readonly run: () => void;
  timer?: NodeJS.Timeout;
}

/** A timer that is later than this, in milliseconds, tells that the machine slept. */
const sleptMs = 10 * 60 * 1000;

/** The part of Node's timers that is used here. */
export interface Timers {
  setTimeout(run: () => void, ms: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout | undefined): void;
}

/** Wake-ups by a clock that may be set and by Node's timers; without alarms there is no timer. */
export class SystemScheduler implements Scheduler {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #alarms = new Set<Alarm>();
  #onSleep: () => void = () => undefined;

  constructor(clock: Clock, timers: Timers = { setTimeout, clearTimeout }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  at(time: number, run: () => void): Cancel {
    const alarm: Alarm = { time, run };
    this.#alarms.add(alarm);
    this.#arm(alarm);
    return () => {
      this.#timers.clearTimeout(alarm.timer);
      this.#alarms.delete(alarm);
    };
  }

  /** @param listener called after the machine slept for long, once per sleep that a timer notices */
  onSleep(listener: () => void): void {
    this.#onSleep = listener;
  }

  after(ms: number, run: () => void): Cancel {
    const timer = this.#timers.setTimeout(run, ms);
    return () => {
      this.#timers.clearTimeout(timer);
    };
  }

  /** Looks at the clock now: the machine may have slept, or the clock was set. */
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
      // If this timer was late because the machine slept, the others will be late too.
      this.wake();
      alarm.run();
    }, wait);
  }
}
