import { KiwoomError, throwIfCancelled } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import { refusesToken } from '../model/tokenRefusal.ts';
import type { Pacer } from './pacer.ts';
import { pause } from '../time/pause.ts';
import type { Scheduler, TrApi, TrFacts, TrReply } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { ServerClock } from '../time/serverClock.ts';
import type { AccessToken } from '../model/token.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';

export interface ApiCallerParts {
  readonly tokens: TokenManager;
  readonly api: TrApi;
  readonly trFacts: (apiId: string) => Promise<TrFacts | undefined>;
  readonly pacer: Pacer;
  readonly scheduler: Scheduler;
  readonly clock: ServerClock;
}

export interface CallOptions {
  /** From the reply of the page before. */
  readonly nextKey?: string;
  readonly signal?: AbortSignal;
}

export type Verdict = 'live' | 'dead' | 'other-ip' | 'other-environment';

const limitRepeats = 3;
const limitPauseMs = 1_000;

/** Calls TRs with a token that is valid, at the rate that is allowed. */
export class ApiCaller {
  readonly #parts: ApiCallerParts;

  constructor(parts: ApiCallerParts) {
    this.#parts = parts;
  }

  /**
   * One call. A token that turns out to be dead is issued anew once, and a refusal for too many calls
   * waited out, because both say that nothing was done; anything else is thrown. What may have
   * reached an order is never sent twice.
   *
   * @throws KiwoomError (`unknown-api` for a TR that the catalogue does not have); CancelledError
   */
  async call(
    profile: Profile,
    apiId: string,
    body: Readonly<Record<string, unknown>>,
    { nextKey, signal }: CallOptions = {},
  ): Promise<TrReply> {
    const { tokens, scheduler } = this.#parts;
    const facts = await this.#facts(apiId);
    let token = await tokens.ensure(profile, signal);
    let reissued = false;
    for (let refusals = 0; ;) {
      try {
        const page = nextKey === undefined ? {} : { nextKey };
        return await this.#send(profile, { apiId, path: facts.path, token, body, ...page }, signal);
      } catch (thrown) {
        if (!(thrown instanceof KiwoomError)) throw thrown;
        if (refusesToken(thrown.code) && !reissued) {
          reissued = true;
          const told = tokens.reject(profile, token, thrown);
          // Asked for at once, so as to be one with the renewal's own issue.
          token = await tokens.ensure(profile, signal);
          await told;
        } else if (refusedForNow(thrown, facts) && refusals < limitRepeats) {
          refusals += 1;
          await pause(scheduler, limitPauseMs * refusals, signal);
          token = await tokens.ensure(profile, signal);
        } else {
          throw thrown;
        }
      }
    }
  }

  /**
   * Asks the server whether it takes the held token, with a TR that changes nothing. A dead token is a
   * rejected one from then on; nothing is issued here.
   *
   * @throws KiwoomError `no-token`, or why the server could not be asked
   */
  async verify(profile: Profile, signal?: AbortSignal): Promise<Verdict> {
    const { tokens } = this.#parts;
    const token = tokens.current(profile);
    if (token === undefined) throw new KiwoomError('no-token');
    const apiId = liveServer.harmlessTr;
    try {
      const { path } = await this.#facts(apiId);
      await this.#send(profile, { apiId, path, token, body: {} }, signal);
      return 'live';
    } catch (thrown) {
      if (!(thrown instanceof KiwoomError) || !refusesToken(thrown.code)) throw thrown;
      await tokens.reject(profile, token, thrown);
      if (thrown.code === 'ip-mismatch') return 'other-ip';
      return thrown.code === 'token-of-other-environment' ? 'other-environment' : 'dead';
    }
  }

  async #send(
    profile: Profile,
    request: {
      apiId: string;
      path: string;
      token: AccessToken;
      body: Readonly<Record<string, unknown>>;
    },
    signal: AbortSignal | undefined,
  ): Promise<TrReply> {
    const { api, pacer, clock } = this.#parts;
    const perSecond = liveServer.callsPerSecond[profile.environment];
    const arrived = await pacer.turn(`${profile.id} ${request.apiId}`, perSecond, signal);
    try {
      throwIfCancelled(signal);
      const sentAt = clock.monotonic();
      const reply = await api.send(request, signal);
      if (reply.serverTime !== undefined) clock.observe(reply.serverTime, sentAt);
      return reply;
    } finally {
      arrived();
    }
  }

  async #facts(apiId: string): Promise<TrFacts> {
    const facts = await this.#parts.trFacts(apiId);
    if (facts === undefined) throw new KiwoomError('unknown-api', { subject: apiId });
    return facts;
  }
}

/** An order is repeated only if Kiwoom itself says that it was refused, not some gateway on the way. */
function refusedForNow({ code, details }: KiwoomError, { order }: TrFacts): boolean {
  return code === 'rate-limited' && (!order || details.serverCode !== undefined);
}
