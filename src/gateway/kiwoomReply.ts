import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { type GatewayProblem, sentenceOf } from './gatewayProblem.ts';

export interface ProblemFields {
  readonly return_code: number;
  readonly return_msg: string;
}

/**
 * A failure in the format of Kiwoom's replies, with a word in place of the number, so that no client
 * mistakes it for a code of Kiwoom's, and a sentence for people.
 *
 * @param subject detail of the problem, such as that of a certificate
 */
export function problemFields(problem: GatewayProblem, subject?: string): ProblemFields {
  if (problem === 'rate-limited' || problem === 'too-many-waiting') {
    return {
      return_code: 5,
      // Code 1700 makes programs wait; they would treat a word as a failure.
      return_msg:
        '허용된 요청 개수를 초과하였습니다[1700:허용된 API 요청 개수를 초과하였습니다. (gateway)]',
    };
  }
  const text = subject === undefined ? problem : `${problem}: ${subject}`;
  return {
    return_code: 9,
    return_msg: `Kiwoom REST Auth gateway [${text}] ${sentenceOf(problem)}`,
  };
}

/** The gateway's problem and HTTP status for a request that could not be forwarded. */
export function problemOf(thrown: unknown): {
  readonly status: number;
  readonly problem: ErrorCode;
  readonly subject?: string;
} {
  if (!(thrown instanceof KiwoomError)) return { status: 502, problem: 'unexpected' };
  const { code, details } = thrown;
  if (code === 'timed-out') return { status: 504, problem: code };
  if (code === 'rate-limited') return { status: 429, problem: code };
  if (code === 'maintenance' || code === 'html-reply') {
    return { status: 503, problem: 'maintenance' };
  }
  const isCertificate = code === 'certificate-untrusted' || code === 'certificate-date';
  const subject = isCertificate ? details.subject : undefined;
  return { status: 502, problem: code, ...(subject === undefined ? {} : { subject }) };
}

export function answerProblem(
  response: ServerResponse,
  status: number,
  problem: GatewayProblem,
  subject?: string,
): void {
  answerJson(response, status, problemFields(problem, subject));
}

export function answerJson(response: ServerResponse, status: number, fields: object): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(JSON.stringify(fields), 'utf8');
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

/** Same for a WebSocket upgrade, where Node gives no response object. */
export function refuseUpgrade(socket: Duplex, status: number, problem: GatewayProblem): void {
  const body = JSON.stringify(problemFields(problem));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json;charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  // A client that leaves its half open would hold the connection for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
