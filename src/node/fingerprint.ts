import { hash } from 'node:crypto';
import type { Secret } from '../core/secret.ts';

/** SHA-256 in hex. App keys and tokens are random and long, so it cannot be turned back. */
export function fingerprint(secret: Secret): string {
  return hash('sha256', secret.reveal(), 'hex');
}
