import { toKiwoomError } from '../base/errors.ts';
import type { Log, Scheduler } from '../model/ports.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';

/** VS Code gives a window that closes a few seconds, if any. */
const patienceMs = 4_000;

export interface ExitRevocationParts {
  readonly profiles: Profiles;
  readonly tokens: TokenManager;
  readonly scheduler: Scheduler;
  readonly log: Log;
  /** What the user wants. */
  readonly wanted: () => boolean;
  /** Whether the next start issues again by itself. */
  readonly renews: () => boolean;
  /** Whether the workspace is trusted: one that is not must not make a key be used by being opened. */
  readonly trusted: () => boolean;
  /** Which windows are open: this one enters and leaves, and asks whether it is the only one. */
  readonly presence: { enter(): void; leave(): void; alone(): boolean };
}

/** With `kiwoom.revokeOnExit`, tokens end with the last window. */
export class ExitRevocation {
  readonly #parts: ExitRevocationParts;

  constructor(parts: ExitRevocationParts) {
    this.#parts = parts;
  }

  /** What the last window had no time to do; before a token that it left is used. Never rejects. */
  async atStart(): Promise<void> {
    await this.#endTokensIf(({ presence, trusted }) => {
      presence.enter();
      return trusted() && presence.alone();
    });
  }

  /** Never rejects. */
  async atExit(): Promise<void> {
    await this.#endTokensIf(({ presence }) => {
      presence.leave();
      return presence.alone();
    });
  }

  async #endTokensIf(mayEnd: (parts: ExitRevocationParts) => boolean): Promise<void> {
    const { profiles, tokens, scheduler, log, wanted, renews } = this.#parts;
    try {
      if (!mayEnd(this.#parts) || !wanted()) return;
      const abort = new AbortController();
      const stopTimer = scheduler.after(patienceMs, () => {
        abort.abort();
      });
      const end = renews() ? tokens.suspend.bind(tokens) : tokens.revoke.bind(tokens);
      await Promise.allSettled(profiles.all.map((profile) => end(profile, abort.signal)));
      stopTimer();
    } catch (thrown) {
      log.warn('exit-revocation-failed', { error: toKiwoomError(thrown).message });
    }
  }
}
