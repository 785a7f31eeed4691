import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { KiwoomError, throwIfCancelled } from '../core/base/errors.ts';
import { pause } from '../core/time/pause.ts';
import { type TimeLimit, unlimited } from '../core/time/timeLimit.ts';
import type { Clock, Lock, Log, Scheduler } from '../core/model/ports.ts';

const usualStaleMs = 10_000;

/** Poll interval of a waiting process, in milliseconds. */
const retryMs = 100;

/** Time limit for the wait, in milliseconds: as long as several slow requests of other windows. */
const waitLimitMs = 60_000;

export interface FileLockParts {
  /** Folder shared by all windows on this machine. */
  readonly folder: string;
  /** This machine's, whose time the heartbeats have. */
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly log: Log;
  /** Time without a heartbeat after which a holder counts as dead, in milliseconds; at least 2000. */
  readonly staleMs?: number;
  /** Time limit for file operations, as the disk may be an unreachable network drive. */
  readonly limit?: TimeLimit;
  /** Called once if something else is at the lock's path and cannot be removed. */
  readonly onBlocked?: (place: string) => void;
}

type Release = () => Promise<void>;

/** The library's code for a lock that another process holds. */
const held = 'ELOCKED';

/** Mutex between processes. The lock of a killed holder expires. */
export class FileLock implements Lock {
  readonly #parts: FileLockParts;
  #isBlockTold = false;

  constructor(parts: FileLockParts) {
    this.#parts = parts;
  }

  async run<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const release = await this.#acquire(name, signal);
    try {
      return await work();
    } finally {
      const { limit = unlimited } = this.#parts;
      await limit(release).catch(() => {
        // Another process took the lock meanwhile (after a long sleep), so there is nothing to release.
        this.#parts.log.warn('lock-lost', { name });
      });
    }
  }

  async #acquire(name: string, signal: AbortSignal): Promise<Release> {
    for (let waitedMs = 0; ; waitedMs += retryMs) {
      throwIfCancelled(signal);
      const release = await this.#tryAcquire(name);
      if (release !== undefined) return release;
      if (waitedMs >= waitLimitMs) throw new KiwoomError('lock-failed');
      await pause(this.#parts.scheduler, retryMs, signal);
    }
  }

  /** @returns `undefined` while another process holds the lock */
  async #tryAcquire(name: string): Promise<Release | undefined> {
    const { folder, log, limit = unlimited } = this.#parts;
    try {
      await limit(() => mkdir(folder, { recursive: true, mode: 0o700 }));
      try {
        return await this.#lock(name);
      } catch (thrown) {
        if (codeOf(thrown) !== held || !(await this.#isStale(name))) throw thrown;
      }
      await this.#clear(name);
      return await this.#lock(name);
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === held) return undefined;
      // A disk that refuses the lock refuses the token file too: there is nothing to protect, and a
      // token that cannot be stored is still valid.
      log.warn('lock-unavailable', { name, code });
      return () => Promise.resolve();
    }
  }

  /**
   * @param staleMs age in milliseconds at which the library itself clears a lock. It does so even if another
   * process has cleared it meanwhile and holds the new one, see {@link FileLock.#clear}.
   * @throws TimeLimitError; a lock that is acquired later is released again
   */
  async #lock(name: string, staleMs = Number.MAX_SAFE_INTEGER): Promise<Release> {
    const { log, limit = unlimited } = this.#parts;
    const { default: lockfile } = await import('proper-lockfile');
    const locking = lockfile.lock(path.join(this.#parts.folder, name), {
      realpath: false,
      stale: staleMs,
      update: this.#staleMs / 2,
      onCompromised: () => {
        // The default handler throws from a timer. The work continues: at worst two windows send a
        // request each, and the server returns the same token to both.
        log.warn('lock-compromised', { name });
      },
    });
    try {
      return await limit(() => locking);
    } catch (thrown) {
      locking.then((release) => release()).catch(() => undefined);
      throw thrown;
    }
  }

  /**
   * Clears a lock without a heartbeat, or what else is in its place; in our own folder it may be removed.
   * One process at a time does so, and looks again, as another one may have cleared and acquired it meanwhile.
   */
  async #clear(name: string): Promise<void> {
    const { log, limit = unlimited } = this.#parts;
    const release = await this.#lock(`${name}.clearing`, this.#staleMs);
    try {
      if (!(await this.#isStale(name))) return;
      log.warn('lock-cleared', { name });
      const clear = () => rm(this.#placeOf(name), { recursive: true, force: true });
      await limit(clear).catch((thrown: unknown) => {
        this.#tellBlocked(this.#placeOf(name));
        throw thrown;
      });
    } finally {
      await limit(release).catch(() => undefined);
    }
  }

  async #isStale(name: string): Promise<boolean> {
    const { clock, limit = unlimited } = this.#parts;
    const found = await limit(() => stat(this.#placeOf(name)).catch(() => undefined));
    return found !== undefined && found.mtimeMs < clock.now() - this.#staleMs;
  }

  #placeOf(name: string): string {
    return path.join(this.#parts.folder, `${name}.lock`);
  }

  get #staleMs(): number {
    return this.#parts.staleMs ?? usualStaleMs;
  }

  #tellBlocked(place: string): void {
    if (this.#isBlockTold) return;
    this.#isBlockTold = true;
    this.#parts.onBlocked?.(place);
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
