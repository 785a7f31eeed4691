import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '../core/base/errors.ts';
import type { RefusalReason } from '../core/passes/gatewayRequest.ts';

/** Why the gateway answers by itself. */
export type GatewayProblem =
  | RefusalReason
  | ErrorCode
  | 'body-too-large'
  | 'body-not-json'
  | 'order-refused'
  | 'too-many-waiting';

/**
 * A failure in the form of Kiwoom's own, with a word of ours where its replies have a number, so that no
 * client takes it for a code of Kiwoom's.
 */
export function answerProblem(
  response: ServerResponse,
  status: number,
  problem: GatewayProblem,
): void {
  const limited = problem === 'rate-limited' || problem === 'too-many-waiting';
  // 1700 is what programs wait out; they would take a word for a failure.
  const text = limited
    ? '허용된 요청 개수를 초과하였습니다[1700:허용된 API 요청 개수를 초과하였습니다. (gateway)]'
    : `Kiwoom REST Auth gateway [${problem}]`;
  answerJson(response, status, { return_code: limited ? 5 : 9, return_msg: text });
}

export function answerJson(
  response: ServerResponse,
  status: number,
  fields: Readonly<Record<string, unknown>>,
): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(JSON.stringify(fields), 'utf8');
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
