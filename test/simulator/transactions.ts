import { findTransaction, type TransactionFacts } from './catalogue.ts';
import type { KiwoomCode } from './errorCodes.ts';
import { failed, tooManyRequests, transactionDone, type Reply } from './replies.ts';
import {
  isMissing,
  readJsonObject,
  type ReceivedRequest,
  type ServerState,
} from './serverState.ts';
import type { IssuedToken } from './tokens.ts';
import { transactionFields } from './transactionFields.ts';

/**
 * Answers a TR call on a known path. The order of the checks is not published; headers come first, then the
 * access token, then the body.
 */
export function answerTransaction(state: ServerState, request: ReceivedRequest): Reply {
  const facts = identify(request);
  if ('status' in facts) return facts;
  const token = authorize(state, request.headers['authorization']);
  if (typeof token === 'number') return failed(token);
  return refuse(state, facts, token) ?? answerBody(state, facts, token, request);
}

/** TR of the `api-id` header, if it belongs to this path. */
function identify({ path, headers }: ReceivedRequest): TransactionFacts | Reply {
  const apiId = headers['api-id'];
  if (isMissing(apiId)) return failed(1501);
  const facts = findTransaction(apiId);
  if (facts === undefined) return failed(1505);
  // The appended text was captured: the server echoes the request.
  if (facts.path !== path) return failed(1504, `. API ID=${apiId}, URI=${path}`);
  return facts;
}

/** Valid access token of an `authorization` header, or the error code. */
function authorize(state: ServerState, header: string | undefined): IssuedToken | KiwoomCode {
  if (header === undefined) return 1513;
  if (header.trim() === '') return 1512;
  const [type = '', text, ...rest] = header.trim().split(/\s+/);
  const isBearer = type.toLowerCase() === 'bearer';
  if (text === undefined) return isBearer ? 1516 : 1514;
  if (rest.length > 0) return 1514;
  if (!isBearer) return 1515;
  const token = state.tokens.findAlive(text, state.now());
  if (token === undefined) return 8005;
  if (token.account.environment !== state.environment) return 8031;
  const { callerIp } = state.switches;
  if (token.issuedTo !== callerIp) return 8010;
  // The same IP address as at the issue, but removed from the portal's list since.
  if (!token.account.registeredIps.includes(callerIp)) return 8103;
  return token;
}

function refuse(
  { rateLimit, switches, now }: ServerState,
  { id, path }: TransactionFacts,
  { account }: IssuedToken,
): Reply | undefined {
  const { limit, limitStatus, unsupportedPaths } = switches;
  if (limit !== 'off' && !rateLimit.admit(account.appkey, id, limit, now())) {
    return tooManyRequests(id, limit, limitStatus);
  }
  return unsupportedPaths.some((start) => path.startsWith(start)) ? failed(8104) : undefined;
}

function answerBody(
  state: ServerState,
  facts: TransactionFacts,
  token: IssuedToken,
  { headers, body }: ReceivedRequest,
): Reply {
  const input = readJsonObject(body);
  const page = pageAsked(headers);
  if (input === undefined || Number.isNaN(page)) return failed(1517);
  const missing = facts.required.find((name) => isMissing(input[name]));
  if (missing !== undefined) return failed(1511, `. 필수입력 파라미터=${missing}`);
  const { pages } = state.switches;
  const fields = transactionFields(facts, input, state, token.account.account);
  return page < pages
    ? transactionDone(facts.id, fields, nextKeyOf(page + 1))
    : transactionDone(facts.id, fields);
}

/** Opaque for clients, like the server's own; here it is the number of the next page. */
function nextKeyOf(page: number): string {
  return String(page).padStart(8, '0');
}

/** Page requested by `cont-yn: Y` with a `next-key`; NaN for an unknown key. */
function pageAsked(headers: ReceivedRequest['headers']): number {
  if (headers['cont-yn'] !== 'Y') return 1;
  const nextKey = headers['next-key'] ?? '';
  return /^\d{8}$/.test(nextKey) ? Number(nextKey) : NaN;
}
