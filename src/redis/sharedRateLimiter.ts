import * as z from 'zod/mini';
import { liveServer } from '../core/model/liveServer.ts';
import type {
  CallKind,
  Log,
  MachineClock,
  SharedRateLimit,
  Scheduler,
} from '../core/model/ports.ts';
import { pause } from '../core/time/pause.ts';
import { Circuit } from './circuit.ts';
import type { KeyNames } from './keyNames.ts';
import type { Link } from './link.ts';
import { arrivedScript, turnScript } from './scripts.ts';

const { rateWindowMs, transitMs } = liveServer;

/** Timeout for the store's reply, in milliseconds, after which the call goes without it. */
const replyMs = 250;

/**
 * The assumed longest time from a turn to the call's arrival at Kiwoom, in milliseconds: the store's
 * reply and the transit.
 */
const onItsWayMs = replyMs + transitMs;

/** Time limit for the wait, in milliseconds; regular use stays far below it. */
const waitLimitMs = 60_000;

/** Jitter between callers that ask again, in milliseconds. */
const jitterMs = 20;

/** Marks a missing reply. */
const away = Symbol('away');

const turnReply = z.number().check(z.gte(0), z.lte(rateWindowMs + onItsWayMs));

export interface SharedRateLimiterParts {
  readonly link: Pick<Link, 'run'>;
  readonly names: KeyNames;
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Scheduler;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  /** Returns a new id on every call. */
  readonly newId: () => string;
  readonly shares: (profileId: string) => boolean;
  readonly log: Log;
}

/**
 * Rate limiter shared by all machines, by the store's clock. If the store does not work, a call is not
 * delayed for long: this machine's own limit still applies.
 */
export class SharedRateLimiter implements SharedRateLimit {
  readonly #parts: SharedRateLimiterParts;
  readonly #circuit: Circuit;

  constructor(parts: SharedRateLimiterParts) {
    this.#parts = parts;
    this.#circuit = new Circuit(parts.clock, parts.random);
  }

  async turn(kind: CallKind, perSecond: number, signal: AbortSignal): Promise<() => void> {
    const { link, names, clock, scheduler, random, newId, shares, log } = this.#parts;
    if (!shares(kind.profileId)) return nothing;
    const [key, id] = [names.calls(kind), newId()];
    const args = [id, perSecond, rateWindowMs * 1_000, onItsWayMs * 1_000].map(String);
    const end = clock.monotonic() + waitLimitMs;
    while (clock.monotonic() < end) {
      const waitMs = this.#circuit.admits() ? await this.#ask(key, args, signal) : undefined;
      if (waitMs === undefined) return nothing;
      if (waitMs === 0) {
        return () => {
          // If the report is lost, the call counts as arrived a little later.
          link.run(arrivedScript, [key], [id]).catch(nothing);
        };
      }
      await pause(scheduler, waitMs + random() * jitterMs, signal);
    }
    log.warn('shared-pace-skipped', { profile: kind.profileId, tr: kind.apiId });
    return nothing;
  }

  /** @returns milliseconds after which to ask again; `undefined` if the store has no answer */
  async #ask(
    key: string,
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { link, scheduler } = this.#parts;
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

function nothing(): void {
  // There is nothing to report.
}
