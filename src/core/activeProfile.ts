import type { Environment } from './environment.ts';
import type { Profile } from './profile.ts';
import type { Profiles } from './profiles.ts';

/** Where a choice is remembered: per window (workspace), and for new windows. */
export interface ChoiceStore {
  get(name: string): string | undefined;
  set(name: string, profileId: string): Promise<void>;
}

/** Which profile this window works with, and which one was used last in each environment. */
export class ActiveProfile {
  readonly #profiles: Profiles;
  readonly #choices: ChoiceStore;

  constructor(profiles: Profiles, choices: ChoiceStore) {
    this.#profiles = profiles;
    this.#choices = choices;
  }

  /** Without a choice: the first mock profile, where a mistake costs nothing. */
  get current(): Profile | undefined {
    const { all } = this.#profiles;
    return (
      this.#remembered('active') ?? all.find(({ environment }) => environment === 'mock') ?? all[0]
    );
  }

  /** The profile last used in `environment`; the active one if it is of that environment. */
  lastUsedIn(environment: Environment): Profile | undefined {
    const { current } = this;
    if (current?.environment === environment) return current;
    const remembered = this.#remembered(environment);
    return remembered?.environment === environment
      ? remembered
      : this.#profiles.all.find((profile) => profile.environment === environment);
  }

  async choose(profile: Profile): Promise<void> {
    await this.#choices.set('active', profile.id);
    await this.#choices.set(profile.environment, profile.id);
  }

  #remembered(name: string): Profile | undefined {
    const id = this.#choices.get(name);
    return id === undefined ? undefined : this.#profiles.find(id);
  }
}
