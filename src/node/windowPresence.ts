import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Whether a process of this machine runs. */
export type IsAlive = (pid: number) => boolean;

/**
 * Which windows of this machine use the extension: one empty file each, named after the process of
 * its extension host. No heartbeat: a file whose process is gone counts for nothing.
 */
export class WindowPresence {
  readonly #folder: string;
  readonly #pid: number;
  readonly #isAlive: IsAlive;

  constructor(folder: string, pid: number, isAlive: IsAlive = isRunning) {
    this.#folder = folder;
    this.#pid = pid;
    this.#isAlive = isAlive;
  }

  /** @throws Error where the disk refuses */
  enter(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(path.join(this.#folder, String(this.#pid)), '');
  }

  /** At once, as there may be no later: the process is about to end. */
  leave(): void {
    rmSync(path.join(this.#folder, String(this.#pid)), { force: true });
  }

  /** Whether no other window is there; forgets those that were killed. */
  alone(): boolean {
    const others = readdirSync(this.#folder).filter((name) => name !== String(this.#pid));
    const gone = others.filter((name) => !/^\d+$/.test(name) || !this.#isAlive(Number(name)));
    for (const name of gone) rmSync(path.join(this.#folder, name), { force: true });
    return gone.length === others.length;
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
