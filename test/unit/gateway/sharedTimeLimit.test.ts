import assert from 'node:assert/strict';
import { SharedTimeLimit } from '../../../src/gateway/sharedTimeLimit.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

describe('A time limit that tasks share', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const late: string[] = [];
    const limit = new SharedTimeLimit({ clock, scheduler: clock }, 1_000);
    const start = (task: string) => limit.start(() => void late.push(task));
    return { clock, late, limit, start };
  };

  it('gives each task its whole time, with one timer for all', () => {
    const { clock, late, start } = setUp();
    start('first');
    clock.advance(400);
    start('second');
    start('third');
    assert.equal(clock.alarms, 1);
    clock.advance(599);
    assert.deepEqual(late, []);
    clock.advance(1);
    assert.deepEqual(late, ['first']);
    clock.advance(399);
    assert.deepEqual(late, ['first']);
    clock.advance(1);
    assert.deepEqual(late.toSorted(), ['first', 'second', 'third']);
    assert.equal(clock.alarms, 0);
  });

  it('says nothing of a task that ended in time, and comes to rest', () => {
    const { clock, late, start } = setUp();
    const task = start('only');
    clock.advance(999);
    task.dispose();
    clock.advance(1);
    assert.deepEqual(late, []);
    assert.equal(clock.alarms, 0);
  });

  it('takes a task that starts when another is late', () => {
    const { clock, late, limit, start } = setUp();
    limit.start(() => void start('next'));
    clock.advance(1_000);
    assert.equal(clock.alarms, 1);
    clock.advance(1_000);
    assert.deepEqual(late, ['next']);
  });

  it('has no timer after it was disposed of', () => {
    const { clock, late, limit, start } = setUp();
    start('only');
    limit.dispose();
    clock.advance(1_000);
    assert.deepEqual(late, []);
    assert.equal(clock.alarms, 0);
  });
});
