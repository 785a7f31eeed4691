import type { AccountChange, AccountsByEnvironment } from './accounts.ts';
import type { KiwoomCode, Spelling } from './errorCodes.ts';
import type { Limit } from './rateLimit.ts';

export type Environment = 'real' | 'mock';

/** `issue` and `revoke` are the two OAuth paths, `tr` is anything under `/api/`. */
export type CallKind = 'issue' | 'revoke' | 'tr' | 'other';

/**
 * Fault injected into an answer. All are JSON, so that another process can request them.
 *
 * `handled` determines whether the server processes the call although its answer does not show it (an issue
 * with a lost answer has still created a token). It defaults to true for faults that lose an answer, and to
 * false for those that replace it.
 */
export type Fault =
  /** The headers, or the second half of the body, are delayed by `delayMs` milliseconds. */
  | { kind: 'delay'; delayMs: number; part?: 'headers' | 'body' }
  /** Like `delay`, but until `release()` is called or the client disconnects. */
  | { kind: 'hold'; part?: 'headers' | 'body' }
  /** The connection stays open without an answer until the client disconnects. */
  | { kind: 'noAnswer'; handled?: boolean }
  /** The connection is reset (TCP RST). */
  | { kind: 'reset'; part?: 'headers' | 'body'; handled?: boolean }
  /** Only half the body is sent; `content-length` is that of the sent part or of the whole body. */
  | { kind: 'truncated'; contentLength?: 'sent' | 'whole' }
  /** A proxy's HTML error page; with status 503 by default. */
  | { kind: 'serverError'; status?: number; handled?: boolean }
  /** A very long streamed body; 20 MB by default. */
  | { kind: 'huge'; bytes?: number; handled?: boolean }
  /** HTTP 200 with an empty body. */
  | { kind: 'empty'; handled?: boolean }
  /** A Kiwoom error with any code, in Kiwoom's format with any spelling, under any HTTP status. */
  | {
      kind: 'failure';
      code: KiwoomCode;
      spelling?: Spelling;
      status?: number;
      handled?: boolean;
    }
  /** A literal reply: status, headers and body bytes (`base64` for bytes that are not text). */
  | {
      kind: 'reply';
      status: number;
      headers?: Record<string, string>;
      body: string;
      encoding?: 'utf8' | 'base64';
      handled?: boolean;
    };

export interface FaultOptions {
  /** Number of calls it affects; by default every call until it is cleared. */
  times?: number;
  /** Both by default. */
  environment?: Environment;
  /** Only calls with this `api-id` header. */
  apiId?: string;
}

/** Behaviour of one environment until it is switched. */
export interface Switches {
  /** True: issuing again returns the valid token. False: it creates a new token and invalidates the old one. */
  stickyTokens: boolean;
  /** Code for revoking an invalid or unknown token; unpublished, so tests cover both. */
  revokeUnknownToken: 0 | 8015;
  /** The server answers every call with its maintenance page. */
  maintenance: boolean;
  /** Regular expression (case-insensitive) of the User-Agents that the firewall blocks; '' for none. */
  blockedUserAgent: string;
  /** Requests per second and (app key, API id) for TRs. */
  limit: Limit;
  /** Likewise for the two OAuth calls. */
  oauthLimit: Limit;
  /** HTTP status of error 1700. */
  limitStatus: 200 | 429;
  /** Format of the code in errors, including those of the WebSocket. */
  spelling: Spelling;
  /** HTTP status of 8005 for a TR; no capture has 401, but Kiwoom's own client handles it. */
  deadTokenStatus: 200 | 401;
  /** Offset of the server's clock in milliseconds: in `Date`, and in every `expires_dt`. */
  clockSkewMs: number;
  /** Simulates a proxy that removes the `Date` header, or caches it for a number of milliseconds. */
  dateHeader: 'right' | 'none' | number;
  /** IP address of the callers. */
  callerIp: string;
  /** Number of pages of a TR's answer, linked by `cont-yn` and `next-key`. */
  pages: number;
  /** TRs that get 8104; by default all US ones on the mock server, which trades on KRX only. */
  unsupportedPaths: readonly string[];
}

export interface CallRecord {
  /** Sequence number over both environments, from 1. */
  readonly number: number;
  readonly environment: Environment;
  readonly kind: CallKind;
  readonly apiId: string | null;
  /** `WS` for a message over the WebSocket. */
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The bearer token of the `authorization` header. */
  readonly token: string | null;
  readonly body: string;
  /** Simulator time in milliseconds (without `clockSkewMs`). */
  readonly receivedAt: number;
  /** HTTP status sent; null before it was sent. */
  readonly status: number | null;
  /** 0, Kiwoom's four-digit code, or null for an answer that is not Kiwoom's. */
  readonly code: number | null;
  readonly fault: Fault['kind'] | null;
  /** `cut`: the connection ended early, by a fault or by the client. */
  readonly outcome: 'pending' | 'answered' | 'cut';
}

/** Matches calls whose properties equal all given ones. */
export type CallFilter = Partial<
  Pick<CallRecord, 'environment' | 'kind' | 'apiId' | 'token' | 'code' | 'fault' | 'outcome'>
>;

export type CallCounts = Readonly<Record<CallKind, number>>;

export interface TokenRecord {
  readonly environment: Environment;
  readonly account: string;
  readonly appkey: string;
  readonly token: string;
  /** 14 digits in Korean time. */
  readonly expiresDt: string;
  readonly alive: boolean;
}

export interface SimulatorDescription {
  readonly realUrl: string;
  readonly mockUrl: string;
  readonly controlUrl: string;
  readonly accounts: AccountsByEnvironment;
}

/** Controls and inspects the simulator. */
export interface SimulatorControl {
  describe(): SimulatorDescription;
  /** Adds a fault and returns its id. Faults of the same call are used in the order in which they were added. */
  fault(on: CallKind | 'any', fault: Fault, options?: FaultOptions): number;
  /** Removes one fault, or all of them. Calls that are already held stay held. */
  clearFaults(id?: number): void;
  /** Releases the held calls of one fault, or all of them; returns their number. */
  release(id?: number): number;
  /** Applies to both environments by default. */
  switch(changes: Partial<Switches>, environment?: Environment): void;
  switches(environment: Environment): Switches;
  changeAccount(appkey: string, change: AccountChange): void;
  tokens(): readonly TokenRecord[];
  /** Invalidates tokens before their expiry and without a revoke; returns their number. */
  killTokens(filter?: Partial<Omit<TokenRecord, 'alive'>>): number;
  /**
   * Simulates another program that issues with the same key: every valid token is invalidated and replaced by
   * one that only that program knows. Returns the number of replaced tokens.
   */
  replaceTokens(): number;
  /** Moves the simulator's clock forward (or back) by milliseconds. */
  advanceClock(ms: number): void;
  /** Sets the offset to the clock that the simulator was started with, in milliseconds. */
  setClockOffset(ms: number): void;
  calls(filter?: CallFilter): readonly CallRecord[];
  counts(environment?: Environment): CallCounts;
  /** Resolves with the matching calls once there are `count` of them (1 by default). */
  waitForCalls(filter?: CallFilter, count?: number): Promise<readonly CallRecord[]>;
  clearCalls(): void;
  /** Sends a message over every logged-in WebSocket; returns their number. */
  push(environment: Environment, message: string): number;
  /** Closes the WebSockets with a code and a reason. */
  endWebSockets(environment: Environment, code: number, reason: string): void;
  /** Refuses new connections and drops the open ones. */
  closePort(environment: Environment): Promise<void>;
  /** Listens again on the same port. */
  openPort(environment: Environment): Promise<void>;
  /** Restores the initial state, with the same ports and accounts; held calls are released. */
  reset(): Promise<void>;
}

/** The same interface for another process. */
export type RemoteControl = {
  [Method in keyof SimulatorControl]: (
    ...args: Parameters<SimulatorControl[Method]>
  ) => Promise<Awaited<ReturnType<SimulatorControl[Method]>>>;
};

const everyMethod: Record<keyof SimulatorControl, true> = {
  describe: true,
  fault: true,
  clearFaults: true,
  release: true,
  switch: true,
  switches: true,
  changeAccount: true,
  tokens: true,
  killTokens: true,
  replaceTokens: true,
  advanceClock: true,
  setClockOffset: true,
  calls: true,
  counts: true,
  waitForCalls: true,
  clearCalls: true,
  push: true,
  endWebSockets: true,
  closePort: true,
  openPort: true,
  reset: true,
};

/** Names of all methods, for the HTTP server and client. */
export const controlMethods = Object.keys(everyMethod) as (keyof SimulatorControl)[];
