import type * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import type { KeyStore, StoredProfiles } from '../../core/model/ports.ts';
import { type AppKeys, isProfileId, type Profile } from '../../core/model/profile.ts';
import type { StoredKeys } from './keyEntryFormat.ts';

const prefix = 'profile:';

/** Stores app keys in VS Code's SecretStorage, encrypted by the system's keyring on the user's machine. */
export class SecretKeyStore implements KeyStore {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async list(): Promise<StoredProfiles> {
    const profiles: Profile[] = [];
    const damagedIds: string[] = [];
    const ids = (await guarded(this.#secrets.keys()))
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .filter(isProfileId);
    let refusals = 0;
    for (const id of ids) {
      try {
        const stored = await this.#read(id);
        // VS Code returns `undefined` for an entry that it cannot decrypt, and has deleted it by then.
        if (stored === undefined || stored === 'damaged') damagedIds.push(id);
        else profiles.push(stored.profile);
      } catch {
        // The error may be temporary, so the key is not damaged and the other keys are still read.
        refusals += 1;
      }
    }
    // A locked keyring refuses every entry.
    if (refusals > 0 && refusals === ids.length) throw new KiwoomError('key-store-failed');
    return { profiles, damagedIds };
  }

  async keys(profileId: string): Promise<AppKeys> {
    const stored = await this.#read(profileId);
    if (stored === undefined) throw new KiwoomError('keys-gone');
    if (stored === 'damaged') throw new KiwoomError('keys-damaged');
    return stored.keys;
  }

  async save(profile: Profile, keys: AppKeys): Promise<void> {
    const { formatKeyEntry } = await import('./keyEntryFormat.ts');
    await guarded(this.#secrets.store(prefix + profile.id, formatKeyEntry({ profile, keys })));
  }

  async remove(profileId: string): Promise<void> {
    await guarded(this.#secrets.delete(prefix + profileId));
  }

  async #read(id: string): Promise<StoredKeys | 'damaged' | undefined> {
    const text = await guarded(this.#secrets.get(prefix + id));
    if (text === undefined) return undefined;
    const { parseKeyEntry } = await import('./keyEntryFormat.ts');
    return parseKeyEntry(id, text) ?? 'damaged';
  }
}

/** Replaces errors of a locked or missing keyring, whose text may contain secrets or paths. */
async function guarded<T>(access: Thenable<T>): Promise<T> {
  try {
    return await access;
  } catch {
    throw new KiwoomError('key-store-failed');
  }
}
