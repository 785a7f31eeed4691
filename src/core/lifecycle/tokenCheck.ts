import type { ApiCaller } from '../calls/apiCaller.ts';
import { toKiwoomError } from '../base/errors.ts';
import type { Disposable } from '../base/event.ts';
import type { Clock, Log, Scheduler } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import { usableToken } from '../model/tokenState.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { RenewalPolicy } from './renewalPolicy.ts';
import { Alarms } from '../time/alarm.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { TokenWatch } from '../tokens/tokenWatch.ts';

/** Minimum interval between two checks of a token, in milliseconds. */
const pauseMs = 60 * 60 * 1000;

/** Time without focus after which the user counts as having been away, in milliseconds. */
const longIdleMs = 60 * 60 * 1000;

export interface TokenCheckParts {
  readonly caller: ApiCaller;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  readonly profiles: Profiles;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** With renewal off, automatic checks are off as well. */
  readonly policy: () => RenewalPolicy;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/**
 * Asks the server whether it still accepts a token, before the user's request fails: after the machine
 * slept, when the user returns, and about halfway through the token's life. REST Client, for one, does not
 * report that a token was refused.
 */
export class TokenCheck implements Disposable {
  readonly #parts: TokenCheckParts;
  readonly #halfLives: Alarms;
  readonly #subscription: Disposable;
  /** When each token was last accepted or checked. */
  readonly #asked = new Map<string, number>();
  readonly #halfwayShiftMs: number;
  #leftAt: number | undefined;

  constructor(parts: TokenCheckParts) {
    this.#parts = parts;
    // All windows and machines that share a token would ask at once, in turns of the rate limit.
    this.#halfwayShiftMs = (parts.random() - 0.5) * pauseMs;
    this.#halfLives = new Alarms(parts.scheduler);
    this.#subscription = parts.watch.onDidChange((profileId) => {
      this.#plan(profileId);
    });
  }

  /** The window lost the focus. */
  left(): void {
    this.#leftAt = this.#parts.clock.now();
  }

  /** The window gained the focus. Never rejects. */
  async returned(): Promise<void> {
    const leftAt = this.#leftAt ?? Infinity;
    this.#leftAt = undefined;
    if (this.#parts.clock.now() - leftAt >= longIdleMs) await this.checkAll();
  }

  /** Never rejects: a failed check is repeated later. */
  async checkAll(): Promise<void> {
    for (const profile of this.#parts.profiles.all) await this.#check(profile);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#halfLives.dispose();
  }

  #plan(profileId: string): void {
    const { tokens, clock } = this.#parts;
    const token = usableToken(tokens.state(profileId));
    const half = token && (token.receivedAt + token.expiresAt) / 2 + this.#halfwayShiftMs;
    const isAhead = half !== undefined && half > clock.now();
    this.#halfLives.at(profileId, isAhead ? half : undefined, () => {
      const profile = this.#parts.profiles.find(profileId);
      if (profile !== undefined) void this.#check(profile);
    });
  }

  async #check(profile: Profile): Promise<void> {
    const { caller, tokens, clock, policy, log } = this.#parts;
    const { id } = profile;
    const token = tokens.current(profile);
    if (token === undefined || policy().kind === 'off') return;
    // A time that is still to come is from before the clock was corrected.
    const wasLately = (time = 0): boolean => time <= clock.now() && clock.now() - time < pauseMs;
    if (wasLately(token.receivedAt) || wasLately(this.#asked.get(id))) return;
    this.#asked.set(id, clock.now());
    try {
      log.info('token-checked', { profile: id, verdict: await caller.verify(profile) });
    } catch (thrown) {
      log.warn('verification-failed', { profile: id, error: toKiwoomError(thrown).message });
    }
    // The reply may have corrected the clock.
    this.#asked.set(id, clock.now());
  }
}
