import type { MachineClock } from '../core/model/ports.ts';

/** Consecutive failures that open the circuit. */
const failuresToOpen = 3;

const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/**
 * Circuit breaker: after consecutive failures no call is made for a while; then one trial call decides.
 * The pauses double.
 */
export class Circuit {
  readonly #clock: Pick<MachineClock, 'monotonic'>;
  readonly #random: () => number;
  #failures = 0;
  #pauseMs = firstPauseMs;
  /** Time of the next trial, monotonic ms; `undefined` while the circuit is closed. */
  #trialAt: number | undefined;

  /** @param random of [0, 1): jitter for the trials of machines that lost the server simultaneously */
  constructor(clock: Pick<MachineClock, 'monotonic'>, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get isOpen(): boolean {
    return this.#trialAt !== undefined;
  }

  /** Whether a call may go now; if so, the caller has to report its outcome. */
  admits(): boolean {
    if (this.#trialAt === undefined) return true;
    if (this.#clock.monotonic() < this.#trialAt) return false;
    this.#wait();
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauseMs = firstPauseMs;
    this.#trialAt = undefined;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#trialAt !== undefined) {
      this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
      this.#wait();
    } else if (this.#failures >= failuresToOpen) {
      this.#wait();
    }
  }

  #wait(): void {
    this.#trialAt = this.#clock.monotonic() + this.#pauseMs * (0.75 + this.#random() / 2);
  }
}
