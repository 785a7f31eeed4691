import { Emitter, type Unsubscribe } from '../base/event.ts';
import type { Clock, MachineClock } from '../model/ports.ts';

/** A difference that the whole seconds of a `Date` header and a network's jitter explain. */
const toleranceMs = 2000;

/** Nobody's clock is a day off; a `Date` header that says so is nonsense. */
const boundMs = 24 * 60 * 60 * 1000;

/**
 * The server's clock as far as it is known: this machine's, corrected by the `Date` header of the
 * last reply. A PC that is nine hours off still judges an expiry rightly, and one whose clock is set
 * back does not take a dead token for a living one: time never passes more slowly than the
 * monotonic clock.
 */
export class ServerClock implements Clock {
  readonly #machine: MachineClock;
  readonly #changed: Emitter<void>;
  #aheadMs = 0;
  #observed = false;
  /** A moment of the server and the monotonic time at which it was. */
  #anchor: { readonly server: number; readonly monotonic: number };

  constructor(machine: MachineClock, onListenerError: (thrown: unknown) => void) {
    this.#machine = machine;
    this.#anchor = { server: machine.now(), monotonic: machine.monotonic() };
    this.#changed = new Emitter(onListenerError);
  }

  now(): number {
    const { server, monotonic } = this.#anchor;
    const atLeast = server + (this.#machine.monotonic() - monotonic);
    return Math.max(this.#machine.now() + this.#aheadMs, atLeast);
  }

  /** Called when the server's clock turned out to differ from what was thought. */
  onDidChange(listener: () => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  /** How far the server is ahead of this machine's wall clock, in milliseconds. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** What was known at an earlier time, until a reply says what is so now. */
  assume(aheadMs: number): void {
    if (this.#observed || Math.abs(aheadMs) > boundMs) return;
    this.#correct(aheadMs);
  }

  /** For {@link observe}: the monotonic time, in milliseconds. */
  monotonic(): number {
    return this.#machine.monotonic();
  }

  /**
   * A reply has come. The server wrote its `Date` at some moment since the request was sent: a slow
   * reply says less, and nothing at all if what was known lies within that time.
   *
   * @param serverTime the `Date` header, epoch milliseconds
   * @param sentAt the monotonic time at which the request was sent
   */
  observe(serverTime: number, sentAt: number): void {
    const ifWrittenNow = serverTime - this.#machine.now();
    const ifWrittenAtOnce = ifWrittenNow + (this.#machine.monotonic() - sentAt);
    if (Math.abs(ifWrittenNow) > boundMs) return;
    this.#observed = true;
    const least = ifWrittenNow - toleranceMs;
    const most = ifWrittenAtOnce + toleranceMs;
    const known = (aheadMs: number): boolean => least <= aheadMs && aheadMs <= most;
    // This machine's clock counts as right unless something speaks against it.
    if (known(0)) this.#correct(0);
    else this.#correct(known(this.#aheadMs) ? this.#aheadMs : ifWrittenNow);
  }

  #correct(aheadMs: number): void {
    const before = this.now();
    this.#aheadMs = aheadMs;
    const server = this.#machine.now() + this.#aheadMs;
    this.#anchor = { server, monotonic: this.#machine.monotonic() };
    if (Math.abs(server - before) > toleranceMs) this.#changed.emit();
  }
}
