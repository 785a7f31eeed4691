import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Presence, Scheduler } from '../core/model/ports.ts';
import { Alarm } from '../core/time/alarm.ts';
import { type MachineIdentity, sameMachine, thisMachine } from './machineIdentity.ts';
import { systemClock } from './systemClock.ts';

/** Whether a process of this machine runs. */
export type IsAlive = (pid: number) => boolean;

/** How often a window shows to other machines that it is still there, in milliseconds. */
export const signOfLifeMs = 6 * 60 * 60 * 1000;

/** A stranger that gave no sign for this long, in milliseconds, has no token that still lives. */
export const goneAfterMs = 30 * 60 * 60 * 1000;

export interface WindowPresenceParts {
  readonly folder: string;
  readonly scheduler: Scheduler;
  readonly pid?: number;
  readonly machine?: MachineIdentity;
  readonly isAlive?: IsAlive;
  /** The one that files are dated by. */
  readonly clock?: Clock;
}

/**
 * Which windows use the extension: one empty file each, named after the process of its extension host
 * and the machine it runs on. On this machine a file whose process is gone counts for nothing. The
 * folder may be seen from elsewhere too (a container, WSL, a shared home), where the number of a
 * process says nothing: the window of a stranger counts until its file is old.
 */
export class WindowPresence implements Presence {
  readonly #folder: string;
  readonly #machine: MachineIdentity;
  readonly #isAlive: IsAlive;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #signs: Alarm;

  constructor(parts: WindowPresenceParts) {
    const { pid = process.pid, machine = thisMachine() } = parts;
    this.#folder = parts.folder;
    this.#signs = new Alarm(parts.scheduler);
    this.#machine = machine;
    this.#isAlive = parts.isAlive ?? isRunning;
    this.#clock = parts.clock ?? systemClock;
    this.#name = `${pid}-${machine.id}-${machine.startedAt}`;
  }

  /** @throws Error where the disk refuses */
  enter(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(this.#path(this.#name), '');
    this.#signs.after(signOfLifeMs, () => {
      this.#giveSign();
    });
  }

  /** At once, as there may be no later: the process is about to end. */
  leave(): void {
    this.#signs.cancel();
    rmSync(this.#path(this.#name), { force: true });
  }

  /** Whether no other window is there; forgets those that are gone. */
  alone(): boolean {
    const others = readdirSync(this.#folder).filter((name) => name !== this.#name);
    const gone = others.filter((name) => this.#isGone(name));
    for (const name of gone) rmSync(this.#path(name), { force: true });
    return gone.length === others.length;
  }

  #isGone(name: string): boolean {
    const match = /^(\d+)-([0-9a-f]+)-(\d+)$/.exec(name);
    if (match === null) return true;
    const [, pid, id = '', startedAt] = match;
    if (sameMachine(this.#machine, { id, startedAt: Number(startedAt) })) {
      return !this.#isAlive(Number(pid));
    }
    const changed = statSync(this.#path(name), { throwIfNoEntry: false })?.mtimeMs;
    return changed === undefined || this.#clock.now() - changed > goneAfterMs;
  }

  #giveSign(): void {
    try {
      const now = new Date(this.#clock.now());
      // After a long sleep, somebody may have taken it for one of a window that is gone.
      writeFileSync(this.#path(this.#name), '');
      utimesSync(this.#path(this.#name), now, now);
    } catch {
      // The disk is away: the next one may succeed.
    }
    this.#signs.after(signOfLifeMs, () => {
      this.#giveSign();
    });
  }

  #path(name: string): string {
    return path.join(this.#folder, name);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // It runs, but is not ours to signal.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
