import type { Account } from './accounts.ts';

/** Calls for the simulator's own tests, sent by a plain client. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export function issueBody({ appkey, secretkey }: Account): object {
  return { grant_type: 'client_credentials', appkey, secretkey };
}

export interface IssueAnswer {
  readonly expires_dt: string;
  readonly token: string;
}

export function issue(server: { url: string }, account: Account): Promise<Answer> {
  return post(`${server.url}/oauth2/token`, issueBody(account));
}

/** Issues a token and expects success. */
export async function issued(server: { url: string }, account: Account): Promise<IssueAnswer> {
  const { text } = await issue(server, account);
  const answer = JSON.parse(text) as Partial<IssueAnswer>;
  if (answer.token === undefined || answer.expires_dt === undefined) throw new Error(text);
  return { token: answer.token, expires_dt: answer.expires_dt };
}

export function revoke(server: { url: string }, account: Account, token: string): Promise<Answer> {
  const { appkey, secretkey } = account;
  return post(`${server.url}/oauth2/revoke`, { appkey, secretkey, token });
}

export interface Transaction {
  apiId: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export const accountNumber: Transaction = { apiId: 'ka00001', path: '/api/dostk/acnt' };
export const stockInfo: Transaction = {
  apiId: 'ka10001',
  path: '/api/dostk/stkinfo',
  body: { stk_cd: '005930' },
};
export const buyOrder: Transaction = {
  apiId: 'kt10000',
  path: '/api/dostk/ordr',
  body: { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', ord_uv: '', trde_tp: '3' },
};

export function transact(
  server: { url: string },
  token: string,
  { apiId, path, body = {}, headers = {} }: Transaction,
): Promise<Answer> {
  return post(`${server.url}${path}`, body, {
    'api-id': apiId,
    authorization: `Bearer ${token}`,
    ...headers,
  });
}

/** The return code and Kiwoom's own code inside `return_msg`, as `3/8005`; `0` for success. */
export function verdict({ text }: Answer): string {
  const body = JSON.parse(text) as { return_code: number; return_msg: string };
  const code = /\[(\d{4}):/.exec(body.return_msg)?.[1];
  return code === undefined ? String(body.return_code) : `${body.return_code}/${code}`;
}

/** A clock that only moves when a test advances it. It starts at 2024-11-06 08:37:13.250 Korean time. */
export class ManualClock {
  #ms = Date.UTC(2024, 10, 5, 23, 37, 13, 250);
  readonly now = (): number => this.#ms;
  advance(ms: number): void {
    this.#ms += ms;
  }
}

export const second = 1000;
export const hour = 3600 * second;
