import type { ErrorCode } from '../base/errors.ts';

/**
 * Refusals of the token itself, independent of the request. Kiwoom's own client treats HTTP 401 on a TR
 * as a dead token, and 8003 as a problem of the token.
 */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'token-invalid',
  'token-lookup-failed',
  'token-of-other-environment',
  'ip-mismatch',
  'token-or-terminal',
  'http-unauthorized',
]);

/** @param code failure of a TR call, or of a WebSocket's LOGIN */
export function refusesToken(code: ErrorCode): boolean {
  return refusals.has(code);
}
