import { KiwoomError } from '../core/base/errors.ts';
import type { Secret } from '../core/base/secret.ts';
import { refusesToken } from '../core/model/tokenRefusal.ts';
import { messageOf, replyVerdict } from './replyCode.ts';
import { serverMessage } from './serverMessage.ts';

/** A reply that another program received, as far as that program exposes it. */
export interface SeenReply {
  readonly httpStatus?: number;
  /** JSON: the reply, or `responses` with a `body` each. */
  readonly body: string;
}

/** Limit in characters: a refusal has a few hundred; longer replies are data. */
const longestRead = 64 * 1024;

/**
 * Detects Kiwoom's refusal of the token in a reply to a TR or to a WebSocket's LOGIN.
 *
 * @param token the request's token, to mask it in the error
 */
export function tokenRefusalIn(
  { httpStatus, body }: SeenReply,
  token: Secret,
): KiwoomError | undefined {
  const status = httpStatus === undefined ? {} : { httpStatus };
  for (const fields of objectsIn(body.slice(0, longestRead))) {
    const verdict = replyVerdict(fields);
    if (verdict === undefined || !refusesToken(verdict.code)) continue;
    const { code, ...codes } = verdict;
    const said = serverMessage(messageOf(fields) ?? '', [token]);
    return new KiwoomError(code, { ...status, ...codes, serverMessage: said });
  }
  return httpStatus === 401 ? new KiwoomError('http-unauthorized', status) : undefined;
}

/** The JSON object of a reply, or the WebSocket messages in the format of httpyac. */
function objectsIn(body: string): Record<string, unknown>[] {
  const whole = parseObject(body);
  if (whole === undefined) return [];
  const { responses } = whole;
  if (!Array.isArray(responses)) return [whole];
  return responses.flatMap((message: unknown): Record<string, unknown>[] => {
    const text = isObject(message) ? message['body'] : undefined;
    const fields = typeof text === 'string' ? parseObject(text) : undefined;
    return fields === undefined ? [] : [fields];
  });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    // `trim` removes a byte order mark too.
    const value: unknown = JSON.parse(text.trim());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
