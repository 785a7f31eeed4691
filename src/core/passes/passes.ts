import type { Profiles } from '../accounts/profiles.ts';
import type { Clock, KeyStore } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import { koreanDate, nextKoreanTimeOfDay } from '../time/koreanTime.ts';
import { Secret } from '../base/secret.ts';

export interface PassesParts {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly keyStore: Pick<KeyStore, 'keys'>;
  readonly clock: Clock;
  /** Of this workspace; a pass of another one is worth nothing here. */
  readonly workspace: string;
  /** 256 bits from a secret by HKDF, as base64url. */
  readonly derive: (secretkey: Secret, purpose: string) => string;
  /** Of one length, whatever the text's. */
  readonly digest: (text: string) => Uint8Array;
  /** Takes the same time wherever they differ. */
  readonly equal: (a: Uint8Array, b: Uint8Array) => boolean;
  /** The workspace is trusted, and the account's token was not revoked by the user. */
  readonly allowed: (profile: Profile) => boolean;
  /** For the API unless told otherwise. */
  readonly use?: PassUse;
}

/** What a pass is for: one that is made for something else is worth nothing there. */
export interface PassUse {
  readonly purpose: string;
  /** Days after which another one is made. */
  readonly days: number;
}

const apiPass: PassUse = { purpose: 'pass', days: 1 };

/** It may have to be pasted by hand, so it lives longer; it opens the tools for agents only. */
export const agentPass: PassUse = { purpose: 'agent pass', days: 30 };

interface DerivedPasses {
  readonly profile: Profile;
  readonly current: Secret;
  /** Digests of this one and the one before. */
  readonly taken: readonly Uint8Array[];
}

const dayMs = 24 * 60 * 60 * 1000;
const koreaOffsetMs = 9 * 60 * 60 * 1000;

/**
 * What a client holds in place of a token, for one account, in one workspace. It is derived from the
 * account's secret key and the Korean date, so nothing is stored, a replaced key ends it, and the
 * window's reload does not. Yesterday's is still taken: open terminals go on.
 */
export class Passes {
  readonly #parts: PassesParts;
  #derived: readonly DerivedPasses[] = [];
  /** When another day begins in Korea, epoch milliseconds. */
  #dayEnds = 0;

  constructor(parts: PassesParts) {
    this.#parts = parts;
  }

  /** Derives anew for the accounts there are; an account whose keys cannot be read has no pass. */
  async refresh(): Promise<void> {
    const { profiles, clock } = this.#parts;
    const now = clock.now();
    const derived = await Promise.all(profiles.all.map((profile) => this.#derive(profile, now)));
    this.#derived = derived.filter((each) => each !== undefined);
    this.#dayEnds = nextKoreanTimeOfDay(now + 1, 0);
  }

  /** Whether another day has begun in Korea since the passes were derived. */
  get outdated(): boolean {
    const left = this.#dayEnds - this.#parts.clock.now();
    return left <= 0 || left > dayMs;
  }

  of(profile: Profile): Secret | undefined {
    if (!this.#parts.allowed(profile)) return undefined;
    return this.#derived.find((each) => each.profile.id === profile.id)?.current;
  }

  /** Those that are handed out now. */
  get all(): readonly { readonly profile: Profile; readonly value: Secret }[] {
    return this.#derived
      .filter(({ profile }) => this.#parts.allowed(profile))
      .map(({ profile, current }) => ({ profile, value: current }));
  }

  /** Whose pass this is. Each is compared, whether or not one before it fits. */
  accountOf(text: string): Profile | undefined {
    const { digest, equal, allowed, profiles } = this.#parts;
    const given = digest(text);
    let found: Profile | undefined;
    for (const { profile, taken } of this.#derived) {
      for (const each of taken) if (equal(given, each)) found = profile;
    }
    // The account may have been removed, renamed or its keys replaced since.
    const current = profiles.all.find(({ id }) => id === found?.id);
    return current !== undefined && allowed(current) ? current : undefined;
  }

  async #derive(profile: Profile, now: number): Promise<DerivedPasses | undefined> {
    const { keyStore, derive, digest, workspace, use = apiPass } = this.#parts;
    try {
      const { secretkey } = await keyStore.keys(profile.id);
      const on = (time: number): string => {
        const context = [profile.environment, workspace, firstDay(time, use.days)];
        return derive(secretkey, `kiwoom-rest-auth ${use.purpose} ${JSON.stringify(context)}`);
      };
      const current = on(now);
      const taken = [current, on(now - use.days * dayMs)].map(digest);
      return { profile, current: new Secret(current), taken };
    } catch {
      return undefined;
    }
  }
}

/** The day in Korea on which the pass of that time began. */
function firstDay(time: number, days: number): string {
  const day = Math.floor((time + koreaOffsetMs) / dayMs);
  return koreanDate(time - (day % days) * dayMs);
}
