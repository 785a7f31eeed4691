import { Emitter, type Unsubscribe } from '../base/event.ts';
import { liveServer } from '../model/liveServer.ts';
import type { Clock, IssuedToken, MachineClock } from '../model/ports.ts';
import type { AccessToken } from '../model/token.ts';

/** A difference that the whole seconds of a `Date` header and a network's jitter explain. */
const toleranceMs = 2000;

/** Without proof nobody's clock is a day off; a `Date` header that says so is nonsense. */
const boundMs = 24 * 60 * 60 * 1000;

/** Two clocks of the server's site, one for `Date` and one for `expires_dt`, may differ by this. */
const slackMs = 60 * 1000;

/**
 * The server's clock as far as it is known: this machine's, corrected by the replies. A reply to an
 * issue proves its `Date` by the expiry that it brings, however far off this machine is. The `Date` of
 * other replies counts if it fits to what is known. A machine whose clock is set back does not take
 * a dead token for a living one: time never passes more slowly than the monotonic clock.
 */
export class ServerClock implements Clock {
  readonly #machine: MachineClock;
  readonly #changed: Emitter<void>;
  #aheadMs = 0;
  #observed = false;
  /** What was known comes from a reply to an issue: it is later than an older `Date`. */
  #proven = false;
  /** A moment of the server and the monotonic time at which it was. */
  #anchor: { readonly server: number; readonly monotonic: number };

  constructor(machine: MachineClock, onListenerError: (thrown: unknown) => void) {
    this.#machine = machine;
    this.#anchor = { server: machine.now(), monotonic: machine.monotonic() };
    this.#changed = new Emitter(onListenerError);
  }

  now(): number {
    this.#noticeSetting();
    return Math.max(this.#machine.now() + this.#aheadMs, this.#atLeast());
  }

  /** Called when the server's clock turned out to differ from what was thought. */
  onDidChange(listener: () => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  /** How far the server is ahead of this machine's wall clock, in milliseconds. */
  get aheadMs(): number {
    this.#noticeSetting();
    return this.#aheadMs;
  }

  /** What was known when a stored token was received, until a reply says what is so now. */
  assume(stored: Pick<AccessToken, 'receivedAt' | 'expiresAt' | 'clockAheadMs'>): void {
    if (this.#observed) return;
    const { receivedAt, expiresAt, clockAheadMs } = stored;
    const machine = this.#machine.now();
    const asBefore = machine + clockAheadMs;
    // A machine that was days off, and whose time is now one of the token's life, was put right.
    const putRight = receivedAt <= machine && machine < expiresAt;
    const tooLate = asBefore >= expiresAt && Math.abs(clockAheadMs) > boundMs;
    if (asBefore < receivedAt - toleranceMs || tooLate) {
      if (putRight) this.#correct(0);
      else this.#correct(Math.max(clockAheadMs, receivedAt - machine));
    } else {
      this.#correct(clockAheadMs);
    }
  }

  /** For {@link observe}: the monotonic time, in milliseconds. */
  monotonic(): number {
    return this.#machine.monotonic();
  }

  /** This machine's wall clock, which all its windows share whatever they know of the server's. */
  wall(): number {
    return this.#machine.now();
  }

  /**
   * A reply has come. The server wrote its `Date` at some moment since the request was sent: a slow
   * reply says less, and nothing at all if what was known lies within that time.
   *
   * @param serverTime the `Date` header, epoch milliseconds
   * @param sentAt the monotonic time at which the request was sent
   */
  observe(serverTime: number, sentAt: number): void {
    const onTheWay = this.#machine.monotonic() - sentAt;
    // Something on the way kept an older reply.
    if (this.#proven && serverTime + onTheWay < this.#atLeast() - slackMs) return;
    const fits = [this.now(), this.#machine.now()].some(
      (known) => Math.abs(serverTime - known) <= boundMs,
    );
    if (fits) this.#take(serverTime, onTheWay);
  }

  /**
   * A token was issued. It lives for a day at most, so at the server it is later than a day before
   * the expiry and earlier than the expiry: a `Date` in between is right, and without one so is a clock
   * that tells such a time.
   *
   * @param sentAt the monotonic time at which the request was sent
   */
  observeIssue(issued: Pick<IssuedToken, 'expiresAt' | 'serverTime'>, sentAt: number): void {
    const { expiresAt, serverTime } = issued;
    const isProof = (time: number): boolean =>
      time < expiresAt && expiresAt - time <= liveServer.tokenLifetimeMs + slackMs;
    const first = expiresAt - liveServer.tokenLifetimeMs;
    if (serverTime !== undefined && isProof(serverTime)) {
      // The part of a minute that two of the server's clocks differ by is none of a token's life.
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
    // This machine's clock counts as right unless something speaks against it.
    if (known(0)) this.#correct(0);
    else this.#correct(known(this.#aheadMs) ? this.#aheadMs : ifWrittenNow);
  }

  #atLeast(): number {
    const { server, monotonic } = this.#anchor;
    return server + (this.#machine.monotonic() - monotonic);
  }

  /**
   * Somebody set this machine's clock. One that was wrong and now tells what the server's must was put
   * right; one that went back is as much further behind. One that went forward may come from a sleep.
   */
  #noticeSetting(): void {
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
