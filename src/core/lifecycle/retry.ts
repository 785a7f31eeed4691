import type { ErrorCode, KiwoomError } from '../base/errors.ts';

/**
 * Failures that pass by themselves. Everything else (wrong keys, an unregistered IP address, the wrong
 * environment, any HTTP 4xx but 429 …) stays as it is until somebody acts, and asking again only costs requests.
 */
const passing: ReadonlySet<ErrorCode> = new Set([
  'rate-limited',
  'server-failed',
  'token-lookup-failed',
  'issue-failed',
  'unknown-server-code',
  'maintenance',
  'redirected',
  'html-reply',
  'http-server-error',
  'empty-reply',
  'truncated-reply',
  'reply-not-json',
  'reply-unexpected',
  'reply-too-large',
  'expiry-unreadable',
  'expired-on-arrival',
  'host-not-found',
  'connection-refused',
  'connection-lost',
  'timed-out',
  'network-failed',
  'lock-failed',
  'key-store-failed',
  'unexpected',
]);

export function passesByItself(error: KiwoomError): boolean {
  return passing.has(error.code);
}

/** The token endpoint let a second call through after 2 to 4 s; a shorter pause helps nobody. */
const firstPauseMs = 4_000;
const longestPauseMs = 5 * 60_000;
/** Maintenance takes longer than a hiccup. */
const maintenancePauseMs = 60_000;

/**
 * How long to wait before the next try, in milliseconds: doubled with each failure up to five minutes,
 * with a jitter that keeps windows and machines from trying all at once.
 *
 * @param failures how many tries have failed in a row, at least 1
 * @param random from 0 up to 1
 */
export function retryPause(error: KiwoomError, failures: number, random: number): number {
  const maintained = error.code === 'maintenance' || error.code === 'html-reply';
  const first = maintained ? maintenancePauseMs : firstPauseMs;
  const pause = Math.min(first * 2 ** Math.min(failures - 1, 10), longestPauseMs);
  return Math.round(pause * (0.8 + 0.4 * random));
}
