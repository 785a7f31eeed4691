import assert from 'node:assert/strict';
import type { SealedToken, Sealing } from '../../../src/redis/sharedState.ts';

/** Nothing is hidden: what is sealed is kept beside, and known by a number. */
export function openSealing(): Sealing {
  const sealed: SealedToken[] = [];
  return {
    sealToken: (_id, _keys, token) => String(sealed.push(token) - 1),
    unsealToken: (_id, _keys, text) => {
      const token = sealed[Number(text)];
      assert.ok(token !== undefined);
      return token;
    },
  };
}
