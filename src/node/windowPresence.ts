import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Presence, Scheduler } from '../core/model/ports.ts';
import { Alarm } from '../core/time/alarm.ts';
import { type MachineIdentity, sameMachine, thisMachine } from './machineIdentity.ts';
import { systemClock } from './systemClock.ts';

/** Whether a process is running on this machine. */
export type IsAlive = (pid: number) => boolean;

/** Heartbeat interval for windows on other machines, in milliseconds. */
export const heartbeatMs = 6 * 60 * 60 * 1000;

/**
 * Time without a heartbeat after which a window on another machine has no valid token left, in
 * milliseconds.
 */
export const heartbeatTimeoutMs = 30 * 60 * 60 * 1000;

export interface WindowPresenceParts {
  readonly folder: string;
  readonly scheduler: Scheduler;
  readonly pid?: number;
  readonly machine?: MachineIdentity;
  readonly isAlive?: IsAlive;
  /** The clock of the files' timestamps. */
  readonly clock?: Clock;
}

/**
 * Registry of the windows that use the extension: one empty file each, named after the process of its
 * extension host and the machine. On this machine a file of a process that ended is ignored. The folder
 * may be visible elsewhere too (a container, WSL, a shared home), where a process id is meaningless:
 * such a window counts until its file is old.
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
    this.#signs.after(heartbeatMs, () => {
      this.#giveSign();
    });
  }

  /** Synchronous, as the process is about to end. */
  leave(): void {
    this.#signs.cancel();
    rmSync(this.#path(this.#name), { force: true });
  }

  /** Whether no other window is open; removes files of windows that are gone. */
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
    return changed === undefined || this.#clock.now() - changed > heartbeatTimeoutMs;
  }

  #giveSign(): void {
    try {
      const now = new Date(this.#clock.now());
      // After a long sleep, another window may have removed this file as outdated.
      writeFileSync(this.#path(this.#name), '');
      utimesSync(this.#path(this.#name), now, now);
    } catch {
      // The disk is unreachable; the next heartbeat may succeed.
    }
    this.#signs.after(heartbeatMs, () => {
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
    // The process runs, but belongs to another user.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
