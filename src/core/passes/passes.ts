import type { Profiles } from '../accounts/profiles.ts';
import type { Environment } from '../model/environment.ts';
import type { Clock, KeyStore } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import { koreanDate } from '../time/koreanTime.ts';
import { Secret } from '../base/secret.ts';

export interface PassesParts {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly keyStore: Pick<KeyStore, 'keys'>;
  readonly clock: Clock;
  /** Of this workspace; a pass of another one is worth nothing here. */
  readonly workspace: string;
  /** 256 bits from a secret by HKDF, as base64url. */
  readonly derive: (secretkey: Secret, purpose: string) => string;
  /** Takes the same time wherever the texts differ. */
  readonly equal: (a: string, b: string) => boolean;
  /** The workspace is trusted, and the account's token was not revoked by the user. */
  readonly allowed: (profile: Profile) => boolean;
}

interface DerivedPasses {
  readonly profile: Profile;
  readonly today: Secret;
  readonly yesterday: Secret;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * What a client holds in place of a token, for one account, in one workspace. It is derived from the
 * account's secret key and the Korean date, so nothing is stored, a replaced key ends it, and the
 * window's reload does not. Yesterday's is still taken: open terminals go on.
 */
export class Passes {
  readonly #parts: PassesParts;
  #derived: readonly DerivedPasses[] = [];
  #day = '';

  constructor(parts: PassesParts) {
    this.#parts = parts;
  }

  /** Derives anew for the accounts there are; an account whose keys cannot be read has no pass. */
  async refresh(): Promise<void> {
    const { profiles, clock } = this.#parts;
    const now = clock.now();
    const derived = await Promise.all(profiles.all.map((profile) => this.#derive(profile, now)));
    this.#derived = derived.filter((each) => each !== undefined);
    this.#day = koreanDate(now);
  }

  /** Whether another day has begun in Korea since the passes were derived. */
  get outdated(): boolean {
    return this.#day !== koreanDate(this.#parts.clock.now());
  }

  of(profile: Profile): Secret | undefined {
    if (!this.#parts.allowed(profile)) return undefined;
    return this.#derived.find((each) => each.profile.id === profile.id)?.today;
  }

  /** Whose pass this is. Each is compared, whether or not one before it fits. */
  accountOf(text: string): Profile | undefined {
    const { equal, allowed, profiles } = this.#parts;
    let found: Profile | undefined;
    for (const { profile, today, yesterday } of this.#derived) {
      const isToday = equal(text, today.reveal());
      const isYesterday = equal(text, yesterday.reveal());
      if (isToday || isYesterday) found = profile;
    }
    // The account may have been removed, renamed or its keys replaced since.
    const current = profiles.all.find(({ id }) => id === found?.id);
    return current !== undefined && allowed(current) ? current : undefined;
  }

  async #derive(profile: Profile, now: number): Promise<DerivedPasses | undefined> {
    const { keyStore, derive, workspace } = this.#parts;
    try {
      const { secretkey } = await keyStore.keys(profile.id);
      const on = (time: number): Secret =>
        new Secret(derive(secretkey, purposeOf(profile.environment, workspace, koreanDate(time))));
      return { profile, today: on(now), yesterday: on(now - dayMs) };
    } catch {
      return undefined;
    }
  }
}

function purposeOf(environment: Environment, workspace: string, date: string): string {
  return `kiwoom-rest-auth pass ${JSON.stringify([environment, workspace, date])}`;
}
