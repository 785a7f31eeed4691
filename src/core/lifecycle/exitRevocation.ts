import { toKiwoomError } from '../base/errors.ts';
import type { Log, Presence, Scheduler } from '../model/ports.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { Preferences } from './preferences.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';

/** Time limit: VS Code gives a closing window a few seconds at most. */
const waitLimitMs = 4_000;

export interface ExitRevocationParts {
  readonly profiles: Profiles;
  readonly tokens: TokenManager;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly preferences: Pick<Preferences, 'revokesOnExit' | 'renewalPolicy' | 'trusted'>;
  readonly presence: Presence;
}

/** Revokes the tokens when the last window closes, with `kiwoom.revokeOnExit`. */
export class ExitRevocation {
  readonly #parts: ExitRevocationParts;

  constructor(parts: ExitRevocationParts) {
    this.#parts = parts;
  }

  /** Finishes what the last window had no time for, before one of its tokens is used. Never rejects. */
  async atStart(): Promise<void> {
    const { presence, preferences } = this.#parts;
    await this.#attempt(async () => {
      presence.enter();
      if (preferences.trusted() && presence.alone()) await this.#endTokens();
    });
  }

  /** Removes this window from the open ones before it returns. Never rejects. */
  async atExit(): Promise<void> {
    const { presence } = this.#parts;
    await this.#attempt(async () => {
      presence.leave();
      if (presence.alone()) await this.#endTokens();
    });
  }

  async #endTokens(): Promise<void> {
    const { profiles, tokens, scheduler, preferences } = this.#parts;
    if (!preferences.revokesOnExit()) return;
    const abort = new AbortController();
    const timer = scheduler.after(waitLimitMs, () => {
      abort.abort();
    });
    // A start that renews automatically has to know that there was a token.
    const renews = preferences.renewalPolicy().kind !== 'off';
    const end = renews ? tokens.suspend.bind(tokens) : tokens.revoke.bind(tokens);
    await Promise.allSettled(profiles.all.map((profile) => end(profile, abort.signal)));
    timer.dispose();
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = toKiwoomError(thrown).message;
      this.#parts.log.warn('exit-revocation-failed', { error });
    }
  }
}
