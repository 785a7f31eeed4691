import type { Environment } from './environment.ts';
import { liveServer } from './liveServer.ts';
import type { Secret } from '../base/secret.ts';

/** The pair of keys that Kiwoom's portal issues for one account in one environment. */
export interface AppKeys {
  readonly appkey: Secret;
  readonly secretkey: Secret;
}

/** One app key in one environment, with a label that the user chose. It contains no secret. */
export interface Profile {
  readonly id: string;
  readonly environment: Environment;
  /** Often the account number. */
  readonly label: string;
  /** When the profile was added, epoch milliseconds. */
  readonly addedAt: number;
  /** Ids this profile had before its app key was replaced, so that old choices still find it. */
  readonly formerIds: readonly string[];
}

/** Whether another profile of the same environment has this label. */
export function isLabelTaken(
  profiles: readonly Profile[],
  { id, environment }: Pick<Profile, 'id' | 'environment'>,
  label: string,
): boolean {
  return profiles.some(
    (other) => other.label === label && other.environment === environment && other.id !== id,
  );
}

/**
 * Derives the id from the app key, so that the same key is the same profile in every window and on
 * every machine.
 *
 * @param fingerprint hex digest of the app key; not reversible for a random key
 */
export function profileId(environment: Environment, fingerprint: string): string {
  return `${environment}-${fingerprint.slice(0, 16)}`;
}

const profileIdShape = /^(?:real|mock)-[0-9a-f]{16}$/;

/** Ids become file names and storage keys, so anything else is rejected. */
export function isProfileId(value: unknown): value is string {
  return typeof value === 'string' && profileIdShape.test(value);
}

/**
 * Removes what copying adds to a key: blanks, quotes of any kind, a comma or semicolon around it, and
 * invisible characters (a byte-order mark, zero-width characters, the NULs of UTF-16).
 */
export function cleanKey(text: string): string {
  const seen = text.replace(/[\0\u00AD\u200B-\u200F\u2060\uFEFF]+/g, '').trim();
  const bare = seen.replace(/[,;]$/, '').trimEnd();
  const quoted = /^(["'`“”„‘’‚«»‹›「」])(.*)(["'`“”„‘’‚«»‹›「」])$/s.exec(bare);
  return quoted?.[2] === undefined ? bare : quoted[2].trim();
}

/** A difference from the keys that Kiwoom issues: a reason to ask, not to refuse. */
export type KeyOddity = 'length' | 'characters';

export function keyOddity(key: string): KeyOddity | undefined {
  if (!liveServer.usualKeyCharacters.test(key)) return 'characters';
  return key.length === liveServer.usualKeyLength ? undefined : 'length';
}
