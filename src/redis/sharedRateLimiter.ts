import * as z from 'zod/mini';
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

/** The server's second, with room for its clock to tick, in milliseconds. */
const secondMs = 1_005;

/** A call waits so long for the store's word, in milliseconds; it goes without one then. */
const replyMs = 250;

/** A call has arrived at Kiwoom so long after its turn, in milliseconds: the store's word and the way. */
const onItsWayMs = replyMs + 250;

/** So long a call waits for its turn, in milliseconds: more than that no honest crowd takes. */
const waitLimitMs = 60_000;

/** Spreads those who ask again, in milliseconds. */
const jitterMs = 20;

/** In place of a reply. */
const away = Symbol('away');

const turnReply = z.number().check(z.gte(0), z.lte(secondMs + onItsWayMs));

export interface SharedRateLimiterParts {
  readonly link: Pick<Link, 'run'>;
  readonly names: KeyNames;
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Scheduler;
  /** Of [0, 1). */
  readonly random: () => number;
  /** Another text each time. */
  readonly newId: () => string;
  readonly shares: (profileId: string) => boolean;
  readonly log: Log;
}

/**
 * Counts the calls of all machines at the store, by its clock. A call is never held up for long by a
 * store that does not serve: this machine's own count still holds then.
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
    const args = [id, perSecond, secondMs * 1_000, onItsWayMs * 1_000].map(String);
    const end = clock.monotonic() + waitLimitMs;
    while (clock.monotonic() < end) {
      const waitMs = this.#circuit.admits() ? await this.#ask(key, args, signal) : undefined;
      if (waitMs === undefined) return nothing;
      if (waitMs === 0) {
        return () => {
          // Not said, it counts as arrived a little later.
          link.run(arrivedScript, [key], [id]).catch(nothing);
        };
      }
      await pause(scheduler, waitMs + random() * jitterMs, signal);
    }
    log.warn('shared-pace-skipped', { profile: kind.profileId, tr: kind.apiId });
    return nothing;
  }

  /** @returns milliseconds after which to ask again; `undefined` if the store has no word for it */
  async #ask(
    key: string,
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { link, scheduler } = this.#parts;
    const answered = new AbortController();
    const tooLong = pause(scheduler, replyMs, AbortSignal.any([signal, answered.signal]));
    // The link has said why it does not serve, and has a circuit of its own.
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
  // There is nothing to tell.
}
