import type { Profiles } from '../accounts/profiles.ts';
import type { Clock, KeyStore } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import { dayMs, koreanDate, koreanDay, nextKoreanTimeOfDay } from '../time/koreanTime.ts';
import { Secret } from '../base/secret.ts';

export interface PassesParts {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly keyStore: Pick<KeyStore, 'keys'>;
  readonly clock: Clock;
  /** Identifies this workspace; a pass of another one is invalid here. */
  readonly workspace: string;
  /** HKDF of a secret, 256 bits as base64url. */
  readonly derive: (secretkey: Secret, purpose: string) => string;
  readonly bytes: (text: string) => Uint8Array;
  /** Comparison that takes the same time for all bytes of the same length. */
  readonly equal: (a: Uint8Array, b: Uint8Array) => boolean;
  /** Whether the workspace is trusted and the user has not revoked the account's token. */
  readonly allowed: (profile: Profile) => boolean;
  /** The API unless specified. */
  readonly use?: PassUse;
}

/** Purpose of a pass; a pass for one purpose is invalid for the other. */
export interface PassUse {
  readonly purpose: string;
  /** Lifetime in days. */
  readonly days: number;
}

const apiPass: PassUse = { purpose: 'pass', days: 1 };

/** Pass for the agents' tools only; it lives longer, as it may have to be pasted by hand. */
export const agentPass: PassUse = { purpose: 'agent pass', days: 30 };

interface DerivedPasses {
  readonly profile: Profile;
  readonly current: Secret;
  /** The current pass and the previous one. */
  readonly taken: readonly Uint8Array[];
}

/**
 * Passes: what a client uses in place of a token, for one account in one workspace. A pass is derived
 * from the account's secret key and the Korean date, so it needs no storage, survives a reload of the
 * window and ends when the key is replaced. The previous one stays valid for open terminals.
 */
export class Passes {
  readonly #parts: PassesParts;
  #derived: readonly DerivedPasses[] = [];
  /** The next midnight in Korea, epoch milliseconds. */
  #dayEnds = 0;

  constructor(parts: PassesParts) {
    this.#parts = parts;
  }

  /** Derives the passes of all accounts; an account whose keys cannot be read gets none. */
  async refresh(): Promise<void> {
    const { profiles, clock } = this.#parts;
    const now = clock.now();
    const derived = await Promise.all(profiles.all.map((profile) => this.#derive(profile, now)));
    this.#derived = derived.filter((each) => each !== undefined);
    this.#dayEnds = nextKoreanTimeOfDay(now + 1, 0);
  }

  /** Whether a new day has begun in Korea since the passes were derived. */
  get outdated(): boolean {
    const left = this.#dayEnds - this.#parts.clock.now();
    return left <= 0 || left > dayMs;
  }

  of(profile: Profile): Secret | undefined {
    if (!this.#parts.allowed(profile)) return undefined;
    return this.#derived.find((each) => each.profile.id === profile.id)?.current;
  }

  /** The current passes. */
  get all(): readonly { readonly profile: Profile; readonly value: Secret }[] {
    return this.#derived
      .filter(({ profile }) => this.#parts.allowed(profile))
      .map(({ profile, current }) => ({ profile, value: current }));
  }

  /** Finds the account of a pass, comparing all passes to take the same time for each. */
  accountOf(text: string): Profile | undefined {
    const { bytes, equal, allowed, profiles } = this.#parts;
    const given = bytes(text);
    let found: Profile | undefined;
    for (const { profile, taken } of this.#derived) {
      for (const each of taken) if (equal(given, each)) found = profile;
    }
    // The profile may have been removed, renamed or its keys replaced meanwhile.
    const current = profiles.all.find(({ id }) => id === found?.id);
    return current !== undefined && allowed(current) ? current : undefined;
  }

  async #derive(profile: Profile, now: number): Promise<DerivedPasses | undefined> {
    const { keyStore, derive, bytes, workspace, use = apiPass } = this.#parts;
    try {
      const { secretkey } = await keyStore.keys(profile.id);
      const on = (time: number): string => {
        const context = [profile.environment, workspace, firstDay(time, use.days)];
        return derive(secretkey, `kiwoom-rest-auth ${use.purpose} ${JSON.stringify(context)}`);
      };
      const current = on(now);
      const taken = [current, on(now - use.days * dayMs)].map(bytes);
      return { profile, current: new Secret(current), taken };
    } catch {
      return undefined;
    }
  }
}

/** The Korean date on which the validity period at `time` began. */
function firstDay(time: number, days: number): string {
  return koreanDate(time - (koreanDay(time) % days) * dayMs);
}
