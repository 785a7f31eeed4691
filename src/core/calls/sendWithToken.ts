import { KiwoomError, throwIfCancelled } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import type { Scheduler, TrFacts } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { AccessToken } from '../model/token.ts';
import { refusesToken } from '../model/tokenRefusal.ts';
import { pause } from '../time/pause.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { Pacer } from './pacer.ts';

export interface SendingParts {
  readonly tokens: Pick<TokenManager, 'ensure' | 'reject'>;
  readonly pacer: Pacer;
  readonly scheduler: Scheduler;
}

/** What decides about pace and repeats. */
export interface SentTr extends Pick<TrFacts, 'order'> {
  readonly apiId: string;
}

const limitRepeats = 3;
const limitPauseMs = 1_000;

/**
 * The rules for every call with a token, parsed here or passed on as it is. A token that turns out to
 * be dead is issued anew once, and a refusal for too many calls waited out, because both say that
 * nothing was done; anything else is thrown. What may have reached an order is never sent twice.
 *
 * @param send one call; throws a KiwoomError for a reply that refuses
 * @throws what `send` threw last; KiwoomError if there is no token to be had; CancelledError
 */
export async function sendWithToken<T>(
  parts: SendingParts,
  profile: Profile,
  tr: SentTr,
  send: (token: AccessToken) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { tokens, scheduler } = parts;
  let token = await tokens.ensure(profile, signal);
  let reissued = false;
  for (let refusals = 0; ;) {
    try {
      const sending = token;
      return await paced(parts.pacer, profile, tr.apiId, () => send(sending), signal);
    } catch (thrown) {
      if (!(thrown instanceof KiwoomError)) throw thrown;
      if (refusesToken(thrown.code) && !reissued) {
        reissued = true;
        const told = tokens.reject(profile, token, thrown);
        // Asked for at once, so as to be one with the renewal's own issue.
        token = await tokens.ensure(profile, signal);
        await told;
      } else if (refusedForNow(thrown, tr) && refusals < limitRepeats) {
        refusals += 1;
        await pause(scheduler, limitPauseMs * refusals, signal);
        token = await tokens.ensure(profile, signal);
      } else {
        throw thrown;
      }
    }
  }
}

/** Sends when the account's rate for this TR allows it. */
export async function paced<T>(
  pacer: Pacer,
  profile: Profile,
  apiId: string,
  send: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const perSecond = liveServer.callsPerSecond[profile.environment];
  const arrived = await pacer.turn({ profileId: profile.id, apiId }, perSecond, signal);
  try {
    throwIfCancelled(signal);
    return await send();
  } finally {
    arrived();
  }
}

/** An order is repeated only if Kiwoom itself says that it was refused, not some gateway on the way. */
function refusedForNow({ code, details }: KiwoomError, { order }: SentTr): boolean {
  return code === 'rate-limited' && (!order || details.serverCode !== undefined);
}
