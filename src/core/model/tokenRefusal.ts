import type { ErrorCode } from '../base/errors.ts';

/**
 * The server refuses the token itself, whatever the request. Kiwoom's own client takes HTTP 401 on a TR
 * as a dead token, and 8003 as trouble of the token.
 */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'token-invalid',
  'token-lookup-failed',
  'token-of-other-environment',
  'ip-mismatch',
  'token-or-terminal',
  'http-unauthorized',
]);

/** @param code of the failure of a TR call, or of a WebSocket's LOGIN */
export function refusesToken(code: ErrorCode): boolean {
  return refusals.has(code);
}
