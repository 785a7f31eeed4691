import { KiwoomError, throwIfCancelled } from '../core/base/errors.ts';
import { pause } from '../core/time/pause.ts';
import { unlimited } from '../core/time/timeLimit.ts';
import type { Lock, Scheduler } from '../core/model/ports.ts';
import type { LockFolder, LockFolderParts, Release } from './lockFolder.ts';

/** Poll interval of a waiting process, in milliseconds. */
const retryMs = 100;

/** Time limit for the wait, in milliseconds: as long as several slow requests of other windows. */
const waitLimitMs = 60_000;

export interface FileLockParts extends LockFolderParts {
  readonly scheduler: Scheduler;
}

/** Mutex between processes. The lock of a killed holder expires. */
export class FileLock implements Lock {
  readonly #parts: FileLockParts;
  #locks: LockFolder | undefined;

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
    const { LockFolder } = await import('./lockFolder.ts');
    const locks = (this.#locks ??= new LockFolder(this.#parts));
    for (let waitedMs = 0; ; waitedMs += retryMs) {
      throwIfCancelled(signal);
      const release = await locks.tryAcquire(name);
      if (release !== undefined) return release;
      if (waitedMs >= waitLimitMs) throw new KiwoomError('lock-failed');
      await pause(this.#parts.scheduler, retryMs, signal);
    }
  }
}
