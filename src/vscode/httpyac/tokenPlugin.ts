import { CancelledError, KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import type { TokenSource } from '../../core/handover/injectedVariables.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { Log } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import { goesTo, hostOf } from '../../core/model/requestTarget.ts';
import { webSocketHost } from '../../core/model/webSocketHost.ts';
import type { AccessToken } from '../../core/model/token.ts';
import {
  type HooksApi,
  type HttpyacRequest,
  type HttpyacResponse,
  isHooksApi,
  type ProcessorContext,
  type WireOptions,
} from './api.ts';
import { replaceReferences, placeholderFor, placeholdersIn } from './tokenReferences.ts';

export interface TokenPluginParts {
  /** Whether httpyac may get tokens now: the user's setting and workspace trust. */
  readonly enabled: () => boolean;
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  readonly profile: (source: TokenSource) => Profile | undefined;
  /** Origin of the profile's server. */
  readonly host: (profile: Profile) => string | undefined;
  /** Returns a valid token, issuing one if necessary. @throws KiwoomError or CancelledError */
  readonly ensure: (profile: Profile, signal: AbortSignal) => Promise<AccessToken>;
  /** The reason if the reply means that Kiwoom refuses the token, else `undefined`. */
  readonly refusal: (
    reply: { readonly httpStatus?: number; readonly body: string },
    token: Secret,
  ) => KiwoomError | undefined;
  /** Reports a refused token, so that the next caller of `ensure` gets a new one. */
  readonly reject: (profile: Profile, token: AccessToken, reason: KiwoomError) => Promise<void>;
  /** Localized message with the next step. */
  readonly describe: (error: KiwoomError) => string;
  /** Line to show with a response whose token Kiwoom refused. */
  readonly describeDeath: (error: KiwoomError) => string;
  readonly log: Log;
}

export const pluginId = 'kiwoom';

/**
 * Plugin that inserts the token into httpyac's requests as late as possible. Until then httpyac processes,
 * shows and logs a placeholder (`[KIWOOM_TOKEN]`); the token replaces it in the headers just before they are
 * sent to the token's own server, and is masked again in whatever httpyac shows.
 *
 * Text without our variables passes through unchanged, even after errors.
 */
export function tokenPlugin(parts: TokenPluginParts): (api: unknown) => void {
  const requests = new TokenRequests(parts);
  return (api) => {
    if (!isHooksApi(api)) {
      parts.log.warn('httpyac-hooks-unknown');
      return;
    }
    requests.addHooks(api);
  };
}

/** Derived forms of a response's body, which httpyac computes again when they are deleted. */
const derivedFromBody = ['rawBody', 'parsedBody', 'prettyPrintBody'];

class TokenRequests {
  readonly #parts: TokenPluginParts;
  /** Placeholder by the text of each token that was sent. */
  readonly #handedOut = new Map<string, string>();
  /** Profile and token by the token's text. */
  readonly #owners = new Map<string, { readonly profile: Profile; readonly token: AccessToken }>();
  /** Tokens already inserted into the body of a request. */
  readonly #inBody = new WeakMap<HttpyacRequest, ReadonlyMap<string, AccessToken>>();

  constructor(parts: TokenPluginParts) {
    this.#parts = parts;
  }

  addHooks(api: HooksApi): void {
    const { hooks } = api;
    const orCancel = async <T>(work: Promise<T>): Promise<unknown> => {
      try {
        return await work;
      } catch (thrown) {
        if (thrown instanceof CancelledError) return api.getHookCancel();
        throw this.#shown(toKiwoomError(thrown));
      }
    };
    hooks.replaceVariable.addHook(
      pluginId,
      (text, type, context) => orCancel(this.#replace(text, type, context)),
      // That hook would replace them with the process variables.
      { before: ['restClientDynamic'] },
    );
    // After all hooks, the last of which run the file's scripts: httpyac connects next.
    hooks.onRequest.addInterceptor({
      id: pluginId,
      afterLoop: async ({ args: [request, context] }) => {
        const outcome = await orCancel(this.#prepare(request, context));
        return outcome !== api.getHookCancel();
      },
    });
    const mask = (response: HttpyacResponse): void => {
      this.#mask(response);
    };
    hooks.onResponse.addHook(pluginId, async (response) => {
      await this.#reportRefusal(response);
      mask(response);
    });
    hooks.responseLogging.addHook(pluginId, mask);
  }

  async #replace(text: unknown, type: string, context: ProcessorContext): Promise<unknown> {
    if (typeof text !== 'string' || !text.includes('KIWOOM_') || !this.#parts.enabled())
      return text;
    await this.#parts.ready();
    const replaced = replaceReferences(text, (reference) => {
      const profile = this.#parts.profile(reference.source);
      // Without an account, the user may have defined the variable.
      if (profile === undefined) return undefined;
      if (reference.part === 'token') return placeholderFor(reference);
      const host = this.#parts.host(profile);
      return host !== undefined && reference.part === 'webSocket' ? webSocketHost(host) : host;
    });
    const { request } = context;
    if (type !== 'Body' || request === undefined) return replaced;
    // httpyac encodes the body and computes its length next, so the token must be inserted now.
    const tokens = await this.#tokensFor(replaced, request.url, context);
    if (tokens.size > 0) this.#inBody.set(request, tokens);
    return this.#reveal(replaced, tokens);
  }

  /** Inserts the tokens into the headers when the request is sent, and only for their own server. */
  async #prepare(request: HttpyacRequest, context: ProcessorContext): Promise<void> {
    if (!this.#parts.enabled()) return;
    const text = Object.values(request.headers ?? {}).join('\n');
    const tokens = new Map([
      ...(this.#inBody.get(request) ?? []),
      ...(await this.#tokensFor(text, request.url, context)),
    ]);
    if (tokens.size === 0) return;
    // During maintenance Kiwoom redirects to a page over plain HTTP.
    request.noRedirect = true;
    if (request.protocol === 'HTTP') {
      request.options ??= {};
      request.options.hooks ??= {};
      (request.options.hooks.beforeRequest ??= []).push((wire) => {
        this.#send(wire, tokens);
      });
    } else {
      assertGoesTo(request.url, tokens);
      request.headers = this.#withTokens(request.headers, tokens);
    }
  }

  #send(wire: WireOptions, tokens: ReadonlyMap<string, AccessToken>): void {
    try {
      assertGoesTo(String(wire.url), tokens);
    } catch (thrown) {
      throw this.#shown(toKiwoomError(thrown));
    }
    wire.headers = this.#withTokens(wire.headers, tokens);
  }

  /** @returns tokens by the placeholder in `text` */
  async #tokensFor(
    text: string,
    url: string,
    context: ProcessorContext,
  ): Promise<ReadonlyMap<string, AccessToken>> {
    const tokens = new Map<string, AccessToken>();
    for (const reference of placeholdersIn(text)) {
      const profile = this.#parts.profile(reference.source);
      if (profile === undefined) throw new KiwoomError('no-profile');
      const host = this.#parts.host(profile);
      if (host === undefined) throw new KiwoomError('endpoint-refused');
      if (!goesTo(host, url)) throw elsewhere(url);
      const token = await this.#ensure(profile, context);
      this.#owners.set(token.value.reveal(), { profile, token });
      tokens.set(placeholderFor(reference), token);
    }
    return tokens;
  }

  async #ensure(profile: Profile, { progress }: ProcessorContext): Promise<AccessToken> {
    const abort = new AbortController();
    if (progress?.isCanceled?.() === true) throw new CancelledError();
    const stopListening = progress?.register?.(() => {
      abort.abort();
    });
    try {
      return await this.#parts.ensure(profile, abort.signal);
    } finally {
      stopListening?.();
    }
  }

  #withTokens(
    headers: Record<string, unknown> | undefined,
    tokens: ReadonlyMap<string, AccessToken>,
  ): Record<string, unknown> {
    const one = (value: unknown): unknown =>
      typeof value === 'string' ? this.#reveal(value, tokens) : value;
    return mapHeaders(headers, one);
  }

  #reveal(text: string, tokens: ReadonlyMap<string, AccessToken>): string {
    let revealed = text;
    for (const [placeholder, { value }] of tokens) {
      this.#handedOut.set(value.reveal(), placeholder);
      revealed = revealed.replaceAll(placeholder, () => value.reveal());
    }
    return revealed;
  }

  /** Runs before masking, because the token in the request identifies its account. */
  async #reportRefusal(response: HttpyacResponse): Promise<void> {
    const { request, statusCode, body } = response;
    if (request === undefined || this.#owners.size === 0) return;
    const sent = [...Object.values(request.headers ?? {}), request.body].map(String).join('\n');
    const owner = [...this.#owners].find(([token]) => sent.includes(token))?.[1];
    if (owner === undefined) return;
    const { profile, token } = owner;
    const isHttp = request.protocol === 'HTTP' && typeof statusCode === 'number';
    const reply = {
      body: typeof body === 'string' ? body : '',
      ...(isHttp ? { httpStatus: statusCode } : {}),
    };
    const error = this.#parts.refusal(reply, token.value);
    if (error === undefined) return;
    await this.#parts.reject(profile, token, error);
    const line = this.#parts.describeDeath(error);
    // Scripts use the body of an HTTP response, so only headers get the line; of a WebSocket only the body is
    // shown.
    if (isHttp) response.headers = { ...response.headers, [pluginId]: line };
    else {
      for (const derived of derivedFromBody) Reflect.deleteProperty(response, derived);
      response.body = `${reply.body}\n${line}`;
    }
  }

  #mask(response: HttpyacResponse): void {
    if (this.#handedOut.size === 0) return;
    this.#maskRequest(response);
    const { body } = response;
    if (typeof body !== 'string') return;
    // httpyac joins several WebSocket messages into one body, and repeats the request with each of them.
    const masked = this.#masked(body);
    if (masked === body) return;
    for (const derived of derivedFromBody) Reflect.deleteProperty(response, derived);
    response.body = masked;
  }

  /** Masks a copy: the original request may still be in use. */
  #maskRequest(response: HttpyacResponse): void {
    const { request } = response;
    if (request === undefined) return;
    const one = (value: unknown): unknown => {
      const text = Buffer.isBuffer(value) ? value.toString('utf8') : value;
      if (typeof text !== 'string') return value;
      const masked = this.#masked(text);
      return masked === text ? value : masked;
    };
    response.request = {
      ...request,
      ...(request.headers === undefined ? {} : { headers: mapHeaders(request.headers, one) }),
      ...(request.body === undefined ? {} : { body: one(request.body) }),
    };
  }

  #masked(text: string): string {
    let masked = text;
    for (const [token, placeholder] of this.#handedOut)
      masked = masked.replaceAll(token, placeholder);
    return masked;
  }

  /** Error that httpyac shows with the request: the message without a stack. */
  #shown(error: KiwoomError): Error {
    this.#parts.log.warn('httpyac-request-refused', {
      error: error.code,
      subject: error.details.subject,
    });
    const shown = new Error(this.#parts.describe(error));
    shown.name = 'Kiwoom';
    shown.stack = `${shown.name}: ${shown.message}`;
    return shown;
  }
}

/** A script may have changed the URL since the tokens were obtained. */
function assertGoesTo(url: string, tokens: ReadonlyMap<string, AccessToken>): void {
  for (const { host } of tokens.values()) if (!goesTo(host, url)) throw elsewhere(url);
}

function elsewhere(url: string): KiwoomError {
  return new KiwoomError('token-for-other-host', { subject: hostOf(url) });
}

function mapHeaders(
  headers: Record<string, unknown> | undefined,
  one: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(one) : one(value),
    ]),
  );
}
