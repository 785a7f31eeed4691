import * as z from 'zod/mini';
import type { Disposable } from '../core/base/event.ts';
import type { Scheduler } from '../core/model/ports.ts';
import { Alarm } from '../core/time/alarm.ts';
import type { KeyNames } from './keyNames.ts';
import type { Link } from './link.ts';
import type { MachineCount } from './machineCount.ts';
import { presenceScript } from './scripts.ts';

/** Heartbeat interval of a machine, in milliseconds. */
const everyMs = 10 * 60_000;

/** Two heartbeats may be missed. */
const goneAfterSeconds = 25 * 60;

const machineCount = z.catch(z.number(), 1);

export interface HeartbeatParts {
  readonly link: Pick<Link, 'run'>;
  readonly names: KeyNames;
  readonly scheduler: Scheduler;
  /** Random id, equal for all windows of this machine; it reveals nothing about the machine. */
  readonly machine: string;
  readonly machines: MachineCount;
  /** The store answered. */
  readonly onVisit: () => void;
}

/** Tells the store regularly that this machine is there: all that a machine does while nothing happens. */
export class Heartbeat implements Disposable {
  readonly #parts: HeartbeatParts;
  readonly #next: Alarm;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    this.#next = new Alarm(parts.scheduler);
  }

  /** Beats now, and from now on. */
  beat(): void {
    const { link, names, machine, machines, onVisit } = this.#parts;
    this.#next.after(everyMs, () => {
      this.beat();
    });
    const answered = machines.asked();
    const args = [machine, String(goneAfterSeconds), names.channel];
    link.run(presenceScript, [names.machines], args).then(
      (reply) => {
        onVisit();
        answered(machineCount.parse(reply));
      },
      // The link reports its errors itself.
      () => undefined,
    );
  }

  dispose(): void {
    this.#next.dispose();
  }
}
