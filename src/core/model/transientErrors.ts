import type { ErrorCode } from '../base/errors.ts';

/**
 * Transient failures. Everything else (wrong keys, an unregistered IP address, the wrong environment,
 * any HTTP 4xx but 429 …) persists until the user acts, and a retry only costs requests.
 */
const transient: ReadonlySet<ErrorCode> = new Set([
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
  'token-replaced',
]);

export function isTransient(code: ErrorCode): boolean {
  return transient.has(code);
}
