import type { Cancel, Scheduler } from '../model/ports.ts';

/** One wake-up, which is set again and again; setting it replaces what was set before. */
export class Alarm {
  readonly #scheduler: Scheduler;
  #cancel: Cancel | undefined;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** @param time epoch milliseconds by the server's clock; `undefined`: never */
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

/** An alarm for each profile, by its id. */
export class Alarms {
  readonly #scheduler: Scheduler;
  readonly #alarms = new Map<string, Alarm>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** @param time epoch milliseconds by the server's clock; `undefined`: never */
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
