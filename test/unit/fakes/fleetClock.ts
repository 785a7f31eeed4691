import type { Disposable } from '../../../src/core/base/event.ts';
import type { MachineClock, Scheduler } from '../../../src/core/model/ports.ts';

interface Alarm {
  readonly due: number;
  /** Alarms of one time run in the order in which they were set. */
  readonly serial: number;
  run: (() => void) | undefined;
}

/**
 * Clock and timers of very many machines whose clocks agree: a heap, as the timers of a fake clock for
 * one machine are sorted at every step.
 */
export class FleetClock implements MachineClock, Scheduler {
  #now: number;
  #serial = 0;
  readonly #heap: Alarm[] = [];

  constructor(now = Date.UTC(2026, 10, 23, 0, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  at(time: number, run: () => void): Disposable {
    const alarm: Alarm = { due: Math.max(time, this.#now), serial: ++this.#serial, run };
    this.#push(alarm);
    return {
      dispose: () => {
        alarm.run = undefined;
      },
    };
  }

  after(ms: number, run: () => void): Disposable {
    return this.at(this.#now + ms, run);
  }

  /** Lets time pass until `end`; what becomes due settles before time goes on. */
  async until(end: number): Promise<void> {
    // What was begun before may set alarms.
    await settled();
    for (;;) {
      const [next] = this.#heap;
      if (next === undefined || next.due > end) break;
      this.#now = next.due;
      let ran = false;
      while (this.#heap[0]?.due === this.#now) ran = this.#ring() || ran;
      if (ran) await settled();
    }
    this.#now = end;
  }

  #ring(): boolean {
    const run = this.#pop()?.run;
    run?.();
    return run !== undefined;
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, alarm)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = alarm;
  }

  #pop(): Alarm | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (isBefore(last, child)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Alarm, b: Alarm): boolean {
  return a.due < b.due || (a.due === b.due && a.serial < b.serial);
}

/** Everything has run that waits for no timer. */
function settled(): Promise<void> {
  return new Promise(setImmediate);
}
