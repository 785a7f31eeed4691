import type { Environment } from '../model/environment.ts';
import { Emitter, type Unsubscribe } from '../base/event.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from './profiles.ts';

export interface Choice {
  readonly profileId: string;
  /** Whether it was made in this workspace; otherwise it is the last one made anywhere. */
  readonly madeHere: boolean;
}

/** Where a choice is remembered: per window (workspace), and for new windows. */
export interface ChoiceStore {
  get(name: string): Choice | undefined;
  set(name: string, profileId: string): Promise<void>;
}

/** Which profile this window works with, and which one was used last in each environment. */
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
   * A real profile is current only where the user chose it in this workspace, or where no other kind
   * was ever there: a choice made in another folder, or the removal of what was chosen, leads to a mock
   * profile, where a mistake costs nothing, or to none.
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

  /** From now on this window works with `profile`. */
  async choose(profile: Profile): Promise<void> {
    await this.#choices.set('active', profile.id);
    await this.use(profile);
  }

  /** `profile` was used, though it need not be the active one. */
  async use(profile: Profile): Promise<void> {
    await this.#choices.set(profile.environment, profile.id);
    this.#changed.emit();
  }

  onDidChange(listener: () => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  #remembered(name: string): Profile | undefined {
    const choice = this.#choices.get(name);
    return choice === undefined ? undefined : this.#profiles.find(choice.profileId);
  }
}
