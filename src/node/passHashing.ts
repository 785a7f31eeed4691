import { hkdfSync, timingSafeEqual } from 'node:crypto';
import type { PassesParts } from '../core/passes/passes.ts';

/** How passes are derived and compared. */
export const passHashing: Pick<PassesParts, 'derive' | 'bytes' | 'equal'> = {
  derive: (secretkey, purpose) =>
    Buffer.from(hkdfSync('sha256', secretkey.reveal(), '', purpose, 32)).toString('base64url'),
  bytes: (text) => Buffer.from(text),
  // The length of a pass is no secret.
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
};
