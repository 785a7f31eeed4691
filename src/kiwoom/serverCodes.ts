import type { ErrorCode } from '../core/base/errors.ts';

/**
 * Kiwoom's published error codes (API guide, section "오류코드") and the error code of each. They arrive
 * inside `return_msg`, usually with HTTP 200, in the notations that `replyCode.ts` parses.
 */
const table: Readonly<Record<number, ErrorCode>> = {
  1501: 'invalid-request',
  1504: 'invalid-request',
  1505: 'invalid-request',
  1511: 'invalid-request',
  1512: 'invalid-header',
  1513: 'invalid-header',
  1514: 'invalid-header',
  1515: 'invalid-header',
  1516: 'invalid-header',
  1517: 'invalid-request',
  1687: 'rate-limited',
  1700: 'rate-limited',
  1701: 'rate-limited',
  1702: 'rate-limited',
  1901: 'unknown-symbol',
  1902: 'unknown-symbol',
  1903: 'unknown-symbol',
  1999: 'server-failed',
  8001: 'wrong-keys',
  8002: 'wrong-keys',
  8003: 'token-lookup-failed',
  8005: 'token-invalid',
  8006: 'issue-failed',
  8009: 'issue-failed',
  8010: 'ip-mismatch',
  8011: 'issue-input',
  8012: 'issue-input',
  8015: 'revoke-failed',
  8016: 'revoke-input',
  8020: 'keys-missing',
  8030: 'key-of-other-environment',
  8031: 'token-of-other-environment',
  8040: 'terminal-refused',
  8050: 'unregistered-ip',
  8103: 'token-or-terminal',
  8104: 'not-on-mock',
  8200: 'corporate-account',
};

export const publishedServerCodes: readonly number[] = Object.keys(table).map(Number);

/** @returns `unknown-server-code` for a code that is not in the published table */
export function errorCodeFor(serverCode: number | undefined): ErrorCode {
  return serverCode === undefined
    ? 'unknown-server-code'
    : (table[serverCode] ?? 'unknown-server-code');
}

export function isPublished(serverCode: number | undefined): serverCode is number {
  return serverCode !== undefined && Object.hasOwn(table, serverCode);
}
