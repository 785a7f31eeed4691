import type { KiwoomError } from '../base/errors.ts';
import { isTransient } from '../model/transientErrors.ts';

/** A paused issue is transient if the failure that paused it is. */
export function isRetryable({ code, details }: KiwoomError): boolean {
  return isTransient(code === 'issue-paused' ? (details.because ?? code) : code);
}

/**
 * Measured: the token endpoint accepted a second call after 2 to 4 s, so a shorter pause is useless.
 */
const firstPauseMs = 4_000;
const longestPauseMs = 5 * 60_000;
/** Maintenance lasts longer than other transient failures. */
const maintenancePauseMs = 60_000;

/**
 * Exponential backoff in milliseconds: doubled with each failure up to five minutes, with a jitter that
 * keeps windows and machines from retrying simultaneously.
 *
 * @param failures consecutive failures, at least 1
 * @param random from 0 up to 1
 */
export function retryPause(error: KiwoomError, failures: number, random: number): number {
  const maintained = error.code === 'maintenance' || error.code === 'html-reply';
  const first = maintained ? maintenancePauseMs : firstPauseMs;
  const pause = Math.min(first * 2 ** Math.min(failures - 1, 10), longestPauseMs);
  return Math.round(pause * (0.8 + 0.4 * random));
}
