/**
 * Every failure of this extension. `vscode/shell/messages` has a file for each group here, with a
 * sentence and a next step for each code.
 */
export const errorCodes = [
  // Errors that the server reports with one of its published codes (kiwoom/serverCodes.ts).
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

  // Replies that differ from what the guide describes.
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

  // Network errors: no reply arrived.
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

  // Accounts and their app keys on this machine.
  'no-profile',
  'no-account-chosen',
  'unknown-profile',
  'ambiguous-profile',
  'profile-exists',
  'label-taken',
  'label-looks-like-key',
  'keys-gone',
  'keys-damaged',
  'key-store-failed',
  'key-file-unreadable',
  'key-file-partner-missing',
  'keys-not-found-in-file',

  // Tokens on this machine: issuing, storing and handing them out.
  'no-token',
  'issue-paused',
  'token-replaced',
  'token-for-other-host',
  'token-damaged',
  'token-not-stored',
  'token-not-removed',
  'lock-failed',
  'lock-blocked',
  'untrusted-workspace',
  'no-consent',

  // Commands, files and settings.
  'endpoint-refused',
  'unknown-api',
  'invalid-arguments',
  'no-editor',
  'no-http-editor',
  'no-request',
  'read-only-editor',
  'gitignore-failed',
  'history-not-changed',
  'settings-not-changed',

  // The gateway and the agents.
  'gateway-not-started',
  'account-not-open',

  // The shared token store.
  'shared-tokens-address',
  'shared-tokens-site',
  'shared-tokens-unreachable',
  'shared-tokens-slow',
  'shared-tokens-not-redis',
  'shared-tokens-protected',
  'shared-tokens-no-room',
  'shared-tokens-not-ready',
  'shared-tokens-no-replicas',
  'shared-tokens-no-database',
  'shared-tokens-wrong-password',
  'shared-tokens-no-rights',
  'shared-tokens-untrusted',
  'shared-tokens-client-certificate',
  'shared-tokens-no-tls',
  'shared-tokens-needs-tls',
  'shared-tokens-too-old',
  'shared-tokens-cluster',
  'shared-tokens-full',
  'shared-tokens-read-only',
  'shared-tokens-foreign-value',
  'shared-tokens-other-secret',
  'shared-tokens-outrun',
  'shared-tokens-left',
  'shared-tokens-failed',

  'unexpected',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Details of a failure. They never contain a key or a token. */
export interface ErrorDetails {
  /** The four-digit code of Kiwoom's table, from `[NNNN:…]` in `return_msg`. */
  readonly serverCode?: number;
  /** `return_code` of the reply. */
  readonly returnCode?: number;
  /** The server's message: plain text, one line, secrets of the request masked. */
  readonly serverMessage?: string;
  readonly httpStatus?: number;
  /** The address is refused because it would send keys over plain http. */
  readonly unencrypted?: boolean;
  /** Earliest time of an automatic retry, epoch milliseconds. */
  readonly retryAt?: number;
  /** The failure that caused this one. */
  readonly because?: ErrorCode;
  /** A name, path or setting for the message; never a secret. */
  readonly subject?: string;
  /** A description of what was found instead of the expected value; never a secret. */
  readonly found?: string;
}

/** The only error type that the domain and its adapters throw. */
export class KiwoomError extends Error {
  override readonly name = 'KiwoomError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    // The message is English, for logs and code; users get a sentence from vscode/shell/messages.ts.
    super(details.serverMessage === undefined ? code : `${code}: ${details.serverMessage}`);
    this.code = code;
    this.details = details;
  }
}

/** The user or the caller cancelled. Never shown, never logged as a failure. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('cancelled');
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

/** Converts any thrown value into a {@link KiwoomError}, dropping text that could contain a secret. */
export function toKiwoomError(thrown: unknown): KiwoomError {
  if (thrown instanceof KiwoomError) return thrown;
  const subject = thrown instanceof Error ? thrown.name : typeof thrown;
  return new KiwoomError('unexpected', { subject });
}
