import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { isRetryable, retryPause } from '../../../../src/core/lifecycle/retry.ts';

describe('A retry', () => {
  it('comes after pauses that grow up to five minutes', () => {
    const pauses = [1, 2, 3, 4, 9, 99].map((failures) =>
      retryPause(new KiwoomError('connection-lost'), failures, 0.5),
    );
    assert.deepEqual(pauses, [4_000, 8_000, 16_000, 32_000, 300_000, 300_000]);
  });

  it('is patient with a maintenance', () => {
    assert.equal(retryPause(new KiwoomError('maintenance'), 1, 0.5), 60_000);
  });

  it('is spread by a fifth either way', () => {
    const error = new KiwoomError('timed-out');
    assert.equal(retryPause(error, 1, 0), 3_200);
    assert.equal(Math.round(retryPause(error, 1, 1)), 4_800);
  });

  for (const code of ['wrong-keys', 'unregistered-ip', 'key-of-other-environment'] as const) {
    it(`does not come for ${code}, which nothing but the user can change`, () => {
      assert.equal(isRetryable(new KiwoomError(code)), false);
    });
  }
});
