import { hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { PassesParts } from '../core/passes/passes.ts';

/** How passes are derived and compared. */
export const passHashing: Pick<PassesParts, 'derive' | 'digest' | 'equal'> = {
  derive: (secretkey, purpose) =>
    Buffer.from(hkdfSync('sha256', secretkey.reveal(), '', purpose, 32)).toString('base64url'),
  // By way of a text, as a digest in a buffer of its own takes three times as long, for every request.
  digest: (text) => Buffer.from(hash('sha256', text, 'hex'), 'hex'),
  equal: timingSafeEqual,
};
