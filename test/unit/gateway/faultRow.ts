import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SentCall, TestGateway, TestGatewayOptions } from './testGateway.ts';

/** One line of the gateway's fault matrix: what goes wrong, and what comes of it. */
export interface FaultRow {
  readonly name: string;
  readonly options?: TestGatewayOptions;
  readonly arrange?: (gateway: TestGateway) => unknown;
  /** What the client sees, in the words of {@link seen}. */
  readonly act: (gateway: TestGateway) => Promise<string>;
  readonly sees: string | RegExp;
  /** Calls of TRs that reached the server; none where left out. */
  readonly trs?: number;
}

export const query = { stk_cd: '005930' };
export const order = { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' };

/** `200 0`: the status and Kiwoom's code; a word of ours in its place; `cut` where no reply came. */
export async function seen(sent: Promise<{ status: number; text: string }>): Promise<string> {
  try {
    const { status, text } = await sent;
    return `${status} ${codeIn(text)}`;
  } catch {
    return 'cut';
  }
}

function codeIn(text: string): string {
  try {
    const { return_code, return_msg } = JSON.parse(text) as Record<string, unknown>;
    const inMessage = /\[(?:(\d{4}):|([^\]]+)\])/.exec(String(return_msg));
    if (return_code === 0) return '0';
    return inMessage?.[1] ?? inMessage?.[2] ?? String(return_code);
  } catch {
    return text === '' ? 'nothing' : 'no JSON';
  }
}

export function sendQuery(gateway: TestGateway, options: SentCall = {}): Promise<string> {
  return seen(gateway.call('ka10001', query, options));
}

export function sendOrder(gateway: TestGateway, options: SentCall = {}): Promise<string> {
  return seen(gateway.call('kt10000', order, { path: '/api/dostk/ordr', ...options }));
}

/** What the gateway writes to whoever sends these bytes, until it ends the connection. */
export function sendBytes(gateway: TestGateway, ...parts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = net.connect(gateway.port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(received === '' ? 'cut' : received);
    });
  });
}

/** The bytes of a query that ends its connection. */
export function queryBytes(gateway: TestGateway, more = ''): string {
  const body = JSON.stringify(query);
  return [
    'POST /real/api/dostk/stkinfo HTTP/1.1',
    `Host: 127.0.0.1:${gateway.port}`,
    `Authorization: Bearer ${gateway.passOf(gateway.real)}`,
    'api-id: ka10001',
    `Content-Length: ${body.length}`,
    `Connection: close${more === '' ? '' : `\r\n${more}`}`,
    '',
    body,
  ].join('\r\n');
}

/** Sends a request and goes away when `moment` has come. */
export async function leave(bytes: string, gateway: TestGateway, moment: Promise<unknown>) {
  const socket = net.connect(gateway.port, '127.0.0.1', () => socket.write(bytes));
  socket.on('error', () => undefined);
  await moment;
  socket.destroy();
}

export async function until(done: () => boolean): Promise<void> {
  while (!done()) await nextTurn();
}
