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

/** Facts about a profile that a script may see. */
export interface ProfileFacts {
  readonly profile: string;
  readonly environment: Environment;
  readonly label: string;
}

/** Which profile a command is about. */
export class ProfileSelection {
  readonly #parts: ProfileSelectionParts;

  constructor(parts: ProfileSelectionParts) {
    this.#parts = parts;
  }

  /** @throws KiwoomError `unknown-profile` or `ambiguous-profile` */
  named(name: string): Profile {
    return this.#parts.profiles.named(name);
  }

  /** The one an argument names, or else the active one. @throws KiwoomError `no-profile`, `no-account-chosen` */
  namedOrActive(name: string | undefined): Profile {
    const profile = name === undefined ? this.#parts.active.current : this.named(name);
    if (profile !== undefined) return profile;
    throw new KiwoomError(
      this.#parts.profiles.all.length === 0 ? 'no-profile' : 'no-account-chosen',
    );
  }

  /** The one an argument names, the only one, or the one the user picks. */
  async namedOrPicked(name: string | undefined, title: string): Promise<Profile> {
    if (name !== undefined) return this.named(name);
    const { all } = this.#parts.profiles;
    if (all.length === 0) throw new KiwoomError('no-profile');
    return all.length === 1 && all[0] !== undefined ? all[0] : this.pick(title);
  }

  /** @param extra further items below the profiles; picking one gives its value */
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

/** What a script may see of a profile. */
export function factsOf({ id, environment, label }: Profile): ProfileFacts {
  return { profile: id, environment, label };
}
