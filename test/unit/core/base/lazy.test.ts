import assert from 'node:assert/strict';
import { lazy } from '../../../../src/core/base/lazy.ts';

describe('What is loaded lazily', () => {
  it('is loaded once, by the first of all who ask', async () => {
    let loads = 0;
    const value = lazy(() => Promise.resolve({ load: (loads += 1) }));
    assert.equal(loads, 0);
    const [first, second] = await Promise.all([value(), value()]);
    assert.equal(first, second);
    assert.equal(await value(), first);
    assert.equal(loads, 1);
  });

  it('is loaded again after it failed', async () => {
    let isThere = false;
    const value = lazy(() =>
      isThere ? Promise.resolve('loaded') : Promise.reject(new Error('not yet')),
    );
    await assert.rejects(value(), { message: 'not yet' });
    isThere = true;
    assert.equal(await value(), 'loaded');
  });
});
