import type { Secret } from '../core/base/secret.ts';

/** SHA-256 in hex. App keys and tokens are random and long, so the digest is not reversible. */
export function fingerprint(secret: Secret): string {
  // Loaded on first use: a static import would cost every window memory at its start.
  const { hash } = process.getBuiltinModule('node:crypto');
  return hash('sha256', secret.reveal(), 'hex');
}
