import type { Lock } from '../core/model/ports.ts';
import { isProfileId } from '../core/model/profile.ts';
import type { KiwoomError } from '../core/base/errors.ts';
import { toStoreError } from './redisErrors.ts';
import type { Holding, SharedLock } from './sharedLock.ts';
import type { SealedState, WriteCondition } from './sharedState.ts';

export interface TwoLocksParts {
  readonly localLock: Lock;
  /** `undefined`: the account is not shared. */
  readonly sharedLock: (profileId: string) => SharedLock | undefined;
  /** Called if the store does not work; the local lock alone is used then. */
  readonly onFailure: (profileId: string, error: KiwoomError) => void;
  /** Work that nobody at the shared lock has to wait for. */
  readonly afterRelease: (profileId: string) => Promise<void>;
}

/** This machine's lock, and the shared one while the store works. */
export class TwoLocks implements Lock {
  readonly #parts: TwoLocksParts;
  readonly #holdings = new Map<string, Holding>();
  /** The state that came with the lock, until it is read or written. */
  readonly #fresh = new Map<string, SealedState>();

  constructor(parts: TwoLocksParts) {
    this.#parts = parts;
  }

  /**
   * Acquires the local lock first, so that only one window of a machine waits for the shared one. A
   * machine that waits asks `instead` whenever the state may have changed.
   */
  run<T>(
    name: string,
    signal: AbortSignal,
    work: () => Promise<T>,
    instead?: () => Promise<T | undefined>,
  ): Promise<T> {
    const { localLock, afterRelease } = this.#parts;
    return localLock.run(name, signal, async () => {
      const acquired = await this.#acquire(name, signal, instead);
      if (acquired === undefined) return work();
      if ('found' in acquired) return acquired.found;
      this.#holdings.set(name, acquired);
      if (acquired.state !== undefined) this.#fresh.set(name, acquired.state);
      try {
        return await work();
      } finally {
        this.#holdings.delete(name);
        this.#fresh.delete(name);
        // Not awaited: waiting machines are notified by the release.
        void acquired.release();
        await afterRelease(name);
      }
    });
  }

  /** The condition that proves the shared lock; `undefined` without it. */
  condition(profileId: string): WriteCondition | undefined {
    const holding = this.#holdings.get(profileId);
    return holding === undefined ? undefined : { fence: holding.fence };
  }

  /** The state that came with the lock, once. */
  takeState(profileId: string): SealedState | undefined {
    const state = this.#fresh.get(profileId);
    this.#fresh.delete(profileId);
    return state;
  }

  /** Another store, or none, is used from now on. */
  forget(): void {
    this.#holdings.clear();
    this.#fresh.clear();
  }

  async #acquire<T>(
    name: string,
    signal: AbortSignal,
    instead: (() => Promise<T | undefined>) | undefined,
  ): Promise<Holding | { readonly found: T } | undefined> {
    const { sharedLock, onFailure } = this.#parts;
    try {
      return await (isProfileId(name) ? sharedLock(name) : undefined)?.acquire(
        name,
        signal,
        instead,
      );
    } catch (thrown) {
      // The lock is held or the caller aborted; any other error means that the store does not work.
      if (signal.aborted) throw thrown;
      const error = toStoreError(thrown);
      if (error.code === 'lock-failed') throw error;
      onFailure(name, error);
      return undefined;
    }
  }
}
