import assert from 'node:assert/strict';
import { CancelledError } from '../../../../src/core/base/errors.ts';
import { RateLimiter } from '../../../../src/core/calls/rateLimiter.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

const kindOf = (apiId: string) => ({ profileId: 'real-0', apiId });

/** Lets calls wait for their turns and notes when each went. */
function setUp() {
  const clock = new FakeClock();
  const limiter = new RateLimiter(clock, clock);
  const went: number[] = [];
  const go = async (kind: string, perSecond: number, signal?: AbortSignal): Promise<void> => {
    const arrived = await limiter.turn(kindOf(kind), perSecond, signal);
    went.push(clock.monotonic());
    arrived();
  };
  const live = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 10) {
      await settle();
      clock.advance(10);
    }
    await settle();
  };
  return { clock, limiter, went, go, live };
}

describe('The rate limiter', () => {
  it('lets up to the limit go at once', async () => {
    const { went, go } = setUp();
    await Promise.all(Array.from({ length: 5 }, () => go('a', 5)));
    assert.deepEqual(went, [0, 0, 0, 0, 0]);
  });

  for (const perSecond of [1, 5]) {
    it(`never lets more than ${perSecond} go in a second, and wastes less than 5 %`, async () => {
      const { went, go, live } = setUp();
      const calls = perSecond * 20;
      void Promise.all(Array.from({ length: calls }, () => go('a', perSecond)));
      await live(30_000);
      assert.equal(went.length, calls);
      for (const [index, time] of went.entries()) {
        const earlier = went[index - perSecond];
        assert.ok(earlier === undefined || time - earlier > 1000);
      }
      const seconds = ((went.at(-1) ?? 0) - (went[0] ?? 0)) / 1000;
      assert.ok((calls - perSecond) / seconds >= perSecond * 0.95, `${calls} in ${seconds} s`);
    });
  }

  it('counts a second from the arrival of a call that is long on its way', async () => {
    const { clock, limiter, live } = setUp();
    const arrived = await limiter.turn(kindOf('a'), 1);
    let went = false;
    void limiter.turn(kindOf('a'), 1).then(() => (went = true));
    await live(200);
    arrived();
    await live(1000);
    assert.equal(went, false);
    await live(10);
    assert.equal(went, true);
    assert.equal(clock.alarms, 0);
  });

  it('does not wait for ever for a call that is lost', async () => {
    const { limiter, live } = setUp();
    await limiter.turn(kindOf('a'), 1);
    let went = false;
    void limiter.turn(kindOf('a'), 1).then(() => (went = true));
    await live(1300);
    assert.equal(went, true);
  });

  it('counts each kind of call for itself', async () => {
    const { went, go } = setUp();
    await Promise.all([go('a', 1), go('b', 1)]);
    assert.deepEqual(went, [0, 0]);
  });

  it('keeps the order of the callers', async () => {
    const { limiter, live } = setUp();
    const order: number[] = [];
    for (const caller of [1, 2, 3])
      void limiter.turn(kindOf('a'), 1).then(() => order.push(caller));
    await live(4000);
    assert.deepEqual(order, [1, 2, 3]);
  });

  it('lets the others go on when one is cancelled', async () => {
    const { went, go, live } = setUp();
    const cancel = new AbortController();
    await go('a', 1);
    const leaving = go('a', 1, cancel.signal);
    const staying = go('a', 1);
    const left = assert.rejects(leaving, CancelledError);
    await live(100);
    cancel.abort();
    await left;
    await live(1100);
    await staying;
    assert.equal(went.length, 2);
  });

  it('tells a call that is cancelled at once, however many wait before it', async () => {
    const { go, live } = setUp();
    const cancel = new AbortController();
    await go('a', 1);
    void go('a', 1);
    const leaving = go('a', 1, cancel.signal);
    cancel.abort();
    await assert.rejects(leaving, CancelledError);
    await live(2100);
  });

  it('keeps the rate and the order of those who stay when one in the middle leaves', async () => {
    const { limiter, clock, live } = setUp();
    const cancel = new AbortController();
    const went: [name: string, time: number][] = [];
    const go = async (name: string, signal?: AbortSignal): Promise<void> => {
      const arrived = await limiter.turn(kindOf('a'), 1, signal);
      went.push([name, clock.monotonic()]);
      arrived();
    };
    await go('first');
    void go('second');
    const leaving = go('leaving', cancel.signal);
    void go('last');
    cancel.abort();
    await assert.rejects(leaving, CancelledError);
    await live(3000);
    assert.deepEqual(
      went.map(([name]) => name),
      ['first', 'second', 'last'],
    );
    const [, [, second] = ['', 0], [, last] = ['', 0]] = went;
    assert.ok(second > 1000 && last - second > 1000);
    assert.equal(clock.alarms, 0);
  });

  it('waits for the turn among all machines as well, and tells there when a call has arrived', async () => {
    const clock = new FakeClock();
    const told: string[] = [];
    const turns: (() => void)[] = [];
    const limiter = new RateLimiter(clock, clock, {
      turn: async ({ apiId }, perSecond) => {
        told.push(`${apiId}, ${perSecond} a second`);
        await new Promise<void>((resolve) => turns.push(resolve));
        return () => told.push('arrived');
      },
    });
    const went: (() => void)[] = [];
    void limiter.turn(kindOf('a'), 5).then((arrived) => went.push(arrived));
    await settle();
    assert.equal(went.length, 0);
    for (const go of turns) go();
    await settle();
    for (const arrived of went) arrived();
    assert.deepEqual(told, ['a, 5 a second', 'arrived']);
  });
});
