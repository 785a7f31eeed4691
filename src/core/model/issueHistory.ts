import type { ErrorCode, KiwoomError } from '../base/errors.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** How many requests for a token go out by themselves in 24 h once Kiwoom has refused. */
const ownIssuesPerDay = 6;

/** Deaths within an hour that speak for another program which keeps replacing the token. */
const deathsOfReplacement = 3;

/**
 * Failures that come from the way to the server, not from the server: they have pauses of their own,
 * and end no sooner for being asked about less.
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
 * What is remembered of an account's requests for a token, in every window and over restarts. Times are
 * epoch milliseconds by the server's clock; no secret is in it.
 */
export interface IssueHistory {
  /** Requests of the last 24 h that were made by themselves, and refused or made after a refusal. */
  readonly spent: readonly number[];
  /** When tokens of the last hour died well before their expiry. */
  readonly deaths: readonly number[];
  /** What the last request met, or a token since; nothing once there was a new token. */
  readonly owing?:
    | { readonly kind: 'death' }
    | {
        readonly kind: 'refusal';
        readonly at: number;
        readonly code: ErrorCode;
        /** Refusals since the last token. */
        readonly inRow: number;
      };
}

export const noHistory: IssueHistory = { spent: [], deaths: [] };

/** The request was answered, with anything but a token. */
export function isRefusal({ code }: KiwoomError): boolean {
  return !networkFaults.has(code);
}

/**
 * When the next request may go out by itself. After a refusal at most one an hour and six in 24 h: no
 * mistake of ours or of the server's makes more of them. A single refusal that may pass by itself is
 * asked about once at once, because it is mostly over in seconds.
 *
 * @param passes whether a failure of this kind may pass by itself
 * @returns epoch milliseconds by the server's clock, or `undefined` where nothing is in the way
 */
export function ownIssueAllowedAt(
  { spent, deaths, owing }: IssueHistory,
  passes: (code: ErrorCode) => boolean,
): number | undefined {
  if (owing === undefined) return undefined;
  const sixth = spent.at(-ownIssuesPerDay);
  const limits = sixth === undefined ? [] : [sixth + dayMs];
  const last = spent.at(-1);
  if (owing.kind === 'refusal') {
    const { at, code, inRow } = owing;
    // Doubled, so that the six requests last for the whole day of an outage.
    const pause = hourMs * 2 ** Math.min(3, Math.max(0, inRow - 2));
    if (inRow > 1 || !passes(code)) limits.push(Math.max(at, last ?? 0) + pause);
  } else if (deaths.length >= deathsOfReplacement && last !== undefined) {
    limits.push(last + hourMs);
  }
  return limits.length === 0 ? undefined : Math.max(...limits);
}

/** Whether another program probably keeps replacing the token. */
export function isReplacedAgainAndAgain({ deaths, owing }: IssueHistory): boolean {
  return owing?.kind === 'death' && deaths.length >= deathsOfReplacement;
}

/** Without what is too old to count; what lies in the future, after a clock was corrected, is now. */
export function upToDate(history: IssueHistory, now: number): IssueHistory {
  const within = (times: readonly number[], ms: number): number[] =>
    times.map((time) => Math.min(time, now)).filter((time) => time > now - ms);
  const { owing } = history;
  return {
    spent: within(history.spent, dayMs),
    deaths: within(history.deaths, hourMs),
    ...(owing === undefined
      ? {}
      : { owing: owing.kind === 'death' ? owing : { ...owing, at: Math.min(owing.at, now) } }),
  };
}

/** Whether it was written under a clock that was ahead of today's. */
export function isAhead({ spent: times, deaths, owing }: IssueHistory, now: number): boolean {
  const refusedAt = owing?.kind === 'refusal' ? owing.at : 0;
  return Math.max(refusedAt, ...times, ...deaths) > now;
}

/** A request goes out by itself after a refusal, or after a token died. */
export function spent(history: IssueHistory, now: number): IssueHistory {
  return { ...history, spent: [...history.spent, now] };
}

/** @param byItself whether a command of the user's asked for it, which costs nothing */
export function refused(
  history: IssueHistory,
  code: ErrorCode,
  byItself: boolean,
  now: number,
): IssueHistory {
  const counted = history.owing !== undefined || !byItself;
  const inRow = history.owing?.kind === 'refusal' ? history.owing.inRow + 1 : 1;
  return {
    ...(counted ? history : spent(history, now)),
    owing: { kind: 'refusal', at: now, code, inRow },
  };
}

export function succeeded({ spent: before, deaths }: IssueHistory): IssueHistory {
  return { spent: before, deaths };
}

/** A token that was in use is refused well before its expiry; once, whoever else notices it. */
export function died(history: IssueHistory, now: number): IssueHistory {
  if (history.owing !== undefined) return history;
  return { ...history, deaths: [...history.deaths, now], owing: { kind: 'death' } };
}
