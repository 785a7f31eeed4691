import { type ErrorDetails, KiwoomError, toKiwoomError } from '../base/errors.ts';
import type { TokenStore } from '../model/ports.ts';
import type { AppKeys, Profile } from '../model/profile.ts';
import type { ServerClock } from '../time/serverClock.ts';
import { type AccessToken, sameToken } from '../model/token.ts';
import type { TokenRecords } from './tokenRecords.ts';
import type { TokenRecord } from '../model/tokenState.ts';

export interface TokenAtRestParts {
  readonly tokenStore: TokenStore;
  readonly clock: ServerClock;
  readonly records: TokenRecords;
  /** Remembers and logs what went wrong without ending the operation. */
  readonly fail: (
    profile: Profile,
    code: 'token-damaged' | 'token-not-stored',
    details?: ErrorDetails,
  ) => void;
}

/** Keeps this window's record of a token and the token store alike, whichever of them knows more. */
export class TokenAtRest {
  readonly #parts: TokenAtRestParts;

  constructor(parts: TokenAtRestParts) {
    this.#parts = parts;
  }

  /** Brings the record in line with the store: another window may have issued or revoked. */
  async read(profile: Profile, keys: AppKeys): Promise<void> {
    const { tokenStore, clock, records, fail } = this.#parts;
    const stored = await tokenStore.read(profile.id, keys);
    const record = records.get(profile.id);
    const activity = record.activity === undefined ? {} : { activity: record.activity };
    switch (stored.kind) {
      case 'token':
        if (knowsMore(record, stored.token, stored.dead)) return;
        clock.assume(stored.token);
        records.set(profile.id, {
          ...activity,
          token: stored.token,
          stored: true,
          ...(stored.dead ? { rejection: new KiwoomError('token-invalid') } : {}),
        });
        return;
      case 'unreadable':
        // Not removed here: another window may have sealed it under keys that this one has yet to see.
        if (record.token === undefined) fail(profile, 'token-damaged');
        return;
      case 'absent':
        // It was there: another window revoked it.
        if (record.stored === true) records.set(profile.id, activity);
    }
  }

  /** A token that cannot be stored is still good; only the next window or start asks again. */
  async write(profile: Profile, keys: AppKeys, token: AccessToken, dead: boolean): Promise<void> {
    const { tokenStore, records, fail } = this.#parts;
    try {
      const stored = await tokenStore.write(profile.id, keys, token, dead);
      records.set(profile.id, { ...records.get(profile.id), stored });
    } catch (thrown) {
      const { subject } = toKiwoomError(thrown).details;
      const details = subject === undefined ? {} : { subject };
      fail(profile, 'token-not-stored', details);
    }
  }
}

/** Whether this window knows at least as much as the store. */
function knowsMore(record: TokenRecord, stored: AccessToken, dead: boolean): boolean {
  const { token, rejection, revoked } = record;
  if (revoked !== undefined && sameToken(revoked, stored)) return true;
  if (token === undefined) return false;
  if (sameToken(token, stored)) return rejection !== undefined || !dead;
  // A newer token that the disk refused.
  return record.stored !== true && token.receivedAt > stored.receivedAt;
}
