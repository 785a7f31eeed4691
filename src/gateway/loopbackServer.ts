import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Disposable } from '../core/base/event.ts';
import type { GatewayLimits } from './gatewayLimits.ts';

export interface LoopbackHandlers {
  readonly request: RequestListener;
  /** Rejects if the connection is to be closed. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
}

/** HTTP server on 127.0.0.1 only, which closes slow, silent, surplus and malformed connections. */
export class LoopbackServer implements Disposable {
  readonly #server: Server;
  /** The newest response of each connection. */
  readonly #newest = new WeakMap<Duplex, ServerResponse>();
  #address = '';

  constructor(limits: GatewayLimits, { request, upgrade }: LoopbackHandlers) {
    const options = {
      maxHeaderSize: 16 * 1024,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    };
    this.#server = createServer(options, (message, response) => {
      this.#inTurn(message, response, request);
    });
    this.#server.timeout = limits.idleMs;
    this.#server.maxConnections = limits.connections;
    this.#server.on('clientError', (_error, socket) => socket.destroy());
    // Node answers CONNECT itself unless there is a listener; this one answers nothing.
    this.#server.on('connect', (_request, socket) => socket.destroy());
    this.#server.on('upgrade', (message: IncomingMessage, socket, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      upgrade(message, socket, head).catch(() => socket.destroy());
    });
  }

  /** Host and port. */
  get address(): string {
    return this.#address;
  }

  /**
   * Opens the first port that can be opened.
   *
   * @throws Error of the last port if none can be
   */
  async listen(ports: readonly number[]): Promise<number> {
    const [port = 0, ...others] = ports;
    const opened = await this.#listenOn(port).catch((thrown: unknown) => {
      if (others.length === 0) throw thrown;
      return this.listen(others);
    });
    this.#address = `127.0.0.1:${opened}`;
    return opened;
  }

  dispose(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /**
   * Handles a request when those before it on its connection are answered, and not at all if the last of these
   * answers ends the connection: an order must not be sent whose reply cannot arrive.
   */
  #inTurn(message: IncomingMessage, response: ServerResponse, handle: RequestListener): void {
    const { socket } = message;
    const before = this.#newest.get(socket);
    this.#newest.set(socket, response);
    const begin = (): void => {
      if (socket.writable) handle(message, response);
    };
    // Node gives a response the connection when its turn comes.
    if (response.socket === null) before?.once('close', begin);
    else begin();
  }

  async #listenOn(port: number): Promise<number> {
    this.#server.listen({ host: '127.0.0.1', port, exclusive: true });
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }
}
