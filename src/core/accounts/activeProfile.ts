import type { Environment } from '../model/environment.ts';
import { type Disposable, Emitter } from '../base/event.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from './profiles.ts';

export interface Choice {
  readonly profileId: string;
  /**
   * Whether the profile was chosen in this workspace; otherwise it is the choice made last in any
   * workspace.
   */
  readonly madeHere: boolean;
}

/** Storage for the active profile: per workspace, and a default for new windows. */
export interface ChoiceStore {
  get(name: string): Choice | undefined;
  set(name: string, profileId: string): Promise<void>;
}

/** The profile that this window works with, and the profile used last in each environment. */
export class ActiveProfile {
  readonly #profiles: Profiles;
  readonly #choices: ChoiceStore;

  readonly #changed: Emitter<void>;

  constructor(
    profiles: Profiles,
    choices: ChoiceStore,
    onListenerError: (thrown: unknown) => void,
  ) {
    this.#profiles = profiles;
    this.#choices = choices;
    this.#changed = new Emitter(onListenerError);
  }

  /**
   * A real profile is active only if the user chose it in this workspace, or if there is no mock
   * profile. After a choice in another workspace, or after the removal of the chosen profile, a mock
   * profile is active, where a mistake costs nothing, or none.
   */
  get current(): Profile | undefined {
    const { all } = this.#profiles;
    const choice = this.#choices.get('active');
    const chosen = choice === undefined ? undefined : this.#profiles.find(choice.profileId);
    const mock = all.find(({ environment }) => environment === 'mock');
    if (chosen !== undefined) {
      const allowed = chosen.environment === 'mock' || choice?.madeHere === true;
      return allowed ? chosen : (mock ?? chosen);
    }
    return mock ?? (choice === undefined ? all[0] : undefined);
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

  /** Makes `profile` the active one in this window. */
  async choose(profile: Profile): Promise<void> {
    await this.#choices.set('active', profile.id);
    await this.use(profile);
  }

  /** Records that `profile` was used, without making it active. */
  async use(profile: Profile): Promise<void> {
    await this.#choices.set(profile.environment, profile.id);
    this.#changed.emit();
  }

  onDidChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  #remembered(name: string): Profile | undefined {
    const choice = this.#choices.get(name);
    return choice === undefined ? undefined : this.#profiles.find(choice.profileId);
  }
}
