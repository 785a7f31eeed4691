import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { KiwoomError } from '../../core/base/errors.ts';
import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { ServerClock } from '../../core/time/serverClock.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { type Choice, choose } from '../shell/prompts.ts';
import { profileChoices } from './profileChoices.ts';

export interface ProfileSelectionParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly clock: ServerClock;
}

/** Facts about a profile that a script gets as a command's result. */
export interface ProfileFacts {
  readonly profile: string;
  readonly environment: Environment;
  readonly label: string;
}

/** Finds the profile that a command's argument names, or asks the user. */
export class ProfileSelection {
  readonly #parts: ProfileSelectionParts;

  constructor(parts: ProfileSelectionParts) {
    this.#parts = parts;
  }

  /** @throws KiwoomError `unknown-profile` or `ambiguous-profile` */
  named(name: string): Profile {
    return this.#parts.profiles.named(name);
  }

  /** Returns the named profile, or else the active one. @throws KiwoomError `no-profile`, `no-account-chosen` */
  namedOrActive(name: string | undefined): Profile {
    const profile = name === undefined ? this.#parts.active.current : this.named(name);
    if (profile !== undefined) return profile;
    throw new KiwoomError(
      this.#parts.profiles.all.length === 0 ? 'no-profile' : 'no-account-chosen',
    );
  }

  /** Returns the named profile, the only one, or the one the user picks. */
  async namedOrPicked(name: string | undefined, title: string): Promise<Profile> {
    if (name !== undefined) return this.named(name);
    const { all } = this.#parts.profiles;
    if (all.length === 0) throw new KiwoomError('no-profile');
    return all.length === 1 && all[0] !== undefined ? all[0] : this.pick(title);
  }

  /** @param extra items below the profiles; picking one returns its value */
  pick<Extra = never>(
    title: string,
    extra: readonly Choice<Extra>[] = [],
  ): Promise<Profile | Extra> {
    const { profiles, active, tokens, clock } = this.#parts;
    const state = tokens.state.bind(tokens);
    const items: Choice<Profile | Extra>[] = [
      ...profileChoices(profiles.all, active.current, state, clock.now()),
      ...extra,
    ];
    return choose({ title, items });
  }
}

export function factsOf({ id, environment, label }: Profile): ProfileFacts {
  return { profile: id, environment, label };
}
