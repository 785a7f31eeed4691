import { KiwoomError } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import { refusesToken } from '../model/tokenRefusal.ts';
import type { RateLimiter } from './rateLimiter.ts';
import { rateLimited, type SendingParts, sendWithToken } from './sendWithToken.ts';
import type { Scheduler, TrApi, TrFacts, TrReply, TrRequest } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { ServerClock } from '../time/serverClock.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';

export interface ApiCallerParts {
  readonly tokens: TokenManager;
  readonly api: TrApi;
  readonly trFacts: (apiId: string) => Promise<TrFacts | undefined>;
  readonly limiter: RateLimiter;
  readonly scheduler: Scheduler;
  readonly clock: ServerClock;
}

export interface CallOptions {
  /** Continuation key from the previous page's reply. */
  readonly nextKey?: string;
  /** Where the token comes from; by default the profile's own. */
  readonly tokens?: SendingParts['tokens'];
  readonly signal?: AbortSignal;
}

export type Verdict = 'live' | 'dead' | 'other-ip' | 'other-environment';

/** Calls TRs with a valid token, within the rate limit. */
export class ApiCaller {
  readonly #parts: ApiCallerParts;

  constructor(parts: ApiCallerParts) {
    this.#parts = parts;
  }

  /**
   * Makes one call, retried by the rules of {@link sendWithToken}.
   *
   * @throws KiwoomError (`unknown-api` for a TR that the catalogue does not have); CancelledError
   */
  async call(
    profile: Profile,
    apiId: string,
    body: Readonly<Record<string, unknown>>,
    { nextKey, tokens = this.#parts.tokens, signal }: CallOptions = {},
  ): Promise<TrReply> {
    const { path, order } = await this.#facts(apiId);
    const page = nextKey === undefined ? {} : { nextKey };
    return sendWithToken(
      { ...this.#parts, tokens },
      profile,
      { apiId, order },
      (token) => this.#send({ apiId, path, token, body, ...page }, signal),
      signal,
    );
  }

  /**
   * Asks the server whether it accepts the held token, with a TR that changes nothing. A dead token is
   * marked as rejected; none is issued here.
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
      const { limiter } = this.#parts;
      const request = { apiId, path, token, body: {} };
      await rateLimited(limiter, profile, apiId, () => this.#send(request, signal), signal);
      return 'live';
    } catch (thrown) {
      if (!(thrown instanceof KiwoomError) || !refusesToken(thrown.code)) throw thrown;
      await tokens.reject(profile, token, thrown);
      if (thrown.code === 'ip-mismatch') return 'other-ip';
      return thrown.code === 'token-of-other-environment' ? 'other-environment' : 'dead';
    }
  }

  async #send(request: TrRequest, signal: AbortSignal | undefined): Promise<TrReply> {
    const { api, clock } = this.#parts;
    const sentAt = clock.monotonic();
    const reply = await api.send(request, signal);
    if (reply.serverTime !== undefined) clock.observe(reply.serverTime, sentAt);
    return reply;
  }

  async #facts(apiId: string): Promise<TrFacts> {
    const facts = await this.#parts.trFacts(apiId);
    if (facts === undefined) throw new KiwoomError('unknown-api', { subject: apiId });
    return facts;
  }
}
