import * as z from 'zod/mini';
import { KiwoomError, type ErrorCode, type ErrorDetails } from '../core/base/errors.ts';
import { parseKoreanTime } from '../core/time/koreanTime.ts';
import { Secret } from '../core/base/secret.ts';
import type { HttpReply } from './httpTransport.ts';
import { messageOf, replyVerdict } from './replyCode.ts';
import { serverMessage } from './serverMessage.ts';

/** `return_code` is a JSON number; a numeric string is accepted too. */
const returnCode = z.union([
  z.number(),
  z.pipe(z.string().check(z.regex(/^\s*-?\d+\s*$/)), z.transform(Number)),
]);

/** Fields of every JSON reply, failures included. */
const envelope = z.looseObject({ return_code: z.nullish(returnCode) });

/**
 * Reply to au10001. `expires_dt` is Korean time without a time zone; `token_type` is "Bearer" in
 * captures and "bearer" in the guide. A token is written to headers, files and shell variables, so only
 * the characters of a bearer token are accepted (RFC 6750, section 2.1).
 */
const issued = z.looseObject({
  token: z.string().check(z.regex(/^(?=.{1,4096}$)[\w.~+/-]+=*$/)),
  token_type: z.optional(z.string().check(z.regex(/^bearer$/i))),
  expires_dt: z.string(),
});

/**
 * @param secrets the request's keys, to mask them in errors
 * @throws KiwoomError with the server's own message, if it sent one
 */
export function readIssueReply(
  reply: HttpReply,
  secrets: readonly Secret[],
): { value: Secret; expiresAt: number } {
  const fields = readReply(reply, secrets);
  const parsed = issued.safeParse(fields);
  if (!parsed.success) {
    const subject = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ');
    const said = wordsOf(fields, secrets);
    throw new KiwoomError('reply-unexpected', { subject, httpStatus: reply.status, ...said });
  }
  const expiresAt = parseKoreanTime(parsed.data.expires_dt);
  if (expiresAt === undefined) {
    const subject = serverMessage(parsed.data.expires_dt, secrets);
    throw new KiwoomError('expiry-unreadable', { subject });
  }
  return { value: new Secret(parsed.data.token), expiresAt };
}

/**
 * Returns only if the reply proves the revocation: 2xx and `return_code` 0 or absent. The HTTP status
 * alone proves nothing, as failures arrive with HTTP 200 too.
 */
export function readRevokeReply(reply: HttpReply, secrets: readonly Secret[]): void {
  readReply(reply, secrets);
}

/** The JSON object of a reply that reports success. */
export function readReply(reply: HttpReply, secrets: readonly Secret[]): Record<string, unknown> {
  const httpStatus = reply.status;
  const fail = (code: ErrorCode, details: ErrorDetails = {}): never => {
    throw new KiwoomError(code, { httpStatus, ...details });
  };
  if (httpStatus >= 300 && httpStatus < 400) {
    // Maintenance of the real server is a redirect: 302 to http://api.kiwoom.com/start.html?<time>.
    const toStartPage = /\/start\.html(?:\?|$)/.test(reply.headers['location'] ?? '');
    return fail(toStartPage ? 'maintenance' : 'redirected');
  }
  const text = decode(reply).trim();
  const statusCode = failingStatus(httpStatus);
  if (text === '') return fail(statusCode ?? 'empty-reply');
  if (text.startsWith('<')) {
    const title = words(titleOf(text), secrets);
    // The firewall filters by User-Agent and answers 400 with this title.
    if (/request blocked/i.test(text)) return fail('request-blocked', title);
    return fail(statusCode ?? 'html-reply', title);
  }
  const json = parseJson(text);
  if (json === undefined) {
    const cut = /^[[{]/.test(text) && !/[\]}]$/.test(text);
    return fail(statusCode ?? (cut ? 'truncated-reply' : 'reply-not-json'), words(text, secrets));
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    const subject = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    return fail(statusCode ?? 'reply-unexpected', {
      ...(subject === '' ? {} : { subject }),
      ...wordsOf(json, secrets),
    });
  }
  const said = wordsOf(parsed.data, secrets);
  const verdict = replyVerdict(parsed.data);
  if (verdict !== undefined) {
    const { code, ...codes } = verdict;
    return fail(moreExact(code, statusCode), { ...codes, ...said });
  }
  if (statusCode !== undefined) return fail(statusCode, said);
  return parsed.data;
}

/** The HTTP status decides if the message has no known code. */
function moreExact(code: ErrorCode, statusCode: ErrorCode | undefined): ErrorCode {
  return code === 'unknown-server-code' ? (statusCode ?? code) : code;
}

function failingStatus(status: number): ErrorCode | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 400) return 'http-bad-request';
  if (status === 401) return 'http-unauthorized';
  if (status === 407) return 'proxy-refused';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'http-server-error' : 'http-status';
}

/** Bounded search, as scanning all of a hostile page could take hours. */
function titleOf(page: string): string | undefined {
  return /<title[^<>]*>([^<]*)/i.exec(page.slice(0, 4096))?.[1];
}

/** The server's message, safe to show. */
function words(text: string | undefined, secrets: readonly Secret[]): ErrorDetails {
  const message = serverMessage(text ?? '', secrets);
  return message === '' ? {} : { serverMessage: message };
}

function wordsOf(json: unknown, secrets: readonly Secret[]): ErrorDetails {
  if (typeof json !== 'object' || json === null) return {};
  return words(messageOf(json as Record<string, unknown>), secrets);
}

/** Names that older Korean servers use for the code page that the Encoding Standard calls EUC-KR. */
const codePage949 = /^(?:x-)?(?:ms-?|cp-?|windows-|ibm-?)?949$|^uhc$|^ks_?x_?1001$/i;

/** JSON is UTF-8; a maintenance page may come from an older server that declares no charset. */
function decode({ headers, body }: HttpReply): string {
  const utf8 = new TextDecoder().decode(body);
  const charset =
    /charset=["']?([\w-]+)/i.exec(headers['content-type'] ?? '') ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(utf8.slice(0, 2048));
  const named = charset?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(named)) return isUtf8(body) ? utf8 : korean(body, utf8);
  try {
    return new TextDecoder(codePage949.test(named) ? 'euc-kr' : named).decode(body);
  } catch {
    return utf8;
  }
}

function isUtf8(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}

/** Decodes invalid UTF-8 as EUC-KR if that gives Hangul. */
function korean(body: Uint8Array, otherwise: string): string {
  const text = new TextDecoder('euc-kr').decode(body);
  return /[가-힣]/.test(text) ? text : otherwise;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
