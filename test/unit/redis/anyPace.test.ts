import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CancelledError, KiwoomError } from '../../../src/core/base/errors.ts';
import { pause } from '../../../src/core/time/pause.ts';
import { KeyNames } from '../../../src/redis/keyNames.ts';
import { SharedRateLimiter } from '../../../src/redis/sharedRateLimiter.ts';
import { FakeStore } from '../fakes/fakeStore.ts';
import { FleetClock } from '../fakes/fleetClock.ts';

const names = new KeyNames('office');
const kind = { profileId: 'mock-0123456789abcdef', apiId: 'ka10001' };

/** One call of a machine; times in milliseconds. */
interface Call {
  readonly machine: number;
  readonly at: number;
  /** To the store, and back. */
  readonly store: readonly [number, number];
  /** From its turn to its arrival at Kiwoom, at most the assumed 250. */
  readonly way: number;
  /** From the arrival to the reply; `undefined`: the machine is gone, and reports nothing. */
  readonly reply: number | undefined;
  /** When the caller gives up, after its beginning. */
  readonly patience: number;
}

const calls = (most: number) =>
  fc.array(
    fc.record<Call>({
      machine: fc.nat(most),
      at: fc.oneof(fc.constant(0), fc.nat(5_000)),
      store: fc.tuple(fc.nat(60), fc.nat(120)),
      way: fc.nat(250),
      reply: fc.option(fc.nat(2_000), { nil: undefined, freq: 9 }),
      patience: fc.oneof(
        { weight: 4, arbitrary: fc.constant(Infinity) },
        { weight: 1, arbitrary: fc.nat(4_000) },
      ),
    }),
    { minLength: 1, maxLength: 60 },
  );

/** What comes of calls that each take a turn at the store. */
class Pace {
  readonly clock = new FleetClock();
  readonly store = new FakeStore(this.clock);
  /** When each call arrived at Kiwoom. */
  readonly arrivals: number[] = [];
  readonly waits: number[] = [];
  refused = 0;
  cancelled = 0;
  /** How long a machine sleeps while it waits for its next turn. */
  readonly sleeps = new Map<number, number>();
  readonly #perSecond: number;
  readonly #machines = new Map<number, SharedRateLimiter>();
  #ids = 0;
  #delay: readonly [number, number] = [0, 0];

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  async take(all: readonly Call[], untilMs: number): Promise<void> {
    for (const call of all) this.clock.after(call.at, () => void this.#send(call));
    await this.clock.until(this.clock.now() + untilMs);
  }

  get mostInASecond(): number {
    const sorted = this.arrivals.toSorted((a, b) => a - b);
    let [most, from] = [0, 0];
    for (const [index, at] of sorted.entries()) {
      while (at - (sorted[from] ?? 0) >= 1_000) from += 1;
      most = Math.max(most, index - from + 1);
    }
    return most;
  }

  async #send({ machine, store, way, reply, patience }: Call): Promise<void> {
    const abort = new AbortController();
    if (patience !== Infinity) {
      this.clock.after(patience, () => {
        abort.abort();
      });
    }
    const began = this.clock.now();
    // Read when the command is sent, which is at once.
    this.#delay = store;
    try {
      const arrived = await this.#limiter(machine).turn(kind, this.#perSecond, abort.signal);
      this.waits.push(this.clock.now() - began);
      await pause(this.clock, way);
      this.arrivals.push(this.clock.now());
      if (reply === undefined) return;
      await pause(this.clock, reply);
      arrived();
    } catch (thrown) {
      if (thrown instanceof CancelledError) this.cancelled += 1;
      else if (thrown instanceof KiwoomError && thrown.code === 'rate-limited') this.refused += 1;
      else throw thrown;
    }
  }

  #limiter(machine: number): SharedRateLimiter {
    const known = this.#machines.get(machine);
    if (known !== undefined) return known;
    const limiter = new SharedRateLimiter({
      link: {
        run: async (script, keys, args) => {
          const [there, back] = this.#delay;
          await pause(this.clock, there);
          const answer = this.store.run(script, keys, args);
          await pause(this.clock, back);
          return answer;
        },
      },
      names,
      clock: this.clock,
      scheduler: {
        at: (time, run) => this.clock.at(time, run),
        after: (ms, run) => {
          const sleepMs = ms > 250 ? (this.sleeps.get(machine) ?? 0) : 0;
          if (sleepMs > 0) this.sleeps.delete(machine);
          return this.clock.after(ms + sleepMs, run);
        },
      },
      random: () => 0.5,
      newId: () => String(++this.#ids),
      shares: () => true,
    });
    this.#machines.set(machine, limiter);
    return limiter;
  }
}

const perMachine = (count: number, named: Partial<Call> = {}): Call[] =>
  Array.from({ length: count }, (_, machine) => ({
    machine,
    at: 0,
    store: [1, 1],
    way: 20,
    reply: 20,
    patience: Infinity,
    ...named,
  }));

describe('The pace of any number of machines', () => {
  for (const perSecond of [1, 5]) {
    it(`is never more than ${perSecond} calls in a second, whoever asks, cancels or is gone`, async () => {
      await fc.assert(
        fc.asyncProperty(calls(20), async (all) => {
          const pace = new Pace(perSecond);
          await pace.take(all, 200_000);
          assert.ok(pace.mostInASecond <= perSecond, `${pace.mostInASecond} in a second`);
          assert.equal(pace.arrivals.length + pace.refused + pace.cancelled, all.length);
        }),
        { numRuns: 200 },
      );
    });
  }

  it('costs one command for a call and one for its report', async () => {
    const pace = new Pace(5);
    await pace.take(perMachine(100), 100_000);
    assert.equal(pace.arrivals.length, 100);
    assert.equal(pace.store.commands, 200);
  });

  it('leaves no call without a turn, and refuses one whose turn is more than a minute away', async () => {
    const pace = new Pace(1);
    await pace.take(perMachine(200), 100_000);
    assert.equal(pace.mostInASecond, 1);
    assert.equal(pace.arrivals.length + pace.refused, 200);
    assert.ok(pace.arrivals.length >= 45, `${pace.arrivals.length} calls in the minute`);
    assert.ok(Math.max(...pace.waits) <= 60_100);
    // The refused ones asked once, and hold nothing.
    assert.equal(pace.store.commands, 200 + pace.arrivals.length);
  });

  it('gives the turn of one who cancels to the next who comes', async () => {
    const pace = new Pace(1);
    await pace.take(perMachine(1), 100);
    await pace.take(perMachine(1, { machine: 1, patience: 500 }), 600);
    assert.equal(pace.cancelled, 1);
    await pace.take(perMachine(1, { machine: 2 }), 2_000);
    assert.ok(Math.max(...pace.waits) < 400, `waited for ${Math.max(...pace.waits)} ms`);
  });

  it('asks for another turn where the machine slept through its own', async () => {
    const pace = new Pace(1);
    await pace.take(perMachine(1), 50);
    pace.sleeps.set(1, 3_000);
    const other = { machine: 2, at: 3_850 };
    await pace.take([...perMachine(1, { machine: 1 }), ...perMachine(1, other)], 10_000);
    assert.equal(pace.mostInASecond, 1);
    assert.equal(pace.arrivals.length, 3);
    assert.ok(Math.max(...pace.waits) > 4_500, 'it did not go when it woke up');
  });

  it('reaches most of the rate, also where every machine waits', async () => {
    for (const perSecond of [1, 5]) {
      const pace = new Pace(perSecond);
      const count = 40 * perSecond;
      await pace.take(perMachine(count), 100_000);
      const seconds = (Math.max(...pace.arrivals) - Math.min(...pace.arrivals)) / 1_000;
      const share = (count - perSecond) / seconds / perSecond;
      assert.ok(share > 0.75, `${share} of ${perSecond} a second`);
    }
  });
});
