import { type Disposable, Emitter } from '../base/event.ts';
import { liveServer } from '../model/liveServer.ts';
import type { Clock, IssuedToken, MachineClock } from '../model/ports.ts';
import type { AccessToken } from '../model/token.ts';

/** Tolerance for the whole seconds of a `Date` header and the network's jitter. */
const toleranceMs = 2000;

/** Bound for an unproven difference: no clock is a day off, so such a `Date` header is wrong. */
const boundMs = 24 * 60 * 60 * 1000;

/** Possible difference between the server's clocks for `Date` and for `expires_dt`. */
const slackMs = 60 * 1000;

/**
 * Estimate of the server's clock: this machine's clock, corrected by replies. The reply to an issue
 * proves its `Date` by its expiry, however wrong this machine's clock is. The `Date` of other replies
 * is used if it is consistent with the estimate. Time never passes more slowly than the monotonic
 * clock, so that a machine whose clock is set back does not take a dead token for a valid one.
 */
export class ServerClock implements Clock {
  readonly #machine: MachineClock;
  readonly #changed: Emitter<void>;
  #aheadMs = 0;
  #observed = false;
  /** Whether the estimate comes from the reply to an issue: an older `Date` cannot correct it. */
  #proven = false;
  /** A server time and the monotonic time at which it was current. */
  #anchor: { readonly server: number; readonly monotonic: number };

  constructor(machine: MachineClock, onListenerError: (thrown: unknown) => void) {
    this.#machine = machine;
    this.#anchor = { server: machine.now(), monotonic: machine.monotonic() };
    this.#changed = new Emitter(onListenerError);
  }

  now(): number {
    this.#detectClockChange();
    return Math.max(this.#machine.now() + this.#aheadMs, this.#atLeast());
  }

  /** Subscribes to corrections of the estimate. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  /** How far the server is ahead of this machine's wall clock, in milliseconds. */
  get aheadMs(): number {
    this.#detectClockChange();
    return this.#aheadMs;
  }

  /**
   * Restores the estimate of the time at which a stored token was received, until a reply corrects it.
   */
  restore(stored: Pick<AccessToken, 'receivedAt' | 'expiresAt' | 'clockAheadMs'>): void {
    if (this.#observed) return;
    const { receivedAt, expiresAt, clockAheadMs } = stored;
    const machine = this.#machine.now();
    const asBefore = machine + clockAheadMs;
    // A clock that was days off, and now tells a time within the token's life, was corrected meanwhile.
    const putRight = receivedAt <= machine && machine < expiresAt;
    const tooLate = asBefore >= expiresAt && Math.abs(clockAheadMs) > boundMs;
    if (asBefore < receivedAt - toleranceMs || tooLate) {
      if (putRight) this.#correct(0);
      else this.#correct(Math.max(clockAheadMs, receivedAt - machine));
    } else {
      this.#correct(clockAheadMs);
    }
  }

  /** The monotonic time for {@link observe}, in milliseconds. */
  monotonic(): number {
    return this.#machine.monotonic();
  }

  /** This machine's wall clock, which all its windows share whatever their estimates. */
  wall(): number {
    return this.#machine.now();
  }

  /**
   * Processes the `Date` of a reply. The server wrote it at some time after the request was sent, so a
   * slow reply is less precise, and useless if the estimate lies within that time.
   *
   * @param serverTime the `Date` header, epoch milliseconds
   * @param sentAt the monotonic time at which the request was sent
   */
  observe(serverTime: number, sentAt: number): void {
    const onTheWay = this.#machine.monotonic() - sentAt;
    // A cache on the way returned an older reply.
    if (this.#proven && serverTime + onTheWay < this.#atLeast() - slackMs) return;
    const fits = [this.now(), this.#machine.now()].some(
      (known) => Math.abs(serverTime - known) <= boundMs,
    );
    if (fits) this.#take(serverTime, onTheWay);
  }

  /**
   * Processes the reply to an issue. A token lives for a day at most, so the server's time is between
   * the expiry minus a day and the expiry: a `Date` in that range is right, and without one so is a
   * clock in that range.
   *
   * @param sentAt the monotonic time at which the request was sent
   */
  observeIssue(issued: Pick<IssuedToken, 'expiresAt' | 'serverTime'>, sentAt: number): void {
    const { expiresAt, serverTime } = issued;
    const isProof = (time: number): boolean =>
      time < expiresAt && expiresAt - time <= liveServer.tokenLifetimeMs + slackMs;
    const first = expiresAt - liveServer.tokenLifetimeMs;
    if (serverTime !== undefined && isProof(serverTime)) {
      // Server clocks that differ by less than a minute must not reduce the token's life.
      this.#take(Math.max(serverTime, first), this.#machine.monotonic() - sentAt);
      this.#proven = true;
      return;
    }
    if (serverTime !== undefined && serverTime >= expiresAt) this.observe(serverTime, sentAt);
    if (this.now() >= first) return;
    const machine = this.#machine.now();
    this.#correct(first <= machine && machine < expiresAt ? 0 : first - machine);
    this.#observed = true;
  }

  #take(serverTime: number, onTheWay: number): void {
    const ifWrittenNow = serverTime - this.#machine.now();
    this.#observed = true;
    const least = ifWrittenNow - toleranceMs;
    const most = ifWrittenNow + onTheWay + toleranceMs;
    const known = (aheadMs: number): boolean => least <= aheadMs && aheadMs <= most;
    // This machine's clock counts as right unless it contradicts the range.
    if (known(0)) this.#correct(0);
    else this.#correct(known(this.#aheadMs) ? this.#aheadMs : ifWrittenNow);
  }

  #atLeast(): number {
    const { server, monotonic } = this.#anchor;
    return server + (this.#machine.monotonic() - monotonic);
  }

  /**
   * Detects that this machine's clock was set. A clock that was wrong and now agrees with the estimate
   * was corrected; one that went back is behind by that much more. One that went forward may come from
   * a sleep.
   */
  #detectClockChange(): void {
    const machine = this.#machine.now();
    const atLeast = this.#atLeast();
    const wrongMs = Math.abs(this.#aheadMs);
    const nearMs = Math.min(slackMs, wrongMs) / 2;
    if (wrongMs > 2 * toleranceMs && Math.abs(machine - atLeast) <= nearMs) this.#aheadMs = 0;
    else if (machine + this.#aheadMs < atLeast - slackMs / 2) this.#aheadMs = atLeast - machine;
  }

  #correct(aheadMs: number): void {
    const before = this.now();
    this.#aheadMs = aheadMs;
    const server = this.#machine.now() + this.#aheadMs;
    this.#anchor = { server, monotonic: this.#machine.monotonic() };
    if (Math.abs(server - before) > toleranceMs) this.#changed.emit();
  }
}
