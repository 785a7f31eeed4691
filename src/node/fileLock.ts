import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { KiwoomError, throwIfCancelled } from '../core/base/errors.ts';
import { pause } from '../core/time/pause.ts';
import { type TimeLimit, unlimited } from '../core/time/timeLimit.ts';
import type { Lock, Log, Scheduler } from '../core/model/ports.ts';

const usualStaleMs = 10_000;

/** Poll interval of a waiting process, in milliseconds. */
const retryMs = 100;

/** Time limit for the wait, in milliseconds: as long as several slow requests of other windows. */
const waitLimitMs = 60_000;

export interface FileLockParts {
  /** Folder shared by all windows on this machine. */
  readonly folder: string;
  readonly scheduler: Scheduler;
  readonly log: Log;
  /** Time without a heartbeat after which a holder counts as dead, in milliseconds; at least 2000. */
  readonly staleMs?: number;
  /** Time limit for file operations, as the disk may be an unreachable network drive. */
  readonly limit?: TimeLimit;
  /** Called once if something else is at the lock's path and cannot be removed. */
  readonly onBlocked?: (place: string) => void;
}

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

  /** @throws TimeLimitError; a lock that is acquired later is released again */
  async #lock(name: string): Promise<() => Promise<void>> {
    const { folder, log, staleMs = usualStaleMs, limit = unlimited } = this.#parts;
    const { default: lockfile } = await import('proper-lockfile');
    const locking = lockfile.lock(path.join(folder, name), {
      realpath: false,
      stale: staleMs,
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

  async #acquire(name: string, signal: AbortSignal): Promise<() => Promise<void>> {
    const { folder, log, limit = unlimited } = this.#parts;
    const place = path.join(folder, `${name}.lock`);
    let folderIsThere = false;
    let cleared = false;
    for (let waitedMs = 0; ; waitedMs += retryMs) {
      throwIfCancelled(signal);
      try {
        await limit(() => mkdir(folder, { recursive: true, mode: 0o700 }));
        folderIsThere = true;
        return await this.#lock(name);
      } catch (thrown) {
        const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
        // Something other than a lock is at the lock's path, too old to be a held lock; in our own
        // folder it may be removed.
        if (folderIsThere && !cleared && (code === 'ENOTEMPTY' || code === 'ENOTDIR')) {
          cleared = true;
          log.warn('lock-cleared', { name, code });
          const clear = () => rm(place, { recursive: true, force: true });
          await limit(clear).catch(() => undefined);
          continue;
        }
        if (code !== 'ELOCKED') {
          // A disk that refuses the lock refuses the token file too: there is nothing to protect, and a
          // token that cannot be stored is still valid.
          log.warn('lock-unavailable', { name, code });
          if (cleared) this.#tellBlocked(place);
          return () => Promise.resolve();
        }
        if (waitedMs >= waitLimitMs) throw new KiwoomError('lock-failed');
      }
      await pause(this.#parts.scheduler, retryMs, signal);
    }
  }

  #tellBlocked(place: string): void {
    if (this.#isBlockTold) return;
    this.#isBlockTold = true;
    this.#parts.onBlocked?.(place);
  }
}
