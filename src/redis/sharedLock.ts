import * as z from 'zod/mini';
import { CancelledError, KiwoomError, throwIfCancelled } from '../core/base/errors.ts';
import type { Disposable } from '../core/base/event.ts';
import type { Log, MachineClock, Scheduler } from '../core/model/ports.ts';
import { pause } from '../core/time/pause.ts';
import type { KeyNames } from './keyNames.ts';
import type { Link } from './link.ts';
import { acquireScript, extendScript, releaseScript } from './scripts.ts';
import { parseState, type SealedState } from './sharedState.ts';

const usualHeldMs = 10_000;

/** First poll interval of a waiter without a message, in milliseconds; it doubles. */
const waitMs = 400;
const longestWaitMs = 3_200;

/** A waiter asks no faster, whatever the server says of the lock's expiry, in milliseconds. */
const leastWaitMs = 20;

/** Time limit for the wait, in milliseconds: as long as several slow requests of other machines. */
const waitLimitMs = 45_000;

/** A held lock. */
export interface Holding {
  /** Fencing token, which grows from holder to holder; a write with a smaller one is refused. */
  readonly fence: string;
  /** The store's state when the lock was acquired; `undefined` for a foreign value. */
  readonly state: SealedState | undefined;
  /** Never rejects: a lock that cannot be released expires. */
  release(): Promise<void>;
}

export interface SharedLockParts {
  readonly link: Pick<Link, 'run' | 'onMessage'>;
  readonly names: KeyNames;
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Scheduler;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  /** Returns a new unguessable id on every call. */
  readonly newOwner: () => string;
  readonly log: Log;
  /** Time without an extension after which a holder loses the lock, in milliseconds. */
  readonly heldMs?: number;
}

const acquireReply = z.union([
  z.tuple([z.literal(1), z.string(), z.unknown()]),
  z.tuple([z.literal(0), z.number()]),
]);

/** Distributed mutex per account. */
export class SharedLock {
  readonly #parts: SharedLockParts;

  constructor(parts: SharedLockParts) {
    this.#parts = parts;
  }

  /**
   * @param instead asked after each pause; its result, unless `undefined`, ends the wait without the
   * lock, as what many machines wait for needs to be done by one
   * @throws KiwoomError `lock-failed` if another machine keeps it, or of the shared token store;
   * CancelledError if `signal` aborts the wait
   */
  async acquire<T = never>(
    profileId: string,
    signal: AbortSignal,
    instead?: () => Promise<T | undefined>,
  ): Promise<Holding | { readonly found: T }> {
    const { link, names, clock, scheduler, random, newOwner, heldMs = usualHeldMs } = this.#parts;
    const owner = newOwner();
    const keys = [names.lock(profileId), names.fence(profileId), names.state(profileId)];
    const end = clock.monotonic() + waitLimitMs;
    let pauseMs = waitMs;
    for (let tries = 0; clock.monotonic() < end; tries += 1) {
      throwIfCancelled(signal);
      // Subscribed before asking, as it may be released in between.
      const news = this.#news(profileId, instead === undefined ? [] : ['changed']);
      try {
        const reply = acquireReply.parse(
          await link.run(acquireScript, keys, [owner, String(heldMs)]),
        );
        if (reply[0] === 1) return this.#hold(profileId, owner, reply[1], reply[2]);
        const limit = Math.min(pauseMs * (0.5 + random()), Math.max(leastWaitMs, reply[1]));
        const isReleased = (await news.within(limit, signal)) === 'released';
        // Many lose the race for it each time while every holder fails soon, so they spread.
        if (isReleased && tries > 0) await pause(scheduler, pauseMs * random(), signal);
        pauseMs = Math.min(longestWaitMs, pauseMs * 2);
      } finally {
        news.dispose();
      }
      const found = await instead?.();
      if (found !== undefined) return { found };
    }
    throw new KiwoomError('lock-failed');
  }

  #hold(profileId: string, owner: string, fence: string, stateReply: unknown): Holding {
    const { link, names, scheduler, log, heldMs = usualHeldMs } = this.#parts;
    const key = names.lock(profileId);
    let timer: Disposable | undefined;
    let held = true;
    const extend = (): void => {
      link.run(extendScript, [key], [owner, String(heldMs)]).then(
        (still) => {
          if (still === 1) plan();
          else if (held) log.warn('shared-lock-lost', { profile: profileId });
        },
        // The next extension may succeed in time.
        () => {
          plan();
        },
      );
    };
    const plan = (): void => {
      if (held) timer = scheduler.after(heldMs * 0.3, extend);
    };
    plan();
    return {
      fence,
      state: stateIn(stateReply),
      release: async () => {
        held = false;
        timer?.dispose();
        const message = JSON.stringify({ profile: profileId, event: 'released' });
        try {
          await link.run(releaseScript, [key], [owner, names.channel, message]);
        } catch {
          log.warn('shared-lock-not-released', { profile: profileId });
        }
      },
    };
  }

  #news(profileId: string, events: readonly string[]) {
    const { link, scheduler } = this.#parts;
    const wake = new AbortController();
    let heard: string | undefined;
    const messages = link.onMessage((text) => {
      const message = parseMessage(text);
      if (message?.profile !== profileId) return;
      if (message.event !== 'released' && !events.includes(message.event)) return;
      heard ??= message.event;
      wake.abort();
    });
    return {
      dispose: () => {
        messages.dispose();
      },
      /** @returns the event that ended the wait early */
      within: async (ms: number, signal: AbortSignal): Promise<string | undefined> => {
        try {
          await pause(scheduler, ms, AbortSignal.any([signal, wake.signal]));
          return undefined;
        } catch (thrown) {
          if (signal.aborted || !(thrown instanceof CancelledError)) throw thrown;
          return heard;
        }
      },
    };
  }
}

const messageShape = z.object({
  profile: z.string(),
  event: z.enum(['changed', 'released', 'came']),
  source: z.optional(z.string()),
  machines: z.optional(z.int()),
});

/** Validates a message, as anyone with the right to publish may send anything. */
export function parseMessage(text: string): z.infer<typeof messageShape> | undefined {
  try {
    return messageShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function stateIn(reply: unknown): SealedState | undefined {
  try {
    return parseState(reply);
  } catch {
    return undefined;
  }
}
