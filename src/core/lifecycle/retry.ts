import type { KiwoomError } from '../base/errors.ts';
import { isPassing } from '../model/passingFaults.ts';

/** A pause passes if what it is for does. */
export function passesByItself({ code, details }: KiwoomError): boolean {
  return isPassing(code === 'issue-paused' ? (details.because ?? code) : code);
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
