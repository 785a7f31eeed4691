import type { Environment } from './environment.ts';
import type { IssueHistory } from './issueHistory.ts';
import type { AppKeys, Profile } from './profile.ts';
import type { Secret } from '../base/secret.ts';
import type { AccessToken } from './token.ts';

/** Time as somebody tells it: this machine, or the server. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** This machine's two clocks: one that anybody may set, and one that only moves forward. */
export interface MachineClock extends Clock {
  /** Milliseconds since some moment; never set, and standing still while the machine sleeps. */
  monotonic(): number;
}

export type Cancel = () => void;

/** Wake-ups. None runs before the call that asked for it has returned. */
export interface Scheduler {
  /**
   * At a time of the server's clock. A machine that slept past it runs it on waking up.
   *
   * @param time epoch milliseconds
   */
  at(time: number, run: () => void): Cancel;
  /**
   * After the machine was awake for a while, whatever happens to its clock; for time limits and pauses.
   *
   * @param ms milliseconds
   */
  after(ms: number, run: () => void): Cancel;
}

/** What the server answered to an issue. */
export interface IssuedToken {
  readonly value: Secret;
  /** Epoch milliseconds by the server's clock. */
  readonly expiresAt: number;
  readonly host: string;
  /** The reply's `Date` header, epoch milliseconds, if it had one. */
  readonly serverTime?: number;
}

/** The two OAuth calls. Failures are KiwoomErrors; an aborted signal gives CancelledError. */
export interface TokenApi {
  issue(environment: Environment, keys: AppKeys, signal?: AbortSignal): Promise<IssuedToken>;
  /** Goes to the server that issued the token. */
  revoke(keys: AppKeys, token: AccessToken, signal?: AbortSignal): Promise<void>;
  /** Origin of the server that serves this environment now. */
  host(environment: Environment): string;
}

/** A TR of the catalogue. */
export interface TrFacts {
  readonly path: string;
  /** It moves money or may: what may have reached the server is never sent again. */
  readonly order: boolean;
}

export interface TrRequest {
  readonly apiId: string;
  readonly path: string;
  readonly token: AccessToken;
  readonly body: Readonly<Record<string, unknown>>;
  /** The next page of an earlier reply. */
  readonly nextKey?: string;
}

export interface TrReply {
  /** The reply's fields, unparsed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** There is a next page; ask for it with this key. */
  readonly nextKey?: string;
  /** The reply's `Date` header, epoch milliseconds, if it had one. */
  readonly serverTime?: number;
}

/** One call of a TR, nothing repeated. Failures are KiwoomErrors; an aborted signal CancelledError. */
export interface TrApi {
  send(request: TrRequest, signal?: AbortSignal): Promise<TrReply>;
}

/** What the key store holds, and what in it could not be read. */
export interface StoredProfiles {
  readonly profiles: readonly Profile[];
  readonly damagedIds: readonly string[];
}

/** App keys at rest, one entry per profile. */
export interface KeyStore {
  list(): Promise<StoredProfiles>;
  /** @throws KiwoomError `keys-gone` or `keys-damaged` */
  keys(profileId: string): Promise<AppKeys>;
  save(profile: Profile, keys: AppKeys): Promise<void>;
  remove(profileId: string): Promise<void>;
}

export type StoredToken =
  /** `dead`: the server no longer takes it; kept so that every window knows, and renews it. */
  | { readonly kind: 'token'; readonly token: AccessToken; readonly dead: boolean }
  | { readonly kind: 'absent' }
  /** Damaged, cut short, from another version, or sealed under keys that were since replaced. */
  | { readonly kind: 'unreadable' };

/** Tokens at rest, sealed under the profile's own keys. Only `write` and `remove` may reject. */
export interface TokenStore {
  read(profileId: string, keys: AppKeys): Promise<StoredToken>;
  /** @returns whether the token is at rest now; `false` where tokens are kept in memory only */
  write(profileId: string, keys: AppKeys, token: AccessToken, dead: boolean): Promise<boolean>;
  /** @param why `forgotten`: this machine lets go of it, while others that share it may go on */
  remove(profileId: string, why?: 'revoked' | 'forgotten'): Promise<void>;
}

/**
 * What every window remembers of an account's requests for a token, whatever is kept of tokens. Only
 * `write` and `remove` may reject; what cannot be read was never written.
 */
export interface IssueLedger {
  read(profileId: string): Promise<IssueHistory | undefined>;
  write(profileId: string, history: IssueHistory): Promise<void>;
  remove(profileId: string): Promise<void>;
}

/** Mutual exclusion between every window and process that shares the token store. */
export interface Lock {
  /**
   * @throws KiwoomError `lock-failed` if somebody else keeps it; CancelledError if `signal` aborts the wait
   */
  run<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** What the server counts calls by. */
export interface CallKind {
  /** Stands for the app key. */
  readonly profileId: string;
  readonly apiId: string;
}

/** Calls as all machines that use an app key count them together. */
export interface Pace {
  /**
   * Resolves when a call may go; at once where nobody counts with this machine.
   *
   * @returns to be called when the call's reply has come
   * @throws CancelledError
   */
  turn(kind: CallKind, perSecond: number, signal: AbortSignal): Promise<() => void>;
}

/** Which windows are open on this machine. Where the disk refuses, an Error is thrown. */
export interface Presence {
  /** This window is there from now on. */
  enter(): void;
  leave(): void;
  /** Whether no other window is there. */
  alone(): boolean;
}

/** Facts for the log. Secrets are objects and do not fit the type. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  /** What only somebody who looks for a fault wants to read. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
