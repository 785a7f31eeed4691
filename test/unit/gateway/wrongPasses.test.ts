import assert from 'node:assert/strict';
import { WrongPasses } from '../../../src/gateway/wrongPasses.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

describe('Wrong passes', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const told: number[] = [];
    const onMany = (): void => void told.push(clock.monotonic());
    return { clock, told, wrongPasses: new WrongPasses({ clock, scheduler: clock, onMany }) };
  };
  /** How long each of `count` in a row is made to wait, in milliseconds. */
  const pauses = async (count: number): Promise<number[]> => {
    const { clock, wrongPasses } = setUp();
    const waits: number[] = [];
    for (let each = 0; each < count; each += 1) {
      const begun = clock.monotonic();
      const answered = wrongPasses.count();
      if (clock.alarms > 0) clock.advance(clock.untilNext);
      await answered;
      waits.push(clock.monotonic() - begun);
    }
    return waits;
  };

  it('wait longer and longer after three, and never more than five seconds', async () => {
    assert.deepEqual(await pauses(12), [0, 0, 0, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it('are forgotten after a minute', async () => {
    const { clock, wrongPasses } = setUp();
    for (let each = 0; each < 3; each += 1) await wrongPasses.count();
    clock.advance(60_000);
    assert.equal(await wrongPasses.count(), true);
  });

  it('are told of once, from the tenth in a second on', () => {
    const { clock, told, wrongPasses } = setUp();
    for (let each = 0; each < 9; each += 1) void wrongPasses.count();
    assert.deepEqual(told, []);
    for (let each = 0; each < 20; each += 1) void wrongPasses.count();
    assert.deepEqual(told, [0]);
    clock.advance(10_000);
    for (let each = 0; each < 20; each += 1) void wrongPasses.count();
    assert.deepEqual(told, [0]);
  });

  it('are not told of when they come slowly', () => {
    const { clock, told, wrongPasses } = setUp();
    for (let each = 0; each < 30; each += 1) {
      void wrongPasses.count();
      clock.advance(200);
    }
    assert.deepEqual(told, []);
  });

  it('keep no more than 32 connections waiting; the others get no answer', async () => {
    const { wrongPasses } = setUp();
    for (let each = 0; each < 35; each += 1) void wrongPasses.count();
    assert.equal(await wrongPasses.count(), false);
  });
});
