import assert from 'node:assert/strict';
import { MachineCount } from '../../../src/redis/machineCount.ts';

describe('The number of machines at a store', () => {
  it('follows heartbeats and arrivals, and tells of changes', () => {
    let changes = 0;
    const count = new MachineCount(() => (changes += 1));
    count.asked()(1);
    assert.deepEqual([count.value, changes], [1, 0]);
    count.announced(2);
    count.asked()(3);
    assert.deepEqual([count.value, changes], [3, 2]);
  });

  it('is not set back by an answer that was on its way when another machine came', () => {
    const count = new MachineCount(() => undefined);
    const answer = count.asked();
    count.announced(2);
    answer(1);
    assert.equal(count.value, 2);
  });
});
