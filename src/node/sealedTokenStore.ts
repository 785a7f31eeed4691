import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StoredToken, TokenStore } from '../core/model/ports.ts';
import type { AppKeys } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import { type TimeLimit, unlimited } from '../core/time/timeLimit.ts';
import { readRegularFile } from './readRegularFile.ts';
import { removeLeftovers, replaceFile } from './replaceFile.ts';
import { isMissing } from './fileErrors.ts';

/** Limit of a token file, which has a few hundred bytes. */
const sizeLimitBytes = 64 * 1024;

/** Files of this store, and its temporary files. */
const ownFile = /^(?:real|mock)-[0-9a-f]{16}\.json(?:\.[0-9a-f-]{36}\.kiwoom\.tmp)?$/;

/**
 * One file per profile, encrypted with AES-256-GCM using a key derived (HKDF-SHA256) from the profile's
 * own secret key: only who can issue a token can read one, and after that key is replaced the old token
 * is unreadable. Written atomically, mode 0600.
 */
export class SealedTokenStore implements TokenStore {
  /** The folder to watch for writes by other windows. */
  readonly folder: string;
  readonly #enabled: () => boolean;
  readonly #limit: TimeLimit;

  /**
   * @param enabled `false` if the user wants tokens in memory only: then no file remains
   * @param limit time limit for file operations, as the disk may be an unreachable network drive
   */
  constructor(folder: string, enabled: () => boolean, limit: TimeLimit = unlimited) {
    this.folder = folder;
    this.#limit = limit;
    this.#enabled = enabled;
  }

  async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    if (!this.#enabled()) return { kind: 'absent' };
    let text: string;
    try {
      text = await this.#limit(() => readRegularFile(this.#file(profileId), sizeLimitBytes));
    } catch (thrown) {
      return { kind: isMissing(thrown) ? 'absent' : 'unreadable' };
    }
    try {
      const { unsealToken } = await import('./sealing.ts');
      return { kind: 'token', ...unsealToken(profileId, keys, text) };
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
    const { sealToken } = await import('./sealing.ts');
    const file = this.#file(profileId);
    await this.#limit(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await removeLeftovers(file);
      await replaceFile(file, sealToken(profileId, keys, { token, dead }), 0o600);
    });
    return true;
  }

  async remove(profileId: string): Promise<void> {
    await this.#limit(() => rm(this.#file(profileId), { force: true }));
  }

  /** Removes all profiles' files, including temporary files of killed processes. */
  async removeAll(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const own = names.filter((name) => ownFile.test(name));
    await Promise.all(own.map((name) => rm(path.join(this.folder, name), { force: true })));
  }

  #file(profileId: string): string {
    return path.join(this.folder, `${profileId}.json`);
  }
}
