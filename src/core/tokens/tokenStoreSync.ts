import { type ErrorDetails, toKiwoomError } from '../base/errors.ts';
import type { TokenStore } from '../model/ports.ts';
import type { AppKeys, Profile } from '../model/profile.ts';
import type { ServerClock } from '../time/serverClock.ts';
import type { AccessToken } from '../model/token.ts';
import type { TokenRecords } from './tokenRecords.ts';
import { foundInStore, missingInStore, written } from './tokenTransitions.ts';

export interface TokenStoreSyncParts {
  readonly tokenStore: TokenStore;
  readonly clock: ServerClock;
  readonly records: TokenRecords;
  /** Records and logs a failure without ending the operation. */
  readonly fail: (
    profile: Profile,
    code: 'token-damaged' | 'token-not-stored',
    details?: ErrorDetails,
  ) => void;
}

/** Synchronises this window's record of a token with the token store, whichever of them is newer. */
export class TokenStoreSync {
  readonly #parts: TokenStoreSyncParts;

  constructor(parts: TokenStoreSyncParts) {
    this.#parts = parts;
  }

  /** Updates the record from the store, as another window may have issued or revoked. */
  async read(profile: Profile, keys: AppKeys): Promise<void> {
    const { tokenStore, clock, records, fail } = this.#parts;
    const stored = await tokenStore.read(profile.id, keys);
    switch (stored.kind) {
      case 'token': {
        const { token, dead } = stored;
        const found = foundInStore(token, dead);
        const record = records.get(profile.id);
        if (found(record) === record) return;
        // The clock is first, as listeners to the record compute the remaining lifetime.
        clock.restore(token);
        records.apply(profile.id, found);
        return;
      }
      case 'unreadable':
        // Not removed here: another window may have sealed it with keys that this one has not read yet.
        if (records.get(profile.id).held.kind === 'none') fail(profile, 'token-damaged');
        return;
      case 'absent':
        records.apply(profile.id, missingInStore);
    }
  }

  /**
   * Writes the token to the store. A failure is not fatal: only the next window or start has to issue
   * again.
   */
  async write(profile: Profile, keys: AppKeys, token: AccessToken, dead: boolean): Promise<void> {
    const { tokenStore, records, fail } = this.#parts;
    try {
      const stored = await tokenStore.write(profile.id, keys, token, dead);
      records.apply(profile.id, written(token, stored));
    } catch (thrown) {
      const { subject } = toKiwoomError(thrown).details;
      const details = subject === undefined ? {} : { subject };
      fail(profile, 'token-not-stored', details);
    }
  }
}
