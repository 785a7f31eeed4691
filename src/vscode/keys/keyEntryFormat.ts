import * as z from 'zod/mini';
import { environments } from '../../core/model/environment.ts';
import type { AppKeys, Profile } from '../../core/model/profile.ts';
import { Secret } from '../../core/base/secret.ts';

/** One stored entry per profile with its name and keys, so that they cannot get out of sync. */
const entry = z.object({
  version: z.literal(1),
  environment: z.enum(environments),
  label: z.string(),
  addedAt: z.number(),
  formerIds: z.array(z.string()),
  appkey: z.string().check(z.minLength(1)),
  secretkey: z.string().check(z.minLength(1)),
});

export interface StoredKeys {
  readonly profile: Profile;
  readonly keys: AppKeys;
}

/** Serializes an entry for SecretStorage. */
export function formatKeyEntry({ profile, keys }: StoredKeys): string {
  const { id: _named, ...facts } = profile;
  const value: z.infer<typeof entry> = {
    version: 1,
    ...facts,
    formerIds: [...facts.formerIds],
    appkey: keys.appkey.reveal(),
    secretkey: keys.secretkey.reveal(),
  };
  return JSON.stringify(value);
}

/** @returns `undefined` for text that this extension did not write, or that belongs to another id */
export function parseKeyEntry(id: string, text: string): StoredKeys | undefined {
  const parsed = entry.safeParse(parseJson(text));
  if (!parsed.success || !id.startsWith(`${parsed.data.environment}-`)) return undefined;
  const { version: _known, appkey, secretkey, ...facts } = parsed.data;
  return {
    profile: { id, ...facts },
    keys: { appkey: new Secret(appkey), secretkey: new Secret(secretkey) },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
