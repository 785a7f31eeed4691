import { KiwoomError, throwIfCancelled } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import type { Scheduler, TrFacts } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { AccessToken } from '../model/token.ts';
import { refusesToken } from '../model/tokenRefusal.ts';
import type { TokenState } from '../model/tokenState.ts';
import { pause } from '../time/pause.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { RateLimiter } from './rateLimiter.ts';

export interface SendingParts {
  readonly tokens: Pick<TokenManager, 'ensure' | 'reject' | 'state'>;
  readonly limiter: RateLimiter;
  readonly scheduler: Scheduler;
}

/** Facts about a TR that decide its rate limit and retries. */
export interface SentTr extends Pick<TrFacts, 'order'> {
  readonly apiId: string;
}

const limitRepeats = 3;
const limitPauseMs = 1_000;

/**
 * Retry rules of every call with a token, whether parsed here or passed through. A dead token is
 * replaced by a new one once, and a rate-limit refusal is retried after a pause, because both prove
 * that nothing was done; anything else is thrown. An order that may have arrived is never sent twice. A
 * token that the user revoked meanwhile is not replaced.
 *
 * @param send one call; throws a KiwoomError for a reply that refuses
 * @throws what `send` threw last; KiwoomError if no token can be had; CancelledError
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
  const again = async (refusal: KiwoomError): Promise<AccessToken> => {
    if (isRevoked(tokens.state(profile.id))) throw refusal;
    return tokens.ensure(profile, signal);
  };
  let reissued = false;
  for (let refusals = 0; ;) {
    try {
      const sending = token;
      return await rateLimited(parts.limiter, profile, tr.apiId, () => send(sending), signal);
    } catch (thrown) {
      if (!(thrown instanceof KiwoomError)) throw thrown;
      if (refusesToken(thrown.code) && !reissued) {
        reissued = true;
        const told = tokens.reject(profile, token, thrown);
        // Requested at once, so that it joins the renewal's flight.
        token = await again(thrown);
        await told;
      } else if (refusedForNow(thrown, tr) && refusals < limitRepeats) {
        refusals += 1;
        await pause(scheduler, limitPauseMs * refusals, signal);
        token = await again(thrown);
      } else {
        throw thrown;
      }
    }
  }
}

/** Sends when the rate limit of the account and TR allows it. */
export async function rateLimited<T>(
  limiter: RateLimiter,
  profile: Profile,
  apiId: string,
  send: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const perSecond = liveServer.callsPerSecond[profile.environment];
  const arrived = await limiter.turn({ profileId: profile.id, apiId }, perSecond, signal);
  try {
    throwIfCancelled(signal);
    return await send();
  } finally {
    arrived();
  }
}

/** Whether the token that a call had was revoked, as no other way leads from a token to none. */
function isRevoked({ kind }: TokenState): boolean {
  return kind === 'none' || kind === 'revoking';
}

/** Whether to retry; an order only if Kiwoom itself refused it, not a proxy on the way. */
function refusedForNow({ code, details }: KiwoomError, { order }: SentTr): boolean {
  return code === 'rate-limited' && (!order || details.serverCode !== undefined);
}
