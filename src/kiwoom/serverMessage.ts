import type { Secret } from '../core/secret.ts';

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
  return (
    masked
      // Keys have 43 such characters, tokens 86.
      .replace(/[A-Za-z0-9_-]{32,}/g, '•••')
      // Controls, line separators, and marks that would reorder the text around them.
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069\s]+/gu, ' ')
      .trim()
      .slice(0, longestShown)
  );
}
