import type { ErrorCode, KiwoomError } from '../base/errors.ts';
import { isTransient } from './transientErrors.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Limit of automatic issue requests in 24 h after Kiwoom has refused one. */
const automaticIssuesPerDay = 6;

/**
 * Number of dead tokens within an hour that indicates another program which keeps replacing the token.
 */
const deathsOfReplacement = 3;

/**
 * Network failures, as opposed to refusals by the server: they have their own backoff, and fewer
 * requests would not end them sooner.
 */
const networkFaults: ReadonlySet<ErrorCode> = new Set([
  'host-not-found',
  'connection-refused',
  'connection-lost',
  'certificate-untrusted',
  'timed-out',
  'network-failed',
  'endpoint-refused',
  'unexpected',
]);

/**
 * Record of an account's issue requests, shared by all windows and kept over restarts. Times are epoch
 * milliseconds by the server's clock; it contains no secret.
 */
export interface IssueHistory {
  /** Automatic requests of the last 24 h that were refused or followed a refusal. */
  readonly spent: readonly number[];
  /** Times in the last hour at which a token died well before its expiry. */
  readonly deaths: readonly number[];
  /** The failure since the last new token: of an issue request, or of the token itself. */
  readonly fault?:
    | { readonly kind: 'death' }
    | {
        readonly kind: 'refusal';
        readonly at: number;
        readonly code: ErrorCode;
        /** Consecutive refusals since the last token. */
        readonly refusals: number;
      };
}

export const noHistory: IssueHistory = { spent: [], deaths: [] };

/** Whether the server answered the request, with anything but a token. */
export function isRefusal({ code }: KiwoomError): boolean {
  return !networkFaults.has(code);
}

/**
 * Earliest time of the next automatic request. After a refusal the limit is one an hour and six in 24
 * h, whatever goes wrong here or at the server. A single transient refusal is retried immediately once,
 * because most of them are over in seconds.
 *
 * @returns epoch milliseconds by the server's clock, or `undefined` if there is no limit
 */
export function nextIssueAt({ spent, deaths, fault }: IssueHistory): number | undefined {
  if (fault === undefined) return undefined;
  const sixth = spent.at(-automaticIssuesPerDay);
  const limits = sixth === undefined ? [] : [sixth + dayMs];
  const last = spent.at(-1);
  if (fault.kind === 'refusal') {
    const { at, code, refusals } = fault;
    // The pause doubles, so that the six requests last for a whole day of outage.
    const pause = hourMs * 2 ** Math.min(3, Math.max(0, refusals - 2));
    if (refusals > 1 || !isTransient(code)) limits.push(Math.max(at, last ?? 0) + pause);
  } else if (deaths.length >= deathsOfReplacement && last !== undefined) {
    limits.push(last + hourMs);
  }
  return limits.length === 0 ? undefined : Math.max(...limits);
}

/** Whether another program probably keeps replacing the token. */
export function isRepeatedlyReplaced({ deaths, fault }: IssueHistory): boolean {
  return fault?.kind === 'death' && deaths.length >= deathsOfReplacement;
}

/** Drops outdated entries; times in the future, from before a clock correction, become `now`. */
export function upToDate(history: IssueHistory, now: number): IssueHistory {
  const within = (times: readonly number[], ms: number): number[] =>
    times.map((time) => Math.min(time, now)).filter((time) => time > now - ms);
  const { fault } = history;
  return {
    spent: within(history.spent, dayMs),
    deaths: within(history.deaths, hourMs),
    ...(fault === undefined
      ? {}
      : {
          fault: fault.kind === 'death' ? fault : { ...fault, at: Math.min(fault.at, now) },
        }),
  };
}

/** Whether it contains future times, written before the clock was corrected. */
export function isAhead({ spent: times, deaths, fault }: IssueHistory, now: number): boolean {
  const refusedAt = fault?.kind === 'refusal' ? fault.at : 0;
  return Math.max(refusedAt, ...times, ...deaths) > now;
}

/** Counts an automatic request after a refusal or after a token died. */
export function spent(history: IssueHistory, now: number): IssueHistory {
  return { ...history, spent: [...history.spent, now] };
}

/** @param byItself whether the request was automatic; one by a user's command is not counted */
export function refused(
  history: IssueHistory,
  code: ErrorCode,
  byItself: boolean,
  now: number,
): IssueHistory {
  const counted = history.fault !== undefined || !byItself;
  const refusals = history.fault?.kind === 'refusal' ? history.fault.refusals + 1 : 1;
  return {
    ...(counted ? history : spent(history, now)),
    fault: { kind: 'refusal', at: now, code, refusals },
  };
}

export function succeeded({ spent: before, deaths }: IssueHistory): IssueHistory {
  return { spent: before, deaths };
}

/** Counts a token that was refused well before its expiry; once, even if several windows report it. */
export function died(history: IssueHistory, now: number): IssueHistory {
  if (history.fault !== undefined) return history;
  return { ...history, deaths: [...history.deaths, now], fault: { kind: 'death' } };
}
