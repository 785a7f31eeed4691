import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import type { Clock, Log } from '../core/model/ports.ts';
import { type TimeLimit, unlimited } from '../core/time/timeLimit.ts';

const usualStaleMs = 10_000;

export interface LockFolderParts {
  /** Folder shared by all windows on this machine. */
  readonly folder: string;
  /** This machine's, whose time the heartbeats have. */
  readonly clock: Clock;
  readonly log: Log;
  /** Time without a heartbeat after which a holder counts as dead, in milliseconds; at least 2000. */
  readonly staleMs?: number;
  /** Time limit for file operations, as the disk may be an unreachable network drive. */
  readonly limit?: TimeLimit;
  /** Called once if something else is at the lock's path and cannot be removed. */
  readonly onBlocked?: (place: string) => void;
}

export type Release = () => Promise<void>;

/** The library's code for a lock that another process holds. */
const held = 'ELOCKED';

/** What Windows answers for a moment where another process is just removing its lock; EACCES lasts. */
const momentary = /^(?:EPERM|EBUSY)$/;

/** Attempts in a row that are refused so before the disk counts as one that refuses. */
const refusalsWaitedOut = 4;

/** Takes locks in a folder, one attempt at a time; loaded for the first one. */
export class LockFolder {
  readonly #parts: LockFolderParts;
  readonly #refusals = new Map<string, number>();
  #isBlockTold = false;

  constructor(parts: LockFolderParts) {
    this.#parts = parts;
  }

  /** @returns `undefined` while another process holds the lock */
  async tryAcquire(name: string): Promise<Release | undefined> {
    const refusals = this.#refusals.get(name) ?? 0;
    this.#refusals.delete(name);
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
      if (momentary.test(code) && refusals < refusalsWaitedOut) {
        this.#refusals.set(name, refusals + 1);
        return undefined;
      }
      // A disk that refuses the lock refuses the token file too: there is nothing to protect, and a
      // token that cannot be stored is still valid.
      log.warn('lock-unavailable', { name, code });
      return () => Promise.resolve();
    }
  }

  /**
   * @param staleMs age in milliseconds at which the library itself clears a lock. It does so even if another
   * process has cleared it meanwhile and holds the new one, see {@link LockFolder.#clear}.
   * @throws TimeLimitError; a lock that is acquired later is released again
   */
  async #lock(name: string, staleMs = Number.MAX_SAFE_INTEGER): Promise<Release> {
    const { log, limit = unlimited } = this.#parts;
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
