import type { MachineClock, Scheduler } from '../core/model/ports.ts';

export interface WrongPassesParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Pick<Scheduler, 'after'>;
  /** Somebody tries passes; told once. */
  readonly onMany: () => void;
}

const rememberedMs = 60_000;
/** A program with a pass of the day before yesterday tries a few times; nobody has to wait for that. */
const free = 3;
const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** From this many in a second on, it is told. */
const manyInASecond = 10;
/** Answers that wait; more are refused at once, as each keeps a connection. */
const mostWaiting = 32;

/** Slows down whoever guesses passes: each one in a minute doubles the pause before the answer. */
export class WrongPasses {
  readonly #parts: WrongPassesParts;
  #times: number[] = [];
  #waiting = 0;
  #told = false;

  constructor(parts: WrongPassesParts) {
    this.#parts = parts;
  }

  /** Resolves when a wrong pass may be answered; to `false` if it is not worth an answer. */
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
    await new Promise<void>((resolve) => {
      scheduler.after(Math.min(firstPauseMs * 2 ** (tooMany - 1), longestPauseMs), resolve);
    });
    this.#waiting -= 1;
    return true;
  }
}
