import assert from 'node:assert/strict';
import type { Disposable } from '../../../src/core/base/event.ts';
import { SystemScheduler } from '../../../src/node/systemClock.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

const hour = 60 * 60 * 1000;

/** Timers as Node has them, counting only while the machine is awake. */
function setUp() {
  const wall = new FakeClock();
  const awake = new FakeClock();
  const sleeps: number[] = [];
  const alarms = new Map<NodeJS.Timeout, Disposable>();
  const scheduler = new SystemScheduler(wall, {
    setTimeout: (run, ms) => {
      sleeps.push(ms);
      const timer = {} as NodeJS.Timeout;
      alarms.set(timer, awake.at(awake.now() + ms, run));
      return timer;
    },
    clearTimeout: (timer) => {
      if (timer !== undefined) alarms.get(timer)?.dispose();
    },
  });
  const live = (ms: number): void => {
    for (let left = ms; left > 0; left -= Math.min(left, hour / 60)) {
      wall.advance(Math.min(left, hour / 60));
      awake.advance(Math.min(left, hour / 60));
    }
  };
  return { wall, awake, scheduler, sleeps, live };
}

describe('The scheduler', () => {
  it('never sleeps longer than an hour', () => {
    const { wall, scheduler, sleeps, live } = setUp();
    let runs = 0;
    scheduler.at(wall.now() + 24 * hour, () => (runs += 1));
    live(24 * hour - 1);
    assert.equal(runs, 0);
    live(1);
    assert.equal(runs, 1);
    assert.ok(sleeps.every((ms) => ms <= hour));
  });

  it('notices within an hour that the machine slept past the time', () => {
    const { wall, scheduler, live } = setUp();
    let runs = 0;
    scheduler.at(wall.now() + 2 * hour, () => (runs += 1));
    wall.advance(72 * hour);
    live(hour);
    assert.equal(runs, 1);
  });

  it('runs all that was slept past as soon as one timer has fired', () => {
    const { wall, scheduler, live } = setUp();
    let runs = 0;
    scheduler.at(wall.now() + hour / 2, () => (runs += 1));
    scheduler.at(wall.now() + hour / 60, () => undefined);
    wall.advance(72 * hour);
    live(hour / 30);
    assert.equal(runs, 1);
  });

  it('tells of a long sleep once, and of no short one', () => {
    const { wall, scheduler, live } = setUp();
    let sleeps = 0;
    scheduler.onSleep(() => (sleeps += 1));
    for (const hours of [1, 2, 3]) scheduler.at(wall.now() + hours * hour, () => undefined);
    wall.advance(hour / 12);
    live(hour / 12);
    assert.equal(sleeps, 0);
    wall.advance(12 * hour);
    live(hour);
    assert.equal(sleeps, 1);
  });

  it('notices at once when it is woken', () => {
    const { wall, scheduler, live } = setUp();
    let runs = 0;
    scheduler.at(wall.now() + 2 * hour, () => (runs += 1));
    wall.advance(72 * hour);
    scheduler.wake();
    live(1);
    assert.equal(runs, 1);
  });

  it('waits on when the clock was set back', () => {
    const { wall, scheduler, live } = setUp();
    let runs = 0;
    scheduler.at(wall.now() + hour / 2, () => (runs += 1));
    wall.advance(-hour);
    live(hour);
    assert.equal(runs, 0);
    live(hour / 2);
    assert.equal(runs, 1);
  });

  it('has no timer left after a cancel or the last wake-up', () => {
    const { wall, awake, scheduler, live } = setUp();
    const timer = scheduler.at(wall.now() + hour, () => undefined);
    scheduler.at(wall.now() + hour, () => undefined);
    timer.dispose();
    live(hour);
    assert.equal(awake.alarms, 0);
  });

  it('runs a time in the past soon, but not before the caller goes on', () => {
    const { wall, scheduler, live } = setUp();
    let runs = 0;
    scheduler.at(wall.now() - hour, () => (runs += 1));
    assert.equal(runs, 0);
    live(1);
    assert.equal(runs, 1);
  });
});
