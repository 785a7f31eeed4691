import type { ApiCaller } from '../calls/apiCaller.ts';
import { toKiwoomError } from '../base/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { Preferences } from './preferences.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';

/** How often a token is asked about at most, in milliseconds. */
const pauseMs = 60 * 60 * 1000;

export interface SleepCheckParts {
  readonly caller: ApiCaller;
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly clock: Clock;
  readonly preferences: Pick<Preferences, 'trusted'>;
  readonly log: Log;
}

/**
 * Tokens have been refused hours before their expiry after a PC had slept: this asks the server before
 * the user finds out.
 */
export class SleepCheck {
  readonly #parts: SleepCheckParts;
  readonly #asked = new Map<string, number>();

  constructor(parts: SleepCheckParts) {
    this.#parts = parts;
  }

  /** The machine has slept for long. Never rejects: what cannot be asked now is found out later. */
  async run(): Promise<void> {
    const { caller, tokens, profiles, clock, preferences, log } = this.#parts;
    if (!preferences.trusted()) return;
    for (const profile of profiles.all) {
      const last = this.#asked.get(profile.id) ?? -Infinity;
      if (tokens.current(profile) === undefined || clock.now() - last < pauseMs) continue;
      this.#asked.set(profile.id, clock.now());
      try {
        const verdict = await caller.verify(profile);
        log.info('token-verified-after-sleep', { profile: profile.id, verdict });
      } catch (thrown) {
        log.warn('verification-failed', {
          profile: profile.id,
          error: toKiwoomError(thrown).message,
        });
      }
    }
  }
}
