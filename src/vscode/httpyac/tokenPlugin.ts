import { CancelledError, KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import type { TokenSource } from '../../core/handover/injectedVariables.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { Log } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import { goesTo, hostOf } from '../../core/model/requestTarget.ts';
import type { AccessToken } from '../../core/model/token.ts';
import {
  type HooksApi,
  type HttpyacRequest,
  type HttpyacResponse,
  isHooksApi,
  type ProcessorContext,
  type WireOptions,
} from './api.ts';
import { replaceReferences, standInFor, standInsOf } from './tokenReferences.ts';

export interface TokenPluginParts {
  /** Whether tokens may be handed to httpyac now: the user's setting, and a trusted workspace. */
  readonly enabled: () => boolean;
  /** Resolves once what is stored has been read. */
  readonly ready: () => Promise<void>;
  readonly profile: (source: TokenSource) => Profile | undefined;
  /** Origin of the profile's server. */
  readonly host: (profile: Profile) => string | undefined;
  /** A valid token, issued if need be. @throws KiwoomError or CancelledError */
  readonly ensure: (profile: Profile, signal: AbortSignal) => Promise<AccessToken>;
  /** Whether Kiwoom refuses the token in a reply. */
  readonly refusal: (
    reply: { readonly httpStatus?: number; readonly body: string },
    token: Secret,
  ) => KiwoomError | undefined;
  /** The token was refused: whoever asks for it next gets a new one. */
  readonly reject: (profile: Profile, token: AccessToken, reason: KiwoomError) => Promise<void>;
  /** A sentence with the next step, in the user's language. */
  readonly describe: (error: KiwoomError) => string;
  /** The line beside a response whose token Kiwoom refused. */
  readonly describeDeath: (error: KiwoomError) => string;
  readonly log: Log;
}

export const pluginId = 'kiwoom';

/**
 * Gives httpyac's requests their token at the last moment. What httpyac works with, shows and logs
 * is a stand-in (`[KIWOOM_TOKEN]`); the token takes its place in the headers as they go out to its
 * own server, and is taken out again of what comes back to be shown.
 *
 * Text that holds none of our variables passes through untouched, whatever happens here.
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

/** What httpyac keeps of a response's body in other forms, and makes again where it is missing. */
const derivedFromBody = ['rawBody', 'parsedBody', 'prettyPrintBody'];

class TokenRequests {
  readonly #parts: TokenPluginParts;
  /** Every token that went into a request, and what stands for it. */
  readonly #handedOut = new Map<string, string>();
  /** Whose token it was, by its text. */
  readonly #owners = new Map<string, { readonly profile: Profile; readonly token: AccessToken }>();
  /** The tokens that already stand in the body of a request. */
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
      // Which would take the variables from the process.
      { before: ['restClientDynamic'] },
    );
    // After the hooks, of which the last are the scripts of the file: httpyac connects next.
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
      await this.#noticeDeath(response);
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
      // Without an account of ours the variable may still be one of the user's own.
      if (profile === undefined) return undefined;
      return reference.part === 'host' ? this.#parts.host(profile) : standInFor(reference);
    });
    const { request } = context;
    if (type !== 'Body' || request === undefined) return replaced;
    // A body is measured and encoded next: this is the last moment for it.
    const tokens = await this.#tokensFor(replaced, request.url, context);
    if (tokens.size > 0) this.#inBody.set(request, tokens);
    return this.#reveal(replaced, tokens);
  }

  /** Sees to it that the tokens of the headers are there when the request goes out, and go nowhere else. */
  async #prepare(request: HttpyacRequest, context: ProcessorContext): Promise<void> {
    if (!this.#parts.enabled()) return;
    const text = Object.values(request.headers ?? {}).join('\n');
    const tokens = new Map([
      ...(this.#inBody.get(request) ?? []),
      ...(await this.#tokensFor(text, request.url, context)),
    ]);
    if (tokens.size === 0) return;
    // Kiwoom redirects to a page, in clear text, while it is under maintenance.
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

  /** @returns the tokens that stand-ins in `text` ask for, by stand-in */
  async #tokensFor(
    text: string,
    url: string,
    context: ProcessorContext,
  ): Promise<ReadonlyMap<string, AccessToken>> {
    const tokens = new Map<string, AccessToken>();
    for (const reference of standInsOf(text)) {
      const profile = this.#parts.profile(reference.source);
      if (profile === undefined) throw new KiwoomError('no-profile');
      const host = this.#parts.host(profile);
      if (host === undefined) throw new KiwoomError('endpoint-refused');
      if (!goesTo(host, url)) throw elsewhere(url);
      const token = await this.#ensure(profile, context);
      this.#owners.set(token.value.reveal(), { profile, token });
      tokens.set(standInFor(reference), token);
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
    for (const [standIn, { value }] of tokens) {
      this.#handedOut.set(value.reveal(), standIn);
      revealed = revealed.replaceAll(standIn, () => value.reveal());
    }
    return revealed;
  }

  /** Before anything is masked: the request tells which token it carried. */
  async #noticeDeath(response: HttpyacResponse): Promise<void> {
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
    // The body of HTTP is left to scripts; of a WebSocket, it is all that is shown.
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
    // Several messages of a WebSocket become one body, which tells the request with each of them.
    const masked = this.#masked(body);
    if (masked === body) return;
    for (const derived of derivedFromBody) Reflect.deleteProperty(response, derived);
    response.body = masked;
  }

  /** On a copy: the request may still be in use. */
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
    for (const [token, standIn] of this.#handedOut) masked = masked.replaceAll(token, standIn);
    return masked;
  }

  /** What httpyac shows beside the request: the sentence, without a stack. */
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

/** A script may have changed the address since the tokens were made ready. */
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
