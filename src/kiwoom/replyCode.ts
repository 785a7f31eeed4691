import { type ErrorCode } from '../core/base/errors.ts';
import { errorCodeFor, isPublished } from './serverCodes.ts';

/** Where a reply may say what is wrong; `message` is that of the HTTP 500 replies. */
const wordFields = ['return_msg', 'message', 'error_description', 'error'];

/**
 * The spellings of a code inside a message, the surest first. Each is seen in captures or in Kiwoom's
 * own client; a number anywhere else in a message may be a stock code or an amount and says nothing.
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

/** Kiwoom's messages have some hundred characters; a hostile one could have millions. */
const longestRead = 16 * 1024;

/** What a failed reply says about itself. */
export interface ReplyVerdict {
  readonly code: ErrorCode;
  /** Of the published table; where none was found, what stood where one is expected. */
  readonly serverCode?: number;
  /** `return_code`, if it was a number or a text of digits. */
  readonly returnCode?: number;
}

/**
 * Reads a JSON reply, or a message of the WebSocket, for the server's verdict: the same for every call.
 * Only codes of the published table count. Where the message and `return_code` disagree, the message
 * wins, because `return_code` is a class there.
 *
 * @returns `undefined` for a reply that reports no failure
 */
export function replyVerdict(fields: Readonly<Record<string, unknown>>): ReplyVerdict | undefined {
  const returnCode = returnCodeOf(fields['return_code']);
  // A success is one whatever is in its message: an order that was taken must not be sent again.
  if (returnCode === 0) return undefined;
  const inMessage = codesIn(messageOf(fields) ?? '');
  const published = [...inMessage, returnCode].find((code) => isPublished(code));
  if (published === undefined && returnCode === undefined) return undefined;
  const serverCode = published ?? inMessage[0];
  const known = errorCodeFor(published);
  return {
    // `return_code` is a class; only this one says enough without a code inside the message.
    code: published === undefined && returnCode === 5 ? 'rate-limited' : known,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(returnCode === undefined ? {} : { returnCode }),
  };
}

/** `return_code` is a JSON number; one written as a text says the same. */
function returnCodeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : undefined;
}

/** The server's own words, unshortened. */
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
