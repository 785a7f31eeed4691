import { type ErrorCode } from '../core/base/errors.ts';
import { errorCodeFor, isPublished } from './serverCodes.ts';

/** Fields that may contain the error message; `message` is used by the HTTP 500 replies. */
const wordFields = ['return_msg', 'message', 'error_description', 'error'];

/**
 * Notations of an error code in a message, the most reliable first. Each occurs in captures or in
 * Kiwoom's own client; any other number in a message may be a stock code or an amount.
 */
const spellings: readonly RegExp[] = [
  // 인증에 실패했습니다[8005:Token이 유효하지 않습니다]
  /\[\s*(\d{4})\s*[:：]/g,
  // [2000](RC4058:모의투자 장종료)
  /^\s*\[\s*(\d{4})\s*\]/g,
  // [CODE=8005, MESSAGE=…], of the WebSocket
  /(?<![\p{L}\p{N}_-])CODE\s*=\s*(\d{4})(?!\d)/giu,
  // 8005: Token이 유효하지 않습니다
  /^\s*(\d{4})\s*[:：]/g,
];

/** Limit in characters: Kiwoom's messages have a few hundred; a hostile one could have millions. */
const longestRead = 16 * 1024;

/** The error that a failed reply reports. */
export interface ReplyVerdict {
  readonly code: ErrorCode;
  /** A code of the published table, or else the number at the place of a code. */
  readonly serverCode?: number;
  /** `return_code`, if it is a number or a numeric string. */
  readonly returnCode?: number;
}

/**
 * Parses the error of a JSON reply or a WebSocket message, the same for every call. Only codes of the
 * published table count. If the message and `return_code` disagree, the message wins, because
 * `return_code` is only an error class then.
 *
 * @returns `undefined` for a reply that reports no failure
 */
export function replyVerdict(fields: Readonly<Record<string, unknown>>): ReplyVerdict | undefined {
  const returnCode = returnCodeOf(fields['return_code']);
  // A success is final whatever its message says: an accepted order must not be sent again.
  if (returnCode === 0) return undefined;
  const inMessage = codesIn(messageOf(fields) ?? '');
  const published = [...inMessage, returnCode].find((code) => isPublished(code));
  if (published === undefined && returnCode === undefined) return undefined;
  const serverCode = published ?? inMessage[0];
  const known = errorCodeFor(published);
  return {
    // `return_code` is an error class; only class 5 is specific enough without a code in the message.
    code: published === undefined && returnCode === 5 ? 'rate-limited' : known,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(returnCode === undefined ? {} : { returnCode }),
  };
}

/** `return_code` is a JSON number; a numeric string is accepted too. */
function returnCodeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : undefined;
}

/** The server's message, not shortened. */
export function messageOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  return wordFields
    .map((name) => fields[name])
    .find((text): text is string => typeof text === 'string' && text !== '');
}

function codesIn(whole: string): number[] {
  const message = whole.slice(0, longestRead);
  return spellings.flatMap((spelling) =>
    Array.from(message.matchAll(spelling), ([, digits]) => Number(digits)),
  );
}
