/**
 * Every way in which this extension can fail. `vscode/messages.ts` turns each into a sentence and a
 * next step; a test holds the two lists together.
 */
export const errorCodes = [
  // The server said so, with one of its published codes (kiwoom/serverCodes.ts).
  'invalid-request',
  'invalid-header',
  'rate-limited',
  'unknown-symbol',
  'server-failed',
  'wrong-keys',
  'token-lookup-failed',
  'token-invalid',
  'issue-failed',
  'ip-mismatch',
  'issue-input',
  'revoke-failed',
  'revoke-input',
  'keys-missing',
  'key-of-other-environment',
  'token-of-other-environment',
  'terminal-refused',
  'unregistered-ip',
  'token-or-terminal',
  'not-on-mock',
  'corporate-account',
  'unknown-server-code',

  // The reply was not what the guide describes.
  'maintenance',
  'redirected',
  'html-reply',
  'request-blocked',
  'http-bad-request',
  'http-unauthorized',
  'http-server-error',
  'http-status',
  'empty-reply',
  'truncated-reply',
  'reply-not-json',
  'reply-unexpected',
  'reply-too-large',
  'expiry-unreadable',
  'expired-on-arrival',

  // No reply came.
  'host-not-found',
  'connection-refused',
  'connection-lost',
  'certificate-untrusted',
  'certificate-date',
  'tls-too-old',
  'tls-missing',
  'proxy-refused',
  'timed-out',
  'network-failed',

  // This machine.
  'endpoint-refused',
  'unknown-api',
  'no-profile',
  'no-account-chosen',
  'unknown-profile',
  'ambiguous-profile',
  'keys-gone',
  'keys-damaged',
  'token-damaged',
  'token-not-stored',
  'token-not-removed',
  'key-store-failed',
  'lock-failed',
  'lock-blocked',
  'invalid-arguments',
  'no-token',
  'issue-paused',
  'token-replaced',
  'token-for-other-host',
  'gitignore-failed',
  'no-editor',
  'no-http-editor',
  'no-request',
  'read-only-editor',
  'key-file-unreadable',
  'key-file-partner-missing',
  'keys-not-found-in-file',
  'profile-exists',
  'history-not-changed',
  'settings-not-changed',
  'label-taken',
  'label-looks-like-key',
  'untrusted-workspace',
  'no-consent',

  // The gateway.
  'gateway-not-started',
  'account-not-open',

  // The shared token store.
  'shared-tokens-address',
  'shared-tokens-site',
  'shared-tokens-unreachable',
  'shared-tokens-slow',
  'shared-tokens-wrong-password',
  'shared-tokens-no-rights',
  'shared-tokens-untrusted',
  'shared-tokens-no-tls',
  'shared-tokens-needs-tls',
  'shared-tokens-too-old',
  'shared-tokens-cluster',
  'shared-tokens-full',
  'shared-tokens-read-only',
  'shared-tokens-foreign-value',
  'shared-tokens-outrun',
  'shared-tokens-left',
  'shared-tokens-failed',

  'unexpected',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What is known about a failure beside its code. Nothing here may hold a key or a token. */
export interface ErrorDetails {
  /** The four-digit code of Kiwoom's table, from `[NNNN:…]` in `return_msg`. */
  readonly serverCode?: number;
  /** `return_code` of the reply. */
  readonly returnCode?: number;
  /** The server's own words: plain text, one line, secrets of the request masked. */
  readonly serverMessage?: string;
  readonly httpStatus?: number;
  /** An address is refused because keys would go there in plain http. */
  readonly unencrypted?: boolean;
  /** When this may be tried again by itself, epoch milliseconds. */
  readonly retryAt?: number;
  /** The failure that this one follows from. */
  readonly because?: ErrorCode;
  /** A name, path or setting that the message should mention; never a secret. */
  readonly subject?: string;
  /** What was there instead of what was looked for, in the user's words; never a secret. */
  readonly found?: string;
}

/** The one error type that leaves the domain and its adapters. */
export class KiwoomError extends Error {
  override readonly name = 'KiwoomError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    // For logs and for code, in English; people get a sentence from vscode/messages.ts.
    super(details.serverMessage === undefined ? code : `${code}: ${details.serverMessage}`);
    this.code = code;
    this.details = details;
  }
}

/** The user or the caller changed their mind. Never shown, never logged as a failure. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('cancelled');
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

/** Turns whatever was thrown into a {@link KiwoomError}, dropping text that could hold a secret. */
export function toKiwoomError(thrown: unknown): KiwoomError {
  if (thrown instanceof KiwoomError) return thrown;
  const subject = thrown instanceof Error ? thrown.name : typeof thrown;
  return new KiwoomError('unexpected', { subject });
}
