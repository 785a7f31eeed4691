import type { MachineClock, Scheduler } from '../core/model/ports.ts';
import { pause } from '../core/time/pause.ts';

export interface WrongPassesParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Pick<Scheduler, 'after'>;
  /** Called once when passes are being guessed. */
  readonly onMany: () => void;
}

const rememberedMs = 60_000;
/** Wrong passes without a delay, as a program with an outdated pass tries a few times. */
const free = 3;
const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** Wrong passes per second from which guessing is reported. */
const manyInASecond = 10;
/** Limit of delayed answers, as each keeps a connection open; more are refused at once. */
const mostWaiting = 32;

/** Throttles guessing: each wrong pass within a minute doubles the delay of the answer. */
export class WrongPasses {
  readonly #parts: WrongPassesParts;
  #times: number[] = [];
  #waiting = 0;
  #told = false;

  constructor(parts: WrongPassesParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when a wrong pass may be answered; to `false` if the connection is closed without an
   * answer.
   */
  async count(): Promise<boolean> {
    const { clock, scheduler, onMany } = this.#parts;
    const now = clock.monotonic();
    this.#times = [...this.#times.filter((time) => now - time < rememberedMs), now].slice(-64);
    const inASecond = this.#times.filter((time) => now - time < 1_000).length;
    if (inASecond >= manyInASecond && !this.#told) {
      this.#told = true;
      onMany();
    }
    const tooMany = this.#times.length - free;
    if (tooMany <= 0) return true;
    if (this.#waiting >= mostWaiting) return false;
    this.#waiting += 1;
    await pause(scheduler, Math.min(firstPauseMs * 2 ** (tooMany - 1), longestPauseMs));
    this.#waiting -= 1;
    return true;
  }
}
