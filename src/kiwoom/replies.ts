import * as z from 'zod/mini';
import { KiwoomError, type ErrorCode, type ErrorDetails } from '../core/errors.ts';
import { parseKoreanTime } from '../core/koreanTime.ts';
import { Secret } from '../core/secret.ts';
import type { HttpReply } from './httpTransport.ts';
import { errorCodeFor, serverCodeIn } from './serverCodes.ts';
import { serverMessage } from './serverMessage.ts';

/** What every JSON reply has, failures included; `message` is that of the HTTP 500 replies. */
const envelope = z.looseObject({
  return_code: z.optional(z.number()),
  return_msg: z.optional(z.string()),
  message: z.optional(z.string()),
});

/**
 * Reply to au10001. `expires_dt` is Korean time without saying so; `token_type` is "Bearer" in
 * captures and "bearer" in the guide. A token goes into a header, so only visible ASCII may pass.
 */
const issued = z.looseObject({
  token: z.string().check(z.regex(/^[\x21-\x7e]{1,4096}$/)),
  token_type: z.optional(z.string().check(z.regex(/^bearer$/i))),
  expires_dt: z.string(),
});

/**
 * @param secrets what must not come back in an error: the keys of the request
 * @throws KiwoomError with the server's own message, if it gave one
 */
export function readIssueReply(
  reply: HttpReply,
  secrets: readonly Secret[],
): { value: Secret; expiresAt: number } {
  const parsed = issued.safeParse(readReply(reply, secrets));
  if (!parsed.success) {
    const subject = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw new KiwoomError('reply-unexpected', { subject, httpStatus: reply.status });
  }
  const expiresAt = parseKoreanTime(parsed.data.expires_dt);
  if (expiresAt === undefined) {
    const subject = serverMessage(parsed.data.expires_dt, secrets);
    throw new KiwoomError('expiry-unreadable', { subject });
  }
  return { value: new Secret(parsed.data.token), expiresAt };
}

/**
 * Returns only if the reply proves the revocation: 2xx and `return_code` 0 or absent. The project's
 * source document goes by the HTTP status alone, but failures arrive under HTTP 200 too.
 */
export function readRevokeReply(reply: HttpReply, secrets: readonly Secret[]): void {
  readReply(reply, secrets);
}

/** The object in a reply that reports success, whatever its fields. */
export function readReply(reply: HttpReply, secrets: readonly Secret[]): Record<string, unknown> {
  const httpStatus = reply.status;
  const fail = (code: ErrorCode, details: ErrorDetails = {}): never => {
    throw new KiwoomError(code, { httpStatus, ...details });
  };
  const say = (text: string | undefined): ErrorDetails => {
    const message = serverMessage(text ?? '', secrets);
    return message === '' ? {} : { serverMessage: message };
  };

  if (httpStatus >= 300 && httpStatus < 400) {
    // Maintenance of the real server: 302 to http://api.kiwoom.com/start.html?<time>.
    const toStartPage = /\/start\.html(?:\?|$)/.test(reply.headers['location'] ?? '');
    return fail(toStartPage ? 'maintenance' : 'redirected');
  }
  const text = new TextDecoder().decode(reply.body).trim();
  const statusCode = failingStatus(httpStatus);
  if (text === '') return fail(statusCode ?? 'empty-reply');
  if (text.startsWith('<')) {
    const title = say(/<title[^>]*>([^<]*)/i.exec(text)?.[1]);
    // The firewall decides by User-Agent and answers 400 with this title.
    if (/request blocked/i.test(text)) return fail('request-blocked', title);
    return fail(statusCode ?? 'html-reply', title);
  }
  const json = parseJson(text);
  if (json === undefined) {
    const cut = /^[[{]/.test(text) && !/[\]}]$/.test(text);
    return fail(statusCode ?? (cut ? 'truncated-reply' : 'reply-not-json'));
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    const subject = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    return fail(statusCode ?? 'reply-unexpected', subject === '' ? {} : { subject });
  }
  const { return_code: returnCode, return_msg: returnMessage, message } = parsed.data;
  if (returnCode !== undefined && returnCode !== 0) {
    const serverCode = serverCodeIn(returnMessage ?? '');
    const known = errorCodeFor(serverCode);
    const code = known === 'unknown-server-code' ? (classCode(returnCode) ?? known) : known;
    return fail(code, {
      returnCode,
      ...(serverCode === undefined ? {} : { serverCode }),
      ...say(returnMessage),
    });
  }
  if (statusCode !== undefined) return fail(statusCode, say(returnMessage ?? message));
  return parsed.data;
}

/** `return_code` is a class; only this one says enough without the code inside the message. */
function classCode(returnCode: number): ErrorCode | undefined {
  return returnCode === 5 ? 'rate-limited' : undefined;
}

function failingStatus(status: number): ErrorCode | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 400) return 'http-bad-request';
  if (status === 401) return 'http-unauthorized';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'http-server-error' : 'http-status';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
