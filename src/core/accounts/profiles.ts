import type { Environment } from '../model/environment.ts';
import { KiwoomError } from '../base/errors.ts';
import { type Disposable, Emitter } from '../base/event.ts';
import type { Clock, KeyStore } from '../model/ports.ts';
import { type AppKeys, type Profile, profileId, isLabelTaken } from '../model/profile.ts';
import type { Secret } from '../base/secret.ts';

export interface ProfilesParts {
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  /** Hex digest of an app key. */
  readonly fingerprint: (appkey: Secret) => string;
  readonly onListenerError: (thrown: unknown) => void;
}

export interface ProfilesChange {
  readonly added: readonly Profile[];
  readonly removed: readonly Profile[];
  /** Profiles with the same id whose other facts (the label) changed. */
  readonly changed: readonly Profile[];
}

/** Cache of the key store's profiles, updated on every change. */
export class Profiles {
  readonly #parts: ProfilesParts;
  readonly #changed: Emitter<ProfilesChange>;
  #profiles: readonly Profile[] = [];
  #damagedIds: readonly string[] = [];
  #loaded = false;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(parts: ProfilesParts) {
    this.#parts = parts;
    this.#changed = new Emitter(parts.onListenerError);
  }

  /** Ordered by environment, then label. */
  get all(): readonly Profile[] {
    return this.#profiles;
  }

  /** Entries of the key store that could not be read. */
  get damagedIds(): readonly string[] {
    return this.#damagedIds;
  }

  /** Subscribes to changes; not called if nothing differs. */
  onDidChange(listener: (change: ProfilesChange) => void): Disposable {
    return this.#changed.on(listener);
  }

  /** Also finds a profile by an id it had before its key was replaced. */
  find(id: string): Profile | undefined {
    return (
      this.#profiles.find((profile) => profile.id === id) ??
      this.#profiles.find((profile) => profile.formerIds.includes(id))
    );
  }

  /**
   * Finds a profile by id, or by a label that only one profile has.
   *
   * @throws KiwoomError `unknown-profile` or `ambiguous-profile`
   */
  named(name: string): Profile {
    const labelled = this.#profiles.filter(({ label }) => label === name);
    const found = this.find(name) ?? labelled[0];
    if (found === undefined) throw new KiwoomError('unknown-profile', { subject: name });
    if (found.label === name && labelled.length > 1) {
      throw new KiwoomError('ambiguous-profile', { subject: name });
    }
    return found;
  }

  /** Whether the key store could be read at least once. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Reads the key store again and notifies listeners of changes. */
  refresh(): Promise<void> {
    // Serialised: a slow read must not overwrite the result of a later one.
    const refreshed = this.#refreshing.then(() => this.#refresh());
    this.#refreshing = refreshed.catch(() => undefined);
    return refreshed;
  }

  async #refresh(): Promise<void> {
    const { profiles, damagedIds } = await this.#parts.keyStore.list();
    const before = new Map(this.#profiles.map((profile) => [profile.id, profile]));
    const after = new Set(profiles.map(({ id }) => id));
    this.#profiles = [...profiles].sort(
      (a, b) => a.environment.localeCompare(b.environment) || a.label.localeCompare(b.label),
    );
    this.#damagedIds = damagedIds;
    this.#loaded = true;
    const change: ProfilesChange = {
      added: profiles.filter(({ id }) => !before.has(id)),
      removed: [...before.values()].filter(({ id }) => !after.has(id)),
      changed: profiles.filter((profile) => {
        const old = before.get(profile.id);
        return old !== undefined && JSON.stringify(old) !== JSON.stringify(profile);
      }),
    };
    if (change.added.length + change.removed.length + change.changed.length > 0) {
      this.#changed.emit(change);
    }
  }

  /** Creates the profile for these keys without storing it. */
  draft(environment: Environment, label: string, keys: AppKeys): Profile {
    const { fingerprint, clock } = this.#parts;
    return {
      id: profileId(environment, fingerprint(keys.appkey)),
      environment,
      label,
      addedAt: clock.now(),
      formerIds: [],
    };
  }

  /** @throws KiwoomError `profile-exists` (subject: its label) if the app key is stored already */
  async add(profile: Profile, keys: AppKeys): Promise<void> {
    const existing = this.#profiles.find(({ id }) => id === profile.id);
    if (existing !== undefined) {
      throw new KiwoomError('profile-exists', { subject: existing.label });
    }
    await this.#parts.keyStore.save(profile, keys);
    await this.refresh();
  }

  /**
   * Replaces the keys of a profile: label and date stay, and the old id still finds it.
   *
   * @throws KiwoomError `profile-exists` if the app key belongs to another profile
   */
  async replaceKeys(profile: Profile, keys: AppKeys): Promise<Profile> {
    const { keyStore, fingerprint } = this.#parts;
    const id = profileId(profile.environment, fingerprint(keys.appkey));
    if (id === profile.id) {
      await keyStore.save(profile, keys);
      await this.refresh();
      return profile;
    }
    const replaced = { ...profile, id, formerIds: [profile.id, ...profile.formerIds] };
    await this.add(replaced, keys);
    await keyStore.remove(profile.id);
    await this.refresh();
    return replaced;
  }

  /** Changes the label only. @throws KiwoomError `label-taken` */
  async rename(profile: Profile, label: string): Promise<Profile> {
    if (isLabelTaken(this.#profiles, profile, label)) {
      throw new KiwoomError('label-taken', { subject: label });
    }
    const { keyStore } = this.#parts;
    const renamed = { ...profile, label };
    await keyStore.save(renamed, await keyStore.keys(profile.id));
    await this.refresh();
    return renamed;
  }

  async remove(profileId: string): Promise<void> {
    await this.#parts.keyStore.remove(profileId);
    await this.refresh();
  }
}
