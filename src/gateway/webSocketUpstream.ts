import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { liveServer } from '../core/model/liveServer.ts';
import { jsonObject } from './readBody.ts';

export interface SocketMessage {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** What Kiwoom's side does to a connection. */
export interface UpstreamReceiver {
  message(message: SocketMessage): void;
  closed(code: number, reason: Buffer): void;
}

export interface UpstreamAddress {
  /** Origin of the token's server. */
  readonly host: string;
  readonly path: string;
  readonly userAgent: string;
  readonly networkError: (error: NodeJS.ErrnoException) => KiwoomError;
}

/** Results of condition searches have some hundred kilobytes, in bytes. */
const longestMessage = 16 * 1024 * 1024;

const handshakeLimitMs = 10_000;

/** Messages that may come before there is a receiver; Kiwoom sends one, the answer to the login. */
const mostKept = 64;

/** A connection to Kiwoom's WebSocket. What comes is kept until somebody takes it. */
export class UpstreamConnection {
  readonly #socket: WebSocket;
  readonly #kept: SocketMessage[] = [];
  #closed: { readonly code: number; readonly reason: Buffer } | undefined;
  #receiver: UpstreamReceiver | undefined;
  #onNews: (() => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, binary) => {
      if (this.#receiver !== undefined) this.#receiver.message({ data, binary });
      else if (this.#kept.push({ data, binary }) > mostKept) socket.terminate();
      this.#onNews?.();
    });
    socket.on('close', (code, reason) => {
      this.#closed = { code, reason };
      this.#receiver?.closed(code, reason);
      this.#onNews?.();
    });
  }

  /** @throws KiwoomError why there is no connection; CancelledError */
  static open(address: UpstreamAddress, signal: AbortSignal): Promise<UpstreamConnection> {
    const { host, path, userAgent, networkError } = address;
    const socket = new WebSocket(`${webSocketOrigin(host)}${path}`, {
      headers: { 'User-Agent': userAgent },
      handshakeTimeout: handshakeLimitMs,
      maxPayload: longestMessage,
      perMessageDeflate: false,
      rejectUnauthorized: true,
    });
    return new Promise((resolve, reject) => {
      const give = (): void => {
        socket.terminate();
      };
      signal.addEventListener('abort', give, { once: true });
      if (signal.aborted) give();
      socket.on('open', () => {
        signal.removeEventListener('abort', give);
        resolve(new UpstreamConnection(socket));
      });
      socket.on('unexpected-response', (request, reply) => {
        reject(refusedHandshake(reply));
        request.destroy();
      });
      // Kept for the connection's life: what goes wrong later is told by its end.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reject(signal.aborted ? new CancelledError() : networkError(timeLimitIn(error)));
      });
    });
  }

  get socket(): WebSocket {
    return this.#socket;
  }

  /**
   * Sends a login and waits for its answer, which stays among what is kept.
   *
   * @returns the answer's fields; `undefined` if the connection ended before it came
   */
  async logIn(login: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    this.#socket.send(login);
    for (let looked = 0; ;) {
      for (; looked < this.#kept.length; looked += 1) {
        const fields = jsonObject(this.#kept[looked]?.data ?? Buffer.alloc(0));
        if (fields?.['trnm'] === 'LOGIN') return fields;
      }
      if (this.#closed !== undefined) return undefined;
      await new Promise<void>((resolve) => {
        this.#onNews = resolve;
      });
    }
  }

  /** Gives what was kept, in its order, and all that comes from now on. */
  relayTo(receiver: UpstreamReceiver): void {
    this.#receiver = receiver;
    for (const message of this.#kept.splice(0)) receiver.message(message);
    if (this.#closed !== undefined) receiver.closed(this.#closed.code, this.#closed.reason);
  }
}

/** The same host, on a port of its own; a server on this machine has one port for everything. */
export function webSocketOrigin(host: string): string {
  const { protocol, hostname, port } = new URL(host);
  if (protocol === 'http:') return `ws://${hostname}:${port || 80}`;
  return `wss://${hostname}:${port || liveServer.webSocketPort}`;
}

/** Maintenance redirects or shows a page, as for any request. */
function refusedHandshake({ statusCode = 0, headers }: IncomingMessage): KiwoomError {
  const isPage = /^text\/html/i.test(headers['content-type'] ?? '');
  if ((statusCode >= 300 && statusCode < 400) || (isPage && statusCode < 400)) {
    return new KiwoomError('maintenance');
  }
  const code: ErrorCode =
    statusCode === 401
      ? 'http-unauthorized'
      : statusCode === 429
        ? 'rate-limited'
        : statusCode === 400 && isPage
          ? 'request-blocked'
          : statusCode >= 500
            ? 'http-server-error'
            : 'http-status';
  return new KiwoomError(code, { httpStatus: statusCode });
}

/** The library has no code for its own time limit. */
function timeLimitIn(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error.message === 'Opening handshake has timed out'
    ? Object.assign(error, { code: 'ETIMEDOUT' })
    : error;
}
