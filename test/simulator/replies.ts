import { failureText, isKiwoomCode, type KiwoomCode, type Spelling } from './errorCodes.ts';

/** A complete answer, before a network fault is applied. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** 0 for success, Kiwoom's four-digit code for an error, null for an answer that is not Kiwoom's. */
  readonly code: number | null;
}

const successMessage = '정상적으로 처리되었습니다';

function json(body: object, code: number | null, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: Buffer.from(JSON.stringify(body)),
    code,
  };
}

function html(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html;charset=UTF-8', ...headers },
    body: Buffer.from(body),
    code: null,
  };
}

/** The keys are in the captured order. */
export function issued(token: string, expiresDt: string): Reply {
  return json(
    {
      expires_dt: expiresDt,
      return_msg: successMessage,
      token_type: 'Bearer',
      return_code: 0,
      token,
    },
    0,
  );
}

export function revoked(): Reply {
  return json({ return_code: 0, return_msg: successMessage }, 0);
}

/** A TR's success: its own fields, then code and message, and the three headers of a TR answer. */
export function transactionDone(apiId: string, fields: object, nextKey?: string): Reply {
  const reply = json({ ...fields, return_code: 0, return_msg: successMessage }, 0);
  const continued = { 'cont-yn': nextKey === undefined ? 'N' : 'Y', 'next-key': nextKey ?? '' };
  return { ...reply, headers: { ...reply.headers, 'api-id': apiId, ...continued } };
}

/**
 * A Kiwoom error: HTTP 200, the class in `return_code`, the code itself only inside `return_msg`.
 *
 * @param detail text that the server appends, such as the name of a missing field.
 */
export function failed(
  code: KiwoomCode,
  detail = '',
  status = 200,
  spelling: Spelling = 'bracket',
): Reply {
  const { returnCode, returnMsg } = failureText(code, detail, spelling);
  return json({ return_code: returnCode, return_msg: returnMsg }, code, status);
}

/** The same error in another spelling; other replies are unchanged. */
export function spelled(
  reply: Reply,
  { spelling, deadTokenStatus }: { spelling: Spelling; deadTokenStatus: number },
): Reply {
  const { code } = reply;
  if (code === null || !isKiwoomCode(code)) return reply;
  const status = code === 8005 ? deadTokenStatus : reply.status;
  if (spelling === 'bracket') return { ...reply, status };
  return failed(code, '', status, spelling);
}

/** HTTP 429 by default; the same body was once captured under HTTP 200. */
export function tooManyRequests(apiId: string, limit: number, status: 200 | 429): Reply {
  return failed(1700, `. 유량=${limit}, API ID=${apiId}`, status);
}

/** Reply for an unknown path: the only JSON error without `return_code`. */
export function unknownPath(): Reply {
  const message = '예기치 못한 에러가 발생하였습니다';
  return json({ error: 'INTERNAL_SERVER_ERROR', status: 500, message }, null, 500);
}

/** Maintenance of the real server: a redirect to plain HTTP before any key is checked. */
export function maintenanceOfReal(now: number): Reply {
  const target = `http://api.kiwoom.com/start.html?${now}`;
  return html(302, `<html><head><title>302 Found</title></head><body>302 Found</body></html>`, {
    location: target,
  });
}

/** Maintenance of the mock server (seen at weekends): an HTML page instead of JSON. */
export function maintenanceOfMock(): Reply {
  return html(
    200,
    '<!DOCTYPE html><html lang="ko"><head><title>시스템 점검 안내</title></head>' +
      '<body><h1>시스템 점검 중입니다</h1></body></html>',
  );
}

/** Reply of the firewall in front of the servers, which checks the User-Agent header. */
export function blockedByFirewall(): Reply {
  return html(
    400,
    '<html><head><title>Request Blocked</title></head>' +
      '<body><h1>Request Blocked</h1></body></html>',
  );
}
