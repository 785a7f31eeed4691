import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { type SendingParts, sendWithToken } from '../core/calls/sendWithToken.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr } from '../core/model/tr.ts';
import { answerProblem, problemOf } from './kiwoomReply.ts';
import { jsonObject, readBeginning } from './readBody.ts';
import { replyText } from './replyText.ts';
import type { SharedTimeLimit } from './sharedTimeLimit.ts';
import type { Upstream } from './upstream.ts';

export interface PassingParts {
  readonly domain: SendingParts;
  readonly upstream: Upstream;
  /** Of a request in the queue. */
  readonly queueLimit: SharedTimeLimit;
  /** Error that a JSON reply reports; `undefined` for a success. */
  readonly verdict: (
    fields: Readonly<Record<string, unknown>>,
  ) => { readonly code: ErrorCode; readonly serverCode?: number } | undefined;
  readonly userAgent: string;
  readonly onForwarded: (environment: Environment) => void;
}

export interface ForwardedCall {
  readonly profile: Profile;
  readonly tr: Pick<Tr, 'id' | 'path' | 'order'>;
  /** The headers `cont-yn` and `next-key`, unchanged. */
  readonly page: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Limit of a refusal, which has a few hundred bytes; the rest of a longer reply is streamed. */
const refusalLimit = 64 * 1024;

/** Headers that belong to one connection, or would allow web pages to use the gateway. */
const notHandedOn = new Set(
  'connection keep-alive transfer-encoding upgrade trailer te set-cookie location alt-svc strict-transport-security'.split(
    ' ',
  ),
);

function isHandedOn(name: string): boolean {
  return !(
    notHandedOn.has(name) ||
    name.startsWith('proxy-') ||
    name.startsWith('access-control-')
  );
}

interface Reply {
  readonly message: IncomingMessage;
  /** The start of the body; all of it if `whole`. */
  readonly body: Buffer;
  readonly whole: boolean;
}

/**
 * Forwards a call with the account's token and returns the reply byte for byte. Retries follow the
 * rules of `sendWithToken`.
 *
 * @returns the HTTP status sent to the client
 */
export async function forwardCall(
  parts: PassingParts,
  call: ForwardedCall,
  response: ServerResponse,
): Promise<number> {
  const { domain, upstream } = parts;
  const { profile, tr } = call;
  const abort = new AbortController();
  const sending = { begun: false, late: false };
  response.on('close', () => {
    // An order that may have arrived is not aborted: its reply tells the token manager whether the
    // token is valid.
    if (!response.writableFinished && !(tr.order && sending.begun)) abort.abort();
  });
  const waiting = parts.queueLimit.start(() => {
    if (sending.begun) return;
    sending.late = true;
    abort.abort();
  });
  const refusals: Reply[] = [];
  try {
    const reply = await sendWithToken(
      domain,
      profile,
      { apiId: tr.id, order: tr.order },
      async (token) => {
        // A client that disconnected would not learn of a sent or retried request.
        if (response.destroyed) throw new CancelledError();
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
        const { path, order } = tr;
        const request = { host: token.host, path, headers, body: call.body, repeatable: !order };
        parts.onForwarded(profile.environment);
        const message = await upstream(request, abort.signal);
        refusePage(message);
        const received = await beginningOf(message);
        const text = received.whole
          ? replyText(received.body, message.headers['content-encoding'])
          : received.body.toString('latin1', 0, 1);
        if (text.startsWith('<')) throw new KiwoomError('html-reply');
        const code = received.whole ? refusalOf(parts, message, text) : undefined;
        if (code === undefined) return received;
        refusals.push(received);
        throw new KiwoomError(code.code, code.details);
      },
      abort.signal,
    );
    await handOn(response, reply);
  } catch (thrown) {
    const [refusal] = refusals;
    if (refusal !== undefined) await handOn(response, refusal);
    else if (sending.late) answerProblem(response, 429, 'too-many-waiting');
    else if (!(thrown instanceof CancelledError)) {
      const { status, problem, subject } = problemOf(thrown);
      answerProblem(response, status, problem, subject);
    }
  } finally {
    waiting.dispose();
  }
  return response.statusCode;
}

/**
 * Refuses maintenance, a redirect of the real server and a page of the mock one: a client must follow
 * neither.
 */
function refusePage(message: IncomingMessage): void {
  const status = message.statusCode ?? 0;
  const isPage = /^text\/html/i.test(message.headers['content-type'] ?? '');
  if ((status < 300 || status >= 400) && !isPage) return;
  message.destroy();
  if (!isPage || status < 400) throw new KiwoomError('maintenance');
  throw new KiwoomError(status === 400 ? 'request-blocked' : 'http-server-error');
}

/** Reads as much of a reply as a refusal may have. */
async function beginningOf(message: IncomingMessage): Promise<Reply> {
  try {
    return { message, ...(await readBeginning(message, refusalLimit)) };
  } catch (thrown) {
    throw thrown instanceof KiwoomError ? thrown : new KiwoomError('truncated-reply');
  }
}

function refusalOf(
  { verdict }: PassingParts,
  message: IncomingMessage,
  text: string,
): { code: ErrorCode; details: { serverCode?: number } } | undefined {
  const said = verdict(jsonObject(text) ?? {});
  const status = message.statusCode ?? 0;
  const ofStatus: ErrorCode | undefined =
    status === 401 ? 'http-unauthorized' : status === 429 ? 'rate-limited' : undefined;
  const code = said === undefined || said.code === 'unknown-server-code' ? ofStatus : said.code;
  if (code === undefined) return undefined;
  const serverCode = said?.serverCode;
  return { code, details: serverCode === undefined ? {} : { serverCode } };
}

async function handOn(response: ServerResponse, { message, body, whole }: Reply): Promise<void> {
  if (response.destroyed) {
    message.destroy();
    return;
  }
  const ofConnection = (message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const headers: string[] = [];
  const { rawHeaders } = message;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''];
    const key = name.toLowerCase();
    if (!isHandedOn(key) || ofConnection.includes(key)) continue;
    if (whole && key === 'content-length') continue;
    headers.push(name, value);
  }
  if (whole) headers.push('Content-Length', String(body.length));
  // The reply has the server's `Date` or none, as clients correct their clocks by it.
  response.sendDate = false;
  response.writeHead(message.statusCode ?? 502, headers);
  if (whole) {
    response.end(body);
    return;
  }
  response.write(body);
  try {
    await pipeline(message, response);
  } catch {
    // The client sees a truncated reply, as it would without the gateway.
    response.destroy();
  }
}
