import * as z from 'zod/mini';
import { KiwoomError } from '../core/base/errors.ts';
import { liveServer } from '../core/model/liveServer.ts';
import type { CallKind, MachineClock, SharedRateLimit, Scheduler } from '../core/model/ports.ts';
import { pause } from '../core/time/pause.ts';
import { Circuit } from './circuit.ts';
import type { KeyNames } from './keyNames.ts';
import type { Link } from './link.ts';
import { arrivedScript, leaveTurnScript, turnScript } from './scripts.ts';

const { rateWindowMs, transitMs } = liveServer;

/** Timeout for the store's reply, in milliseconds, after which the call goes without it. */
const replyMs = 250;

/** Least time after its turn in which a call may still go, in milliseconds. */
const leastLateMs = 50;

/** A call whose turn is further away is refused, in milliseconds. */
const longestWaitMs = 60_000;

/** Marks a missing reply. */
const away = Symbol('away');

/** Milliseconds until the turn; `-1` if it would be too far away. */
const turnReply = z.int().check(z.gte(-1), z.lte(longestWaitMs));

export interface SharedRateLimiterParts {
  readonly link: Pick<Link, 'run'>;
  readonly names: KeyNames;
  readonly clock: MachineClock;
  readonly scheduler: Scheduler;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  /** Returns a new id on every call. */
  readonly newId: () => string;
  readonly shares: (profileId: string) => boolean;
}

/**
 * Rate limiter shared by all machines, by the store's clock: a call reserves its turn with one command
 * and waits for it. If the store does not work, a call is not delayed for long: this machine's own limit
 * still applies.
 */
export class SharedRateLimiter implements SharedRateLimit {
  readonly #parts: SharedRateLimiterParts;
  readonly #circuit: Circuit;
  /**
   * How late a call may go after its turn, in milliseconds: the store keeps that time free for it. It
   * follows how late this machine's calls are, as one that was reserved at another time is of no use.
   */
  #lateMs = leastLateMs;

  constructor(parts: SharedRateLimiterParts) {
    this.#parts = parts;
    this.#circuit = new Circuit(parts.clock, parts.random);
  }

  async turn(kind: CallKind, perSecond: number, signal: AbortSignal): Promise<() => void> {
    const { link, names, clock, scheduler, newId, shares } = this.#parts;
    if (!shares(kind.profileId)) return nothing;
    const key = names.calls(kind);
    const end = clock.monotonic() + longestWaitMs;
    while (clock.monotonic() < end) {
      const [id, lateMs, passed] = [newId(), this.#lateMs, stopwatch(clock)];
      const report = (script: string): void => {
        // If it is lost, the call counts as arrived a little later.
        link.run(script, [key], [id]).catch(nothing);
      };
      try {
        const waitMs = this.#circuit.admits()
          ? await this.#reserve(key, id, perSecond, lateMs, signal)
          : undefined;
        if (waitMs === undefined) return nothing;
        if (waitMs < 0) break;
        if (waitMs > 0) await pause(scheduler, waitMs, signal);
        // At most: the turn was given at some time after the stopwatch was started.
        const lateByMs = passed() - waitMs;
        this.#lateMs = Math.min(replyMs, Math.max(leastLateMs, 2 * lateByMs));
        if (lateByMs <= lateMs) {
          return () => {
            report(arrivedScript);
          };
        }
      } catch (thrown) {
        report(leaveTurnScript);
        throw thrown;
      }
      report(leaveTurnScript);
    }
    throw new KiwoomError('rate-limited');
  }

  /** @returns milliseconds until the turn; `undefined` if the store has no answer */
  async #reserve(
    key: string,
    id: string,
    perSecond: number,
    lateMs: number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { link, scheduler } = this.#parts;
    const times = [rateWindowMs, lateMs + transitMs, longestWaitMs].map((ms) => ms * 1_000);
    const args = [id, ...[perSecond, ...times].map(String)];
    const answered = new AbortController();
    const tooLong = pause(scheduler, replyMs, AbortSignal.any([signal, answered.signal]));
    // The link logs why it does not work, and has a circuit breaker.
    const asked = link.run(turnScript, [key], args).catch(() => away);
    try {
      const reply = await Promise.race([asked, tooLong]);
      if (reply === away) return undefined;
      const waitMs = turnReply.safeParse(reply);
      if (waitMs.success) this.#circuit.succeeded();
      else this.#circuit.failed();
      return waitMs.data;
    } finally {
      answered.abort();
      tooLong.catch(nothing);
    }
  }
}

/** By both clocks, as one stops while the machine sleeps and somebody may set the other. */
function stopwatch(clock: MachineClock): () => number {
  const [awake, wall] = [clock.monotonic(), clock.now()];
  return () => Math.max(clock.monotonic() - awake, clock.now() - wall);
}

function nothing(): void {
  // There is nothing to report.
}
