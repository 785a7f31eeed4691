import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import type { StoredToken, TokenStore } from '../core/ports.ts';
import type { AppKeys } from '../core/profile.ts';
import { Secret } from '../core/secret.ts';
import type { AccessToken } from '../core/token.ts';

const schemaVersion = 1;

const sealedFile = z.object({
  version: z.literal(schemaVersion),
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  sealed: z.string(),
});

const content = z.object({
  token: z.string().check(z.minLength(1)),
  expiresAt: z.number(),
  receivedAt: z.number(),
  clockAheadMs: z.number(),
  host: z.string(),
  dead: z.boolean(),
});

/**
 * One file per profile, sealed with AES-256-GCM under a key derived (HKDF-SHA256) from the profile's
 * own keys: whoever may issue may read, and a replaced key makes the old token unreadable by itself.
 * Written to a temporary file and renamed, mode 0600.
 */
export class SealedTokenStore implements TokenStore {
  /** Watch this folder to learn of other windows' writes. */
  readonly folder: string;
  readonly #enabled: () => boolean;

  /** @param enabled `false` while the user wants tokens in memory only: then nothing stays on disk */
  constructor(folder: string, enabled: () => boolean) {
    this.folder = folder;
    this.#enabled = enabled;
  }

  async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    if (!this.#enabled()) return { kind: 'absent' };
    let text: string;
    try {
      text = await readFile(this.#file(profileId), 'utf8');
    } catch (thrown) {
      return { kind: isMissing(thrown) ? 'absent' : 'unreadable' };
    }
    try {
      const file = sealedFile.parse(JSON.parse(text));
      const { token, dead, ...facts } = content.parse(JSON.parse(unseal(profileId, keys, file)));
      return { kind: 'token', token: { value: new Secret(token), ...facts }, dead };
    } catch {
      return { kind: 'unreadable' };
    }
  }

  async write(
    profileId: string,
    keys: AppKeys,
    token: AccessToken,
    dead: boolean,
  ): Promise<boolean> {
    if (!this.#enabled()) {
      await this.remove(profileId);
      return false;
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { value, ...facts } = token;
    const plain = JSON.stringify({ token: value.reveal(), dead, ...facts });
    const file = this.#file(profileId);
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(seal(profileId, keys, plain)));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw thrown;
    }
    return true;
  }

  async remove(profileId: string): Promise<void> {
    await rm(this.#file(profileId), { force: true });
  }

  /** Leaves nothing of any profile, temporary files of killed processes included. */
  async removeAll(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    await Promise.all(names.map((name) => rm(path.join(this.folder, name), { force: true })));
  }

  #file(profileId: string): string {
    return path.join(this.folder, `${profileId}.json`);
  }
}

type Sealed = z.infer<typeof sealedFile>;

function seal(profileId: string, keys: AppKeys, plain: string): Sealed {
  const salt = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(keys, salt), nonce);
  cipher.setAAD(boundTo(profileId));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return {
    version: schemaVersion,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

function unseal(profileId: string, keys: AppKeys, file: Sealed): string {
  const key = sealingKey(keys, Buffer.from(file.salt, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'), {
    authTagLength: 16,
  });
  decipher.setAAD(boundTo(profileId));
  decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
  const sealed = Buffer.from(file.sealed, 'base64');
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
}

function sealingKey(keys: AppKeys, salt: Buffer): Buffer {
  const purpose = 'kiwoom-rest-auth access token';
  return Buffer.from(hkdfSync('sha256', keys.secretkey.reveal(), salt, purpose, 32));
}

/** A file copied to another profile's name must not open there. */
function boundTo(profileId: string): Buffer {
  return Buffer.from(`v${schemaVersion} ${profileId}`, 'utf8');
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
