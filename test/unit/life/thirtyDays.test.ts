import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timeLimitMs } from '../../../src/kiwoom/axiosTransport.ts';
import type { Fault } from '../../simulator/controlInterface.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { day, hour, Life, minute, second } from './life.ts';

/** The longest that a renewal waits between two tries, and what one of them may take. */
const retryMs = 5 * minute + timeLimitMs + second;

/** Something is wrong for a while. */
interface Episode {
  readonly kind: keyof typeof troubles;
  readonly afterMs: number;
  readonly lastsMs: number;
}

const failing = (fault: Fault) => ({
  begin: (life: Life) => life.server.fault('any', fault),
  end: (life: Life) => {
    life.server.clearFaults();
    life.server.release();
  },
});

/** All of them pass by themselves. */
const troubles = {
  'no server': {
    begin: (life: Life) => life.server.closePort('real'),
    end: (life: Life) => life.server.openPort('real'),
  },
  maintenance: {
    begin: (life: Life) => {
      life.server.switch({ maintenance: true });
    },
    end: (life: Life) => {
      life.server.switch({ maintenance: false });
    },
  },
  'early death': {
    begin: async (life: Life) => {
      life.server.killTokens();
      await life.verify().catch(() => undefined);
    },
    end: () => undefined,
  },
  'server errors': failing({ kind: 'serverError' }),
  'too many requests': failing({ kind: 'failure', code: 1700 }),
  'broken connections': failing({ kind: 'reset' }),
  'no answers': failing({ kind: 'hold' }),
  'cut replies': failing({ kind: 'truncated', contentLength: 'sent' }),
};

const kinds = Object.keys(troubles) as (keyof typeof troubles)[];
const episodes = fc.array(
  fc.record<Episode>({
    kind: fc.constantFrom(...kinds),
    afterMs: fc.integer({ min: 1, max: 4 * 24 * 60 }).map((minutes) => minutes * minute),
    lastsMs: fc.integer({ min: 1, max: 12 * 60 }).map((minutes) => minutes * minute),
  }),
  { minLength: 4, maxLength: 20, size: 'max' },
);

/** What the server answers counts against the budget of requests; what is lost on the way does not. */
const onTheWay: ReadonlySet<Episode['kind']> = new Set([
  'no server',
  'broken connections',
  'no answers',
]);

interface Span {
  readonly from: number;
  readonly to: number;
}

interface TroubledSpan extends Span {
  readonly kind: Episode['kind'];
}

/** Lives through time, and notes when there was no token. */
class Diary {
  readonly gaps: Span[] = [];
  readonly troubled: TroubledSpan[] = [];
  readonly #life: Life;
  #gapSince: number | undefined;

  constructor(life: Life) {
    this.#life = life;
  }

  async live(ms: number): Promise<void> {
    const { machine, window, profile } = this.#life;
    for (let left = ms; left > 0;) {
      const step = Math.min(left, machine.untilNext);
      await this.#life.pass(step);
      left -= step;
      if (window.tokens.current(profile) === undefined) {
        this.#gapSince ??= machine.now();
      } else {
        this.#endGap();
      }
    }
  }

  async endure({ kind, lastsMs }: Episode): Promise<void> {
    const from = this.#life.machine.now();
    await troubles[kind].begin(this.#life);
    await this.live(lastsMs);
    await troubles[kind].end(this.#life);
    this.troubled.push({ kind, from, to: this.#life.machine.now() });
  }

  #endGap(): void {
    if (this.#gapSince === undefined) return;
    this.gaps.push({ from: this.#gapSince, to: this.#life.machine.now() });
    this.#gapSince = undefined;
  }
}

describe('In thirty days', () => {
  let machine: FakeClock;
  let simulator: Simulator;
  let life: Life;
  before(async () => {
    machine = new FakeClock();
    simulator = await startSimulator({ now: () => machine.now() });
  });
  after(() => simulator.close());
  const begin = async (): Promise<void> => {
    machine = new FakeClock();
    await simulator.control.reset();
    life = await Life.begin(simulator, machine, 'real', 'memory');
  };
  beforeEach(begin);
  afterEach(() => life.end());

  it('there is one issue a day, and a token at every moment, when all is well', async () => {
    const diary = new Diary(life);
    await life.issue();
    await diary.live(30 * day - minute);
    assert.deepEqual(life.server.counts(), { issue: 30, revoke: 0, tr: 30, other: 0 });
    await diary.live(2 * minute);
    assert.deepEqual(life.server.counts(), { issue: 31, revoke: 0, tr: 30, other: 0 });
    assert.deepEqual(diary.gaps, []);
  });

  it('three windows do not issue more than one', async () => {
    const windows = [life.window, await life.openWindow(), await life.openWindow()];
    await life.issue();
    for (const { tokens } of windows) await tokens.load(life.profile);
    await life.pass(30 * day + minute);
    assert.equal(life.server.counts().issue, 31);
    for (const { tokens } of windows) assert.equal(tokens.state(life.profile.id).kind, 'valid');
  });

  it('a token that is replaced at a time of day is issued once a day, then', async () => {
    life.policy = { kind: 'revoke-and-issue', leadMs: 0, dailyAtMs: 8.5 * hour };
    const diary = new Diary(life);
    await life.issue();
    await diary.live(30 * day);
    // The first day is cut short; from then on the time of day is the expiry, with nothing to revoke.
    assert.deepEqual(life.server.counts(), { issue: 31, revoke: 1, tr: 30, other: 0 });
    assert.deepEqual(diary.gaps, []);
  });

  it('no gap outlasts a fault of the network by more than one retry, or refusals by a day, and tries are few', async () => {
    const property = fc.asyncProperty(episodes, async (planned) => {
      await life.end();
      await begin();
      const diary = new Diary(life);
      await life.issue();
      for (const episode of planned) {
        if (machine.monotonic() > 29 * day) break;
        await diary.live(episode.afterMs);
        await diary.endure(episode);
      }
      await diary.live(Math.max(day + hour, 30 * day - machine.monotonic()));
      assert.notEqual(life.window.tokens.current(life.profile), undefined);
      for (const gap of diary.gaps) {
        const during = diary.troubled.filter(({ from, to }) => from <= gap.to && to >= gap.from);
        const end = Math.max(gap.from, ...during.map(({ to }) => to));
        const refusedLately = diary.troubled.some(
          ({ kind, from, to }) => !onTheWay.has(kind) && from <= gap.to && to >= gap.from - day,
        );
        assert.ok(
          gap.to <= end + (refusedLately ? day : retryMs),
          `${(gap.to - end) / second} s without need`,
        );
      }
      const troubledMs = diary.troubled.reduce((sum, { from, to }) => sum + to - from, 0);
      const tries = 12 * diary.troubled.length + troubledMs / (5 * minute);
      const days = machine.monotonic() / day;
      assert.ok(life.server.counts().issue <= 1 + days + tries, 'too many issues');
    });
    await fc.assert(property, { numRuns: 8 });
  });
});
