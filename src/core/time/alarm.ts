import { type Disposable, disposeAll } from '../base/event.ts';
import type { Scheduler } from '../model/ports.ts';

/** A timer that can be set again; setting it cancels the previous one. */
export class Alarm implements Disposable {
  readonly #scheduler: Scheduler;
  #timer: Disposable | undefined;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** @param time epoch milliseconds by the server's clock; `undefined` cancels */
  at(time: number | undefined, ring: () => void): void {
    this.cancel();
    if (time !== undefined) this.#timer = this.#scheduler.at(time, ring);
  }

  /** @param ms milliseconds in which this machine is awake */
  after(ms: number, ring: () => void): void {
    this.cancel();
    this.#timer = this.#scheduler.after(ms, ring);
  }

  /** It can be set again. */
  cancel(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  dispose(): void {
    this.cancel();
  }
}

/** One alarm per profile id. */
export class Alarms implements Disposable {
  readonly #scheduler: Scheduler;
  readonly #alarms = new Map<string, Alarm>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** @param time epoch milliseconds by the server's clock; `undefined` cancels */
  at(profileId: string, time: number | undefined, ring: () => void): void {
    this.#alarms.get(profileId)?.dispose();
    this.#alarms.delete(profileId);
    if (time === undefined) return;
    const alarm = new Alarm(this.#scheduler);
    this.#alarms.set(profileId, alarm);
    alarm.at(time, ring);
  }

  dispose(): void {
    disposeAll(this.#alarms.values());
    this.#alarms.clear();
  }
}
