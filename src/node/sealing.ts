import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { AppKeys } from '../core/model/profile.ts';
import { Secret } from '../core/base/secret.ts';
import type { AccessToken } from '../core/model/token.ts';

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

export interface SealedToken {
  readonly token: AccessToken;
  readonly dead: boolean;
}

/** Encrypts a token. @returns file content that only these keys decrypt, and only for this profile */
export function sealToken(profileId: string, keys: AppKeys, { token, dead }: SealedToken): string {
  const { value, ...facts } = token;
  const plain = JSON.stringify({ token: value.reveal(), dead, ...facts });
  const salt = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(keys, salt), nonce);
  cipher.setAAD(boundTo(profileId));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const file: z.infer<typeof sealedFile> = {
    version: schemaVersion,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
  return JSON.stringify(file);
}

/**
 * @throws Error for content that is damaged, of another version or profile, or encrypted with other
 * keys
 */
export function unsealToken(profileId: string, keys: AppKeys, text: string): SealedToken {
  const file = sealedFile.parse(JSON.parse(text));
  const key = sealingKey(keys, Buffer.from(file.salt, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'), {
    authTagLength: 16,
  });
  decipher.setAAD(boundTo(profileId));
  decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
  const sealed = Buffer.from(file.sealed, 'base64');
  const plain = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  const { token, dead, ...facts } = content.parse(JSON.parse(plain));
  return { token: { value: new Secret(token), ...facts }, dead };
}

function sealingKey(keys: AppKeys, salt: Buffer): Buffer {
  const purpose = 'kiwoom-rest-auth access token';
  return Buffer.from(hkdfSync('sha256', keys.secretkey.reveal(), salt, purpose, 32));
}

/**
 * Additional authenticated data: a file that is copied to another profile's name must not decrypt
 * there.
 */
function boundTo(profileId: string): Buffer {
  return Buffer.from(`v${schemaVersion} ${profileId}`, 'utf8');
}
