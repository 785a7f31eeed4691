import { toKiwoomError } from '../core/base/errors.ts';
import type { Log, StoredToken, TokenStore } from '../core/model/ports.ts';
import type { AppKeys } from '../core/model/profile.ts';
import type { Held } from './merge.ts';
import type { SealedToken } from './sharedState.ts';

/**
 * This machine's token store, as a replica of the shared one. What the shared store told is written
 * without anybody waiting for the disk but who uses the copy next.
 */
export class LocalCopy {
  readonly #store: TokenStore;
  readonly #log: Log;
  /** Writes that are under way. */
  readonly #settling = new Map<string, Promise<void>>();

  constructor(store: TokenStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    await this.settled(profileId);
    return this.#store.read(profileId, keys);
  }

  /** @returns whether it was stored, as {@link TokenStore.write} says */
  async write(profileId: string, keys: AppKeys, { token, dead }: SealedToken): Promise<boolean> {
    await this.settled(profileId);
    return this.#store.write(profileId, keys, token, dead);
  }

  async remove(profileId: string): Promise<void> {
    await this.settled(profileId);
    await this.#store.remove(profileId);
  }

  /** Begins to follow the shared store. */
  follow(profileId: string, keys: AppKeys, held: Held): void {
    this.#settling.set(profileId, this.#replace(profileId, keys, held));
  }

  /** Never rejects. */
  async settled(profileId: string): Promise<void> {
    await this.#settling.get(profileId);
    this.#settling.delete(profileId);
  }

  /** A disk failure costs this machine's copy, not the token. */
  async #replace(profileId: string, keys: AppKeys, held: Held): Promise<void> {
    try {
      if (held === 'absent') await this.#store.remove(profileId);
      else await this.#store.write(profileId, keys, held.token, held.dead);
    } catch (thrown) {
      this.#log.warn('shared-copy-failed', {
        profile: profileId,
        error: toKiwoomError(thrown).code,
      });
    }
  }
}
