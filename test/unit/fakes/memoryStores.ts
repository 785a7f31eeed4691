import { KiwoomError } from '../../../src/core/base/errors.ts';
import type { IssueHistory } from '../../../src/core/model/issueHistory.ts';
import type {
  IssueLedger,
  KeyStore,
  Lock,
  Log,
  LogFields,
  StoredProfiles,
  StoredToken,
  TokenStore,
} from '../../../src/core/model/ports.ts';
import type { AppKeys, Profile } from '../../../src/core/model/profile.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';

export class MemoryKeyStore implements KeyStore {
  readonly entries = new Map<string, { profile: Profile; keys: AppKeys }>();
  readonly damagedIds: string[] = [];
  refuses = false;

  put(profile: Profile, keys: AppKeys): void {
    this.entries.set(profile.id, { profile, keys });
  }

  list(): Promise<StoredProfiles> {
    if (this.refuses) return Promise.reject(new KiwoomError('key-store-failed'));
    const profiles = [...this.entries.values()].map(({ profile }) => profile);
    return Promise.resolve({ profiles, damagedIds: this.damagedIds });
  }

  keys(profileId: string): Promise<AppKeys> {
    const entry = this.entries.get(profileId);
    return entry === undefined
      ? Promise.reject(new KiwoomError('keys-gone'))
      : Promise.resolve(entry.keys);
  }

  async save(profile: Profile, keys: AppKeys): Promise<void> {
    await Promise.resolve();
    this.put(profile, keys);
  }

  async remove(profileId: string): Promise<void> {
    await Promise.resolve();
    this.entries.delete(profileId);
  }
}

/** What several windows on one machine share; opened by the keys that it was sealed with, and no sooner than a disk would. */
export class MemoryTokenStore implements TokenStore {
  readonly tokens = new Map<string, StoredToken>();
  failWrites = false;
  /** The opposite: tokens are kept in memory only. */
  seals = true;
  readonly #sealedWith = new Map<string, AppKeys>();

  async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    await Promise.resolve();
    const stored = this.tokens.get(profileId);
    if (stored === undefined) return { kind: 'absent' };
    const own = this.#sealedWith.get(profileId) ?? keys;
    return keys.secretkey.equals(own.secretkey) ? stored : { kind: 'unreadable' };
  }

  async write(
    profileId: string,
    keys: AppKeys,
    token: AccessToken,
    dead: boolean,
  ): Promise<boolean> {
    await Promise.resolve();
    if (this.failWrites) throw new Error('ENOSPC');
    if (!this.seals) return false;
    this.#sealedWith.set(profileId, keys);
    this.tokens.set(profileId, { kind: 'token', token, dead });
    return true;
  }

  async remove(profileId: string): Promise<void> {
    await Promise.resolve();
    this.tokens.delete(profileId);
  }

  async removeAll(): Promise<void> {
    await Promise.resolve();
    this.tokens.clear();
  }
}

/** What several windows remember together. */
export class MemoryIssueLedger implements IssueLedger {
  readonly histories = new Map<string, IssueHistory>();

  read(profileId: string): Promise<IssueHistory | undefined> {
    return Promise.resolve(this.histories.get(profileId));
  }

  write(profileId: string, history: IssueHistory): Promise<void> {
    this.histories.set(profileId, history);
    return Promise.resolve();
  }

  remove(profileId: string): Promise<void> {
    this.histories.delete(profileId);
    return Promise.resolve();
  }
}

export class MemoryLock implements Lock {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(_name: string, _signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/** One lock for each name. */
export class MemoryLocks implements Lock {
  readonly #locks = new Map<string, MemoryLock>();

  run<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const lock = this.#locks.get(name) ?? new MemoryLock();
    this.#locks.set(name, lock);
    return lock.run(name, signal, work);
  }
}

export class RecordingLog implements Log {
  readonly lines: { level: string; event: string; fields: LogFields }[] = [];

  debug(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', event, fields });
  }

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }

  error(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields });
  }
}
