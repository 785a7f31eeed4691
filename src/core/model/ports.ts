import type { Disposable } from '../base/event.ts';
import type { Environment } from './environment.ts';
import type { IssueHistory } from './issueHistory.ts';
import type { AppKeys, Profile } from './profile.ts';
import type { Secret } from '../base/secret.ts';
import type { AccessToken } from './token.ts';

/** A wall clock, of this machine or of the server. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** This machine's wall clock, which may be set, and its monotonic clock. */
export interface MachineClock extends Clock {
  /** Milliseconds since an arbitrary moment; it cannot be set and stops while the machine sleeps. */
  monotonic(): number;
}

/**
 * Timers; disposing of one cancels it. No callback runs before the call that scheduled it has returned.
 */
export interface Scheduler {
  /**
   * Runs at a time of the server's clock, or on waking up if the machine slept past it.
   *
   * @param time epoch milliseconds
   */
  at(time: number, run: () => void): Disposable;
  /**
   * Runs after the machine was awake for this long, unaffected by clock changes; for time limits and
   * pauses.
   *
   * @param ms milliseconds
   */
  after(ms: number, run: () => void): Disposable;
}

/** The server's reply to an issue request. */
export interface IssuedToken {
  readonly value: Secret;
  /** Epoch milliseconds by the server's clock. */
  readonly expiresAt: number;
  readonly host: string;
  /** The reply's `Date` header, epoch milliseconds, if it had one. */
  readonly serverTime?: number;
}

/** The two OAuth calls. They reject with KiwoomError, or CancelledError if the signal aborts. */
export interface TokenApi {
  issue(environment: Environment, keys: AppKeys, signal?: AbortSignal): Promise<IssuedToken>;
  /** Sends the revocation to the server that issued the token. */
  revoke(keys: AppKeys, token: AccessToken, signal?: AbortSignal): Promise<void>;
  /** Origin of the environment's server by the current settings. */
  host(environment: Environment): string;
}

/** Facts about a TR from the catalogue. */
export interface TrFacts {
  readonly path: string;
  /** Whether the TR can move money; a request that may have reached the server is never sent again. */
  readonly order: boolean;
}

export interface TrRequest {
  readonly apiId: string;
  readonly path: string;
  readonly token: AccessToken;
  readonly body: Readonly<Record<string, unknown>>;
  /** Continuation key for the next page of an earlier reply. */
  readonly nextKey?: string;
}

export interface TrReply {
  /** The reply's fields, unparsed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Continuation key; `undefined` on the last page. */
  readonly nextKey?: string;
  /** The reply's `Date` header, epoch milliseconds, if it had one. */
  readonly serverTime?: number;
}

/**
 * One call of a TR, without retries. Rejects with KiwoomError, or CancelledError if the signal aborts.
 */
export interface TrApi {
  send(request: TrRequest, signal?: AbortSignal): Promise<TrReply>;
}

/** The readable profiles of the key store, and the ids of unreadable entries. */
export interface StoredProfiles {
  readonly profiles: readonly Profile[];
  readonly damagedIds: readonly string[];
}

/** Persistent storage for app keys, one entry per profile. */
export interface KeyStore {
  list(): Promise<StoredProfiles>;
  /** @throws KiwoomError `keys-gone` or `keys-damaged` */
  keys(profileId: string): Promise<AppKeys>;
  save(profile: Profile, keys: AppKeys): Promise<void>;
  remove(profileId: string): Promise<void>;
}

export type StoredToken =
  /** `dead`: the server no longer accepts it; kept so that every window knows, and renews it. */
  | { readonly kind: 'token'; readonly token: AccessToken; readonly dead: boolean }
  | { readonly kind: 'absent' }
  /** Damaged, truncated, from another version, or sealed with keys that were since replaced. */
  | { readonly kind: 'unreadable' };

/**
 * Persistent storage for tokens, sealed with the profile's own keys. Only `write` and `remove` may
 * reject.
 */
export interface TokenStore {
  read(profileId: string, keys: AppKeys): Promise<StoredToken>;
  /** @returns whether the token was stored; `false` if tokens are kept in memory only */
  write(profileId: string, keys: AppKeys, token: AccessToken, dead: boolean): Promise<boolean>;
  /** @param why `forgotten`: removed from this machine, while others that share it may keep using it */
  remove(profileId: string, why?: 'revoked' | 'forgotten'): Promise<void>;
}

/**
 * Persistent record of an account's issue requests, shared by all windows even if tokens are kept in
 * memory only. Only `write` and `remove` may reject; an unreadable entry counts as missing.
 */
export interface IssueLedger {
  read(profileId: string): Promise<IssueHistory | undefined>;
  write(profileId: string, history: IssueHistory): Promise<void>;
  remove(profileId: string): Promise<void>;
}

/** Mutex between all windows and processes that share the token store. */
export interface Lock {
  /**
   * @param instead may be asked while another holder keeps the lock; its result, unless `undefined`,
   * ends the wait, and `work` is not run
   * @throws KiwoomError `lock-failed` if another holder keeps it; CancelledError if `signal` aborts the
   * wait
   */
  run<T>(
    name: string,
    signal: AbortSignal,
    work: () => Promise<T>,
    instead?: () => Promise<T | undefined>,
  ): Promise<T>;
}

/** The unit that the server's rate limit counts calls by. */
export interface CallKind {
  /** Represents the app key. */
  readonly profileId: string;
  readonly apiId: string;
}

/** Rate limiter shared by all machines that use an app key. */
export interface SharedRateLimit {
  /**
   * Resolves when a call may go; at once if no other machine shares the limit.
   *
   * @returns callback to call when the call's reply has arrived
   * @throws CancelledError
   */
  turn(kind: CallKind, perSecond: number, signal: AbortSignal): Promise<() => void>;
}

/** Registry of the windows that are open on this machine. Methods throw an Error if the disk fails. */
export interface Presence {
  /** Registers this window. */
  enter(): void;
  leave(): void;
  /** Whether no other window is open. */
  alone(): boolean;
}

/** Structured data of a log entry. Secrets are objects and do not fit the type. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  /** Details for troubleshooting only. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
