import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { webSocketHost } from '../core/model/webSocketHost.ts';
import { jsonObject } from './readBody.ts';

export interface SocketMessage {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** Receives messages and the close event of Kiwoom's side. */
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

/** Size limit of a message in bytes; results of condition searches have a few hundred kilobytes. */
const longestMessage = 16 * 1024 * 1024;

const handshakeLimitMs = 10_000;

/** Limit of buffered messages before there is a receiver; Kiwoom sends one, the reply to the login. */
const mostKept = 64;

/** A connection to Kiwoom's WebSocket. Messages are buffered until there is a receiver. */
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
    const socket = new WebSocket(`${webSocketHost(host)}${path}`, {
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
      // The listener stays for the connection's lifetime; later errors are reported by the close event.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reject(signal.aborted ? new CancelledError() : networkError(timeLimitIn(error)));
      });
    });
  }

  get socket(): WebSocket {
    return this.#socket;
  }

  /**
   * Sends a login and waits for the reply, which stays in the buffer.
   *
   * @returns the reply's fields; `undefined` if the connection ended first
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

  /** Delivers the buffered messages in order, then all later ones. */
  relayTo(receiver: UpstreamReceiver): void {
    this.#receiver = receiver;
    for (const message of this.#kept.splice(0)) receiver.message(message);
    if (this.#closed !== undefined) receiver.closed(this.#closed.code, this.#closed.reason);
  }
}

/** Maintenance is a redirect or a page, as for any request. */
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

/** The library reports its own timeout without a code. */
function timeLimitIn(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error.message === 'Opening handshake has timed out'
    ? Object.assign(error, { code: 'ETIMEDOUT' })
    : error;
}
