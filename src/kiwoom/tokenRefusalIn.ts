import { KiwoomError } from '../core/base/errors.ts';
import type { Secret } from '../core/base/secret.ts';
import { refusesToken } from '../core/model/tokenRefusal.ts';
import { messageOf, replyVerdict } from './replyCode.ts';
import { serverMessage } from './serverMessage.ts';

/** A reply that another program received, as far as it shows it. */
export interface SeenReply {
  readonly httpStatus?: number;
  /** JSON: the reply, or `responses` with a `body` each. */
  readonly body: string;
}

/** Longer ones are data: a refusal has some hundred characters. */
const longestRead = 64 * 1024;

/**
 * Whether Kiwoom refuses the token in a reply to a TR or to a WebSocket's LOGIN.
 *
 * @param token that the request carried; it does not come back in the error
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

/** The reply itself, or the messages of a WebSocket as httpyac joins them. */
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
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
