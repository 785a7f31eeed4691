import type { Duplex } from 'node:stream';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A requested port is in use. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  readonly port: number;
  constructor(port: number, cause: unknown) {
    super(`Port ${port} is taken.`, { cause });
    this.port = port;
  }
}

/** Handler of HTTP upgrades. */
export interface Upgrades {
  readonly upgrade: (message: http.IncomingMessage, socket: Duplex, head: Buffer) => void;
  drop(): void;
}

/** An HTTP server on 127.0.0.1 that can be closed and opened again on the same port. */
export class Listener {
  readonly #server: http.Server;
  readonly #upgrades: Upgrades | undefined;
  #port: number;

  /** @param port 0 for any free one. */
  constructor(port: number, answer: http.RequestListener, upgrades?: Upgrades) {
    this.#port = port;
    this.#server = http.createServer(answer);
    this.#upgrades = upgrades;
    if (upgrades !== undefined) this.#server.on('upgrade', upgrades.upgrade);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** @throws PortTakenError */
  async open(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        reject(error.code === 'EADDRINUSE' ? new PortTakenError(this.#port, error) : error);
      };
      this.#server.once('error', fail);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', fail);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Refuses new connections and drops the open ones. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    this.#upgrades?.drop();
    await closed;
  }
}
