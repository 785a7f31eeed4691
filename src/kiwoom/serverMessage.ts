import { plainLine } from '../core/base/plainText.ts';
import type { Secret } from '../core/base/secret.ts';

const longestShown = 300;

/**
 * Sanitises the server's message for display and logs: one line, plain, bounded, and without the
 * request's secrets or anything of their shape. A server that echoes its input must not put a key into
 * a log.
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
