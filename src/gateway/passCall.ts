import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { type SendingParts, sendWithToken } from '../core/calls/sendWithToken.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr } from '../core/model/tr.ts';
import { answerProblem, problemOf } from './kiwoomReply.ts';
import { jsonObject, readBody } from './readBody.ts';
import type { Upstream } from './upstream.ts';

export interface PassingParts {
  readonly domain: SendingParts;
  readonly upstream: Upstream;
  /** What a JSON reply says about itself; `undefined` for one that reports no failure. */
  readonly verdict: (
    fields: Readonly<Record<string, unknown>>,
  ) => { readonly code: ErrorCode; readonly serverCode?: number } | undefined;
  readonly userAgent: string;
  readonly onPassedOn: (environment: Environment) => void;
}

export interface PassedCall {
  readonly profile: Profile;
  readonly tr: Pick<Tr, 'id' | 'path' | 'order'>;
  /** `cont-yn` and `next-key`, as they came. */
  readonly page: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Refusals have a few hundred bytes; a longer reply is handed on as it comes. */
const refusalLimit = 64 * 1024;

/** How long a request waits for its turn, in milliseconds. */
const longestWaitMs = 20_000;

/** They belong to one connection, or would open the gateway to pages. */
const notHandedOn =
  /^(?:connection|keep-alive|transfer-encoding|upgrade|trailer|te|proxy-.*|access-control-.*|set-cookie|location|alt-svc|strict-transport-security)$/i;

interface Kept {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

/**
 * Sends a call on with the account's token and hands the reply back byte for byte. It is repeated by
 * the rules of `sendWithToken`.
 *
 * @returns the status that the client got
 */
export async function passCall(
  parts: PassingParts,
  call: PassedCall,
  response: ServerResponse,
): Promise<number> {
  const { domain, upstream } = parts;
  const { profile, tr } = call;
  const abort = new AbortController();
  const sending = { begun: false, late: false };
  response.on('close', () => {
    // What may have reached an order is not cut off: its reply tells the token manager the truth.
    if (!response.writableFinished && !(tr.order && sending.begun)) abort.abort();
  });
  const stopWaiting = domain.scheduler.after(longestWaitMs, () => {
    if (sending.begun) return;
    sending.late = true;
    abort.abort();
  });
  const refusals: Kept[] = [];
  try {
    const reply = await sendWithToken(
      domain,
      profile,
      { apiId: tr.id, order: tr.order },
      async (token) => {
        sending.begun = true;
        refusals.length = 0;
        const headers = {
          'Content-Type': 'application/json;charset=UTF-8',
          Accept: 'application/json',
          'Accept-Encoding': 'identity',
          'User-Agent': parts.userAgent,
          Authorization: `Bearer ${token.value.reveal()}`,
          'api-id': tr.id,
          ...call.page,
          'Content-Length': call.body.length,
        };
        const request = { host: token.host, path: tr.path, headers, body: call.body };
        parts.onPassedOn(profile.environment);
        const message = await upstream(request, abort.signal);
        refusePage(message);
        const kept = await shortBody(message);
        if (kept === undefined) return { message };
        if (kept.subarray(0, 1).toString() === '<') throw new KiwoomError('html-reply');
        const code = refusalOf(parts, message, kept);
        if (code === undefined) return { message, body: kept };
        refusals.push({ message, body: kept });
        throw new KiwoomError(code.code, code.details);
      },
      abort.signal,
    );
    await handOn(response, reply.message, reply.body);
  } catch (thrown) {
    const [refusal] = refusals;
    if (refusal !== undefined) await handOn(response, refusal.message, refusal.body);
    else if (sending.late) answerProblem(response, 429, 'too-many-waiting');
    else if (!(thrown instanceof CancelledError)) {
      const { status, problem, subject } = problemOf(thrown);
      answerProblem(response, status, problem, subject);
    }
  } finally {
    stopWaiting();
  }
  return response.statusCode;
}

/** Maintenance: the real server redirects, the mock one shows a page. A client must follow neither. */
function refusePage(message: IncomingMessage): void {
  const status = message.statusCode ?? 0;
  const isPage = /^text\/html/i.test(message.headers['content-type'] ?? '');
  if ((status < 300 || status >= 400) && !isPage) return;
  message.destroy();
  if (!isPage || status < 400) throw new KiwoomError('maintenance');
  throw new KiwoomError(status === 400 ? 'request-blocked' : 'http-server-error');
}

/** @returns `undefined` for a reply that is handed on as it comes */
async function shortBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const length = Number(message.headers['content-length'] ?? Number.NaN);
  const isFailure = (message.statusCode ?? 0) >= 400;
  // Without a length only a failure is looked into: a success may be endless.
  if (!(length <= refusalLimit || (Number.isNaN(length) && isFailure))) return undefined;
  try {
    const body = await readBody(message, refusalLimit);
    if (body === undefined) throw new KiwoomError('reply-too-large');
    return body;
  } catch (thrown) {
    throw thrown instanceof KiwoomError ? thrown : new KiwoomError('truncated-reply');
  }
}

function refusalOf(
  { verdict }: PassingParts,
  message: IncomingMessage,
  body: Buffer,
): { code: ErrorCode; details: { serverCode?: number } } | undefined {
  const said = verdict(jsonObject(body) ?? {});
  const status = message.statusCode ?? 0;
  const ofStatus: ErrorCode | undefined =
    status === 401 ? 'http-unauthorized' : status === 429 ? 'rate-limited' : undefined;
  const code = said === undefined || said.code === 'unknown-server-code' ? ofStatus : said.code;
  if (code === undefined) return undefined;
  const serverCode = said?.serverCode;
  return { code, details: serverCode === undefined ? {} : { serverCode } };
}

async function handOn(
  response: ServerResponse,
  message: IncomingMessage,
  body: Buffer | undefined,
): Promise<void> {
  if (response.destroyed) return;
  const ofConnection = (message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const headers: string[] = [];
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = message.rawHeaders.slice(at, at + 2);
    if (notHandedOn.test(name) || ofConnection.includes(name.toLowerCase())) continue;
    if (body !== undefined && name.toLowerCase() === 'content-length') continue;
    headers.push(name, value);
  }
  if (body !== undefined) headers.push('Content-Length', String(body.length));
  response.writeHead(message.statusCode ?? 502, headers);
  if (body !== undefined) {
    response.end(body);
    return;
  }
  try {
    await pipeline(message, response);
  } catch {
    // The client sees that the reply was cut, as it would without the gateway.
    response.destroy();
  }
}
