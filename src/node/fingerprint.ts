import type { Secret } from '../core/base/secret.ts';

/** SHA-256 in hex. App keys and tokens are random and long, so it cannot be turned back. */
export function fingerprint(secret: Secret): string {
  // With the first use: an import would cost every window the module's memory at its start.
  const { hash } = process.getBuiltinModule('node:crypto');
  return hash('sha256', secret.reveal(), 'hex');
}
