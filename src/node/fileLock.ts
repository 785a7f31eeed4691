import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { KiwoomError, throwIfCancelled } from '../core/base/errors.ts';
import { pause } from '../core/time/pause.ts';
import type { TimeLimit } from '../core/time/timeLimit.ts';
import type { Lock, Log, Scheduler } from '../core/model/ports.ts';

const usualStaleMs = 10_000;

const unlimited: TimeLimit = (work) => work();

/** How often a waiter looks again, in milliseconds. */
const retryMs = 100;

/** How long a waiter is patient, in milliseconds: as long as several slow requests of others. */
const patienceMs = 60_000;

export interface FileLockParts {
  /** Folder shared by every window on this machine. */
  readonly folder: string;
  readonly scheduler: Scheduler;
  readonly log: Log;
  /** Without a sign of life for this long a holder counts as dead, in milliseconds; at least 2000. */
  readonly staleMs?: number;
  /** For calls to the disk, which may lie on a server that is away. */
  readonly limit?: TimeLimit;
  /** Told once: what lies at this path is in the lock's place and cannot be cleared. */
  readonly onBlocked?: (place: string) => void;
}

/** A lock between processes; a holder that was killed loses it once it is stale. */
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
        // Lost meanwhile (a long sleep): someone else holds it now, and nothing is ours to free.
        this.#parts.log.warn('lock-lost', { name });
      });
    }
  }

  /** @throws TimeLimitError; a lock that comes later is given back */
  async #lock(name: string): Promise<() => Promise<void>> {
    const { folder, log, staleMs = usualStaleMs, limit = unlimited } = this.#parts;
    const { default: lockfile } = await import('proper-lockfile');
    const locking = lockfile.lock(path.join(folder, name), {
      realpath: false,
      stale: staleMs,
      onCompromised: () => {
        // The default throws from a timer. The work goes on: at worst two windows ask the
        // server once each, and it gives both the same token.
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
        // A file or a filled folder in the lock's place, too old to be held: whatever lies in our own
        // folder under that name is ours to clear.
        if (folderIsThere && !cleared && (code === 'ENOTEMPTY' || code === 'ENOTDIR')) {
          cleared = true;
          log.warn('lock-cleared', { name, code });
          const clear = () => rm(place, { recursive: true, force: true });
          await limit(clear).catch(() => undefined);
          continue;
        }
        if (code !== 'ELOCKED') {
          // A disk that takes no lock takes no token either: there is nothing to protect, and a
          // token that cannot be stored is still good.
          log.warn('lock-unavailable', { name, code });
          if (cleared) this.#tellBlocked(place);
          return () => Promise.resolve();
        }
        if (waitedMs >= patienceMs) throw new KiwoomError('lock-failed');
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
