import type { MachineClock } from '../core/model/ports.ts';
import { AgentProblem } from './agentProblem.ts';

const minuteMs = 60_000;
const perMinute = 120;
const perHour = 2_000;
const atOnce = 4;
const mostWaiting = 16;

/** Rate and concurrency limits for agents: tool uses per hour and calls at once. */
export class CallLimits {
  readonly #clock: Pick<MachineClock, 'monotonic'>;
  /** Times of the tool uses within the last hour, oldest first. */
  #uses: number[] = [];
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(clock: Pick<MachineClock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Counts one use of any tool. @throws AgentProblem `too-many-calls` */
  count(): void {
    const now = this.#clock.monotonic();
    this.#uses = this.#uses.filter((time) => now - time < 60 * minuteMs);
    for (const [most, within] of [
      [perMinute, minuteMs],
      [perHour, 60 * minuteMs],
    ] as const) {
      // The limit allows another use when the oldest of the last `most` leaves the window.
      const oldest = this.#uses.at(-most);
      if (oldest !== undefined && now - oldest < within) tooMany(within - (now - oldest));
    }
    this.#uses.push(now);
  }

  /** Runs a call of a TR within the concurrency limit. @throws AgentProblem `too-many-calls` */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < atOnce) this.#running += 1;
    else if (this.#waiting.length < mostWaiting) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else tooMany(1_000);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The slot goes straight to the longest waiting call.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

function tooMany(waitMs: number): never {
  throw new AgentProblem(
    'too-many-calls',
    'Too many uses of the Kiwoom tools in a short time.',
    `Wait ${Math.ceil(waitMs / 1_000)} seconds, and ask for less: fewer TRs, or more rows at once with "max_rows".`,
  );
}
