import type { Clock } from './ports.ts';

/**
 * The server's clock as far as it is known: this machine's, corrected by the `Date` header of the
 * last reply. A PC that is nine hours off still judges an expiry rightly.
 */
export class ServerClock implements Clock {
  readonly #local: Clock;
  #aheadMs = 0;

  constructor(local: Clock) {
    this.#local = local;
  }

  now(): number {
    return this.#local.now() + this.#aheadMs;
  }

  /** This machine's time at which the server's clock will show `serverTime`; both epoch ms. */
  toLocal(serverTime: number): number {
    return serverTime - this.#aheadMs;
  }

  /**
   * @param serverTime the `Date` header, epoch ms; it has whole seconds and was written up to a
   * round trip ago, so a difference within `toleranceMs` says nothing
   */
  observe(serverTime: number): void {
    const ahead = serverTime - this.#local.now();
    this.#aheadMs = Math.abs(ahead) <= toleranceMs ? 0 : ahead;
  }
}

const toleranceMs = 2000;
