import type { Cancel, Scheduler } from '../model/ports.ts';

/** A timer that can be set again; setting it cancels the previous one. */
export class Alarm {
  readonly #scheduler: Scheduler;
  #cancel: Cancel | undefined;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** @param time epoch milliseconds by the server's clock; `undefined` cancels */
  at(time: number | undefined, ring: () => void): void {
    this.cancel();
    if (time !== undefined) this.#cancel = this.#scheduler.at(time, ring);
  }

  /** @param ms milliseconds in which this machine is awake */
  after(ms: number, ring: () => void): void {
    this.cancel();
    this.#cancel = this.#scheduler.after(ms, ring);
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** One alarm per profile id. */
export class Alarms {
  readonly #scheduler: Scheduler;
  readonly #alarms = new Map<string, Alarm>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** @param time epoch milliseconds by the server's clock; `undefined` cancels */
  at(profileId: string, time: number | undefined, ring: () => void): void {
    this.#alarms.get(profileId)?.cancel();
    this.#alarms.delete(profileId);
    if (time === undefined) return;
    const alarm = new Alarm(this.#scheduler);
    this.#alarms.set(profileId, alarm);
    alarm.at(time, ring);
  }

  cancelAll(): void {
    for (const alarm of this.#alarms.values()) alarm.cancel();
    this.#alarms.clear();
  }
}
