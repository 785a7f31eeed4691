import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { environments } from '../core/environment.ts';
import { KiwoomError } from '../core/errors.ts';
import type { KeyStore, StoredProfiles } from '../core/ports.ts';
import { type AppKeys, isProfileId, type Profile } from '../core/profile.ts';
import { Secret } from '../core/secret.ts';

const prefix = 'profile:';

/** One entry per profile: what it is called and its keys, so that neither can exist alone. */
const entry = z.object({
  version: z.literal(1),
  environment: z.enum(environments),
  label: z.string(),
  addedAt: z.number(),
  formerIds: z.array(z.string()),
  appkey: z.string().check(z.minLength(1)),
  secretkey: z.string().check(z.minLength(1)),
});

/** App keys in VS Code's SecretStorage: encrypted by the system's keyring, on the user's machine. */
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
        // VS Code gives `undefined` for what it cannot decrypt, and has dropped it by then.
        if (stored === undefined || stored === 'damaged') damagedIds.push(id);
        else profiles.push(stored.profile);
      } catch {
        // Perhaps for now only: no reason to call it damaged, nor to do without the others.
        refusals += 1;
      }
    }
    // A keyring that is locked refuses everything.
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
    const { id, ...facts } = profile;
    const value: z.infer<typeof entry> = {
      version: 1,
      ...facts,
      formerIds: [...facts.formerIds],
      appkey: keys.appkey.reveal(),
      secretkey: keys.secretkey.reveal(),
    };
    await guarded(this.#secrets.store(prefix + id, JSON.stringify(value)));
  }

  async remove(profileId: string): Promise<void> {
    await guarded(this.#secrets.delete(prefix + profileId));
  }

  async #read(id: string): Promise<{ profile: Profile; keys: AppKeys } | 'damaged' | undefined> {
    const text = await guarded(this.#secrets.get(prefix + id));
    if (text === undefined) return undefined;
    const parsed = entry.safeParse(parseJson(text));
    if (!parsed.success || !id.startsWith(`${parsed.data.environment}-`)) return 'damaged';
    const { version, appkey, secretkey, ...facts } = parsed.data;
    return {
      profile: { id, ...facts },
      keys: { appkey: new Secret(appkey), secretkey: new Secret(secretkey) },
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The keyring may be locked or missing; what it throws is not ours to show. */
async function guarded<T>(access: Thenable<T>): Promise<T> {
  try {
    return await access;
  } catch {
    throw new KiwoomError('key-store-failed');
  }
}
