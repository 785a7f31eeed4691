import assert from 'node:assert/strict';
import { toStoreError } from '../../../src/redis/redisErrors.ts';

/** Redis 6.2 says these of a command inside a script. */
const replies = [
  ["-OOM command not allowed when used memory > 'maxmemory'.", 'shared-tokens-full'],
  ['-MISCONF Redis is configured to save RDB snapshots', 'shared-tokens-full'],
  ["-READONLY You can't write against a read only replica.", 'shared-tokens-read-only'],
  ['-NOREPLICAS Not enough good replicas to write.', 'shared-tokens-no-replicas'],
  ['WRONGTYPE Operation against a key holding the wrong kind', 'shared-tokens-foreign-value'],
] as const;

describe('What a script fails of', () => {
  for (const [words, code] of replies) {
    it(`is known from Redis 6.2 too, which puts its own words in front: ${words}`, () => {
      const call = `call to f_${'0a'.repeat(20)}`;
      const reply = `ERR Error running script (${call}): @user_script:12: @user_script: 12: ${words} `;
      assert.equal(toStoreError(new Error(reply)).code, code);
    });
  }
});
