import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer as WebSocketUpgrade } from 'ws';
import type { CallLog } from './callLog.ts';
import { failureText, type KiwoomCode } from './errorCodes.ts';
import { readJsonObject, type ServerState } from './serverState.ts';
import type { IssuedToken } from './tokens.ts';

interface WebSocketParts {
  readonly state: ServerState;
  readonly log: CallLog;
  /** Simulator time in milliseconds, without the server's skew. */
  readonly time: () => number;
}

interface Connection {
  readonly socket: WebSocket;
  readonly upgrade: IncomingMessage;
  /** Token of the login. */
  token?: IssuedToken;
}

const path = '/api/dostk/websocket';

/**
 * WebSocket of one of Kiwoom's two servers: a login with a token, then messages named by `trnm`. Real-time data
 * is sent when a test pushes it; each message is answered and logged with the method `WS`.
 *
 * Known: the login comes first, and a second connection with the same app key ends the first with R10001.
 * Unpublished, so assumed: maintenance redirects a handshake as it does a request; what is sent without a login is refused with 8005 and ends the connection.
 */
export class WebSocketServer {
  readonly #parts: WebSocketParts;
  readonly #upgrade = new WebSocketUpgrade({ noServer: true });
  readonly #connections = new Set<Connection>();

  constructor(parts: WebSocketParts) {
    this.#parts = parts;
  }

  readonly upgrade = (message: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (message.url?.split('?')[0] !== path) {
      socket.destroy();
      return;
    }
    if (this.#parts.state.switches.maintenance) {
      socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/start.html\r\n\r\n');
      return;
    }
    this.#upgrade.handleUpgrade(message, socket, head, (opened) => {
      const connection: Connection = { socket: opened, upgrade: message };
      this.#connections.add(connection);
      opened.on('close', () => this.#connections.delete(connection));
      opened.on('message', (data) => {
        this.#answer(connection, textOf(data));
      });
    });
  };

  /** Sends a message to all logged-in connections; returns their number. */
  push(message: string): number {
    const connections = [...this.#connections].filter(({ token }) => token !== undefined);
    for (const { socket } of connections) socket.send(message);
    return connections.length;
  }

  /** Closes the open connections with a close frame. */
  end(code: number, reason: string): void {
    for (const { socket } of this.#connections) socket.close(code, reason);
  }

  /** Drops the open connections. */
  drop(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  #answer(connection: Connection, text: string): void {
    const message = readJsonObject(text);
    const name = message?.['trnm'];
    if (name === 'PING') {
      connection.socket.send(text);
      return;
    }
    const isLogin = name === 'LOGIN';
    const login = isLogin ? message?.['token'] : undefined;
    const code = isLogin ? this.#logIn(connection, login) : connection.token ? 0 : 8005;
    this.#record(connection, text, code);
    const { spelling } = this.#parts.state.switches;
    const failure = code === 0 ? undefined : failureText(code, '', spelling);
    const verdict = { return_code: failure?.returnCode ?? 0, return_msg: failure?.returnMsg ?? '' };
    connection.socket.send(JSON.stringify({ trnm: name, ...verdict }));
    if (failure !== undefined) connection.socket.close();
  }

  #logIn(connection: Connection, text: unknown): KiwoomCode | 0 {
    const { tokens, environment, now } = this.#parts.state;
    const token = typeof text === 'string' ? tokens.findAlive(text, now()) : undefined;
    if (token === undefined) return 8005;
    if (token.account.environment !== environment) return 8031;
    for (const other of this.#connections) {
      if (other.token?.account !== token.account) continue;
      other.socket.send(
        JSON.stringify({
          trnm: 'SYSTEM',
          code: 'R10001',
          message: '동일한 App key로 접속이 되었습니다.',
        }),
      );
      other.socket.close();
    }
    connection.token = token;
    return 0;
  }

  #record({ upgrade, token }: Connection, body: string, code: KiwoomCode | 0): void {
    const { log, time, state } = this.#parts;
    const headers = Object.entries(upgrade.headers).map(([name, value]) => [name, String(value)]);
    const record = log.open(
      {
        environment: state.environment,
        kind: 'tr',
        apiId: upgrade.headers['api-id']?.toString() ?? null,
        method: 'WS',
        path,
        headers: Object.fromEntries(headers) as Record<string, string>,
        token: token?.text ?? null,
        body,
        receivedAt: time(),
      },
      null,
    );
    log.change(record, { code, outcome: 'answered' });
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.from(data as Buffer).toString();
}
