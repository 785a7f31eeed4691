import type { AccountChange, AccountsByEnvironment } from './accounts.ts';
import type { KiwoomCode, Spelling } from './errorCodes.ts';
import type { Limit } from './rateLimit.ts';

export type Environment = 'real' | 'mock';

/** `issue` and `revoke` are the two OAuth paths, `tr` is anything under `/api/`. */
export type CallKind = 'issue' | 'revoke' | 'tr' | 'other';

/**
 * What can go wrong with one answer. All of it is JSON, so that another process can ask for it.
 *
 * `handled` says whether the server does the call's work although its answer does not show it (an
 * issue whose answer is lost has still made a token). Faults that lose an answer default to true,
 * faults that put another answer in its place to false.
 */
export type Fault =
  /** Slow: the headers, or the second half of the body, come `delayMs` milliseconds late. */
  | { kind: 'delay'; delayMs: number; part?: 'headers' | 'body' }
  /** As `delay`, but until `release()` is called or the client leaves. */
  | { kind: 'hold'; part?: 'headers' | 'body' }
  /** The connection stays open and silent until the client leaves. */
  | { kind: 'noAnswer'; handled?: boolean }
  /** The connection is reset (TCP RST). */
  | { kind: 'reset'; part?: 'headers' | 'body'; handled?: boolean }
  /** Half the body; `content-length` tells the bytes sent, or promises the whole body. */
  | { kind: 'truncated'; contentLength?: 'sent' | 'whole' }
  /** A proxy's HTML error page; 503 unless told otherwise. */
  | { kind: 'serverError'; status?: number; handled?: boolean }
  /** A streamed body without an end in sight; 20 MB unless told otherwise. */
  | { kind: 'huge'; bytes?: number; handled?: boolean }
  /** HTTP 200 with nothing in it. */
  | { kind: 'empty'; handled?: boolean }
  /** A Kiwoom failure of any code, in Kiwoom's shape and in any spelling, under any HTTP status. */
  | {
      kind: 'failure';
      code: KiwoomCode;
      spelling?: Spelling;
      status?: number;
      handled?: boolean;
    }
  /** Exactly this: status, headers and body bytes (`base64` for bytes that are not text). */
  | {
      kind: 'reply';
      status: number;
      headers?: Record<string, string>;
      body: string;
      encoding?: 'utf8' | 'base64';
      handled?: boolean;
    };

export interface FaultOptions {
  /** How many calls it hits; without it, every call until it is cleared. */
  times?: number;
  /** Without it, both. */
  environment?: Environment;
  /** Only calls with this `api-id` header. */
  apiId?: string;
}

/** How one environment behaves until it is switched to something else. */
export interface Switches {
  /** True: issuing again returns the living token. False: a new token, and the old one dies. */
  stickyTokens: boolean;
  /** The answer to revoking a dead or unknown token; not published, so both can be had. */
  revokeUnknownToken: 0 | 8015;
  /** The server answers every call with its maintenance page. */
  maintenance: boolean;
  /** A User-Agent that this regular expression matches (case ignored) meets the firewall; '' for none. */
  blockedUserAgent: string;
  /** Requests per second and (app key, API id) for TRs. */
  limit: Limit;
  /** The same for the two OAuth calls. */
  oauthLimit: Limit;
  /** The HTTP status of 1700. */
  limitStatus: 200 | 429;
  /** How failures write their code, those of the WebSocket too. */
  spelling: Spelling;
  /** The HTTP status of 8005 to a TR; no capture has 401, but Kiwoom's own client expects it. */
  deadTokenStatus: 200 | 401;
  /** Milliseconds the server's clock is ahead: in `Date`, and in every `expires_dt` it writes. */
  clockSkewMs: number;
  /** What a proxy made of the `Date` header: took it away, or kept it for so many milliseconds. */
  dateHeader: 'right' | 'none' | number;
  /** The address that calls seem to come from. */
  callerIp: string;
  /** TR answers come in this many pages, linked by `cont-yn` and `next-key`. */
  pages: number;
  /** TRs that answer 8104; the mock server trades on KRX only, so all US ones there by default. */
  unsupportedPaths: readonly string[];
}

export interface CallRecord {
  /** Counts up from 1 over both environments. */
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
  /** The HTTP status sent, null while nothing was sent. */
  readonly status: number | null;
  /** 0, Kiwoom's four-digit code, or null where no Kiwoom answer was made. */
  readonly code: number | null;
  readonly fault: Fault['kind'] | null;
  /** `cut`: the connection ended before everything was sent, by a fault or by the client. */
  readonly outcome: 'pending' | 'answered' | 'cut';
}

/** Every given property must be equal. */
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

/** What a test can do to the simulator and ask of it. */
export interface SimulatorControl {
  describe(): SimulatorDescription;
  /** Faults of the same call are used up in the order they were added. Returns the fault's id. */
  fault(on: CallKind | 'any', fault: Fault, options?: FaultOptions): number;
  /** Ends one fault, or all of them. Calls already held stay held. */
  clearFaults(id?: number): void;
  /** Lets the held calls of one fault, or all of them, go on; returns how many. */
  release(id?: number): number;
  /** Without an environment, both. */
  switch(changes: Partial<Switches>, environment?: Environment): void;
  switches(environment: Environment): Switches;
  changeAccount(appkey: string, change: AccountChange): void;
  tokens(): readonly TokenRecord[];
  /** Early death: before its expiry and without a revoke. Returns how many tokens died. */
  killTokens(filter?: Partial<Omit<TokenRecord, 'alive'>>): number;
  /**
   * Another program with the same key issues: every living token dies and a new one takes its place,
   * which only that program knows. Returns how many were replaced.
   */
  replaceTokens(): number;
  /** Moves the simulator's time forward (or back) by milliseconds. */
  advanceClock(ms: number): void;
  /** Milliseconds the simulator's time is ahead of the clock it was started with. */
  setClockOffset(ms: number): void;
  calls(filter?: CallFilter): readonly CallRecord[];
  counts(environment?: Environment): CallCounts;
  /** Resolves with the matching calls once there are `count` of them (1 unless told otherwise). */
  waitForCalls(filter?: CallFilter, count?: number): Promise<readonly CallRecord[]>;
  clearCalls(): void;
  /** Sends a message over every WebSocket that is logged in; returns over how many. */
  push(environment: Environment, message: string): number;
  /** Ends the WebSockets with a code and a reason. */
  endWebSockets(environment: Environment, code: number, reason: string): void;
  /** Connections are refused from now on; the open ones are dropped. */
  closePort(environment: Environment): Promise<void>;
  /** Listens again on the same port. */
  openPort(environment: Environment): Promise<void>;
  /** As freshly started, with the same ports and accounts; held calls are released. */
  reset(): Promise<void>;
}

/** The same from another process. */
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

/** The names of all methods, for those who carry calls over HTTP. */
export const controlMethods = Object.keys(everyMethod) as (keyof SimulatorControl)[];
