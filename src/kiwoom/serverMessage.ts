import { plainLine } from '../core/base/plainText.ts';
import type { Secret } from '../core/base/secret.ts';

const longestShown = 300;

/**
 * The server's own words, made safe to show and to log: one line, plain, bounded, and without the
 * secrets of the request or anything that has the shape of one. A server that echoes its input must
 * not put a key into a log.
 */
export function serverMessage(text: string, secrets: readonly Secret[]): string {
  let masked = text;
  for (const secret of secrets) {
    const value = secret.reveal();
    if (value !== '') masked = masked.replaceAll(value, '•••');
  }
  // Keys have 43 such characters, tokens 86.
  return plainLine(masked.replace(/[A-Za-z0-9_-]{32,}/g, '•••')).slice(0, longestShown);
}
