import assert from 'node:assert/strict';
import { timeLimit } from '../../../../src/core/time/timeLimit.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';

describe('A time limit', () => {
  it('gives back what the work gives, and leaves no alarm', async () => {
    const clock = new FakeClock();
    assert.equal(await timeLimit(clock, 1000)(() => Promise.resolve(1)), 1);
    await assert.rejects(
      timeLimit(clock, 1000)(() => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(clock.alarms, 0);
  });

  it('ends the wait for work that hangs', async () => {
    const clock = new FakeClock();
    const waiting = assert.rejects(
      timeLimit(clock, 1000)(() => new Promise(() => undefined)),
      { code: 'ETIMEDOUT' },
    );
    clock.advance(1000);
    await waiting;
  });
});
