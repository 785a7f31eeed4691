import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** After this long TCP sends a lost packet again, and after twice as long the next time, in milliseconds. */
const retransmitMs = 50;

/** Stands between a program and a server, as a network does that loses packets or is cut. */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #target: number;
  #cut = false;
  /** Of [0, 1); `undefined` while nothing is lost. */
  #loses: (() => boolean) | undefined;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => {
      this.#join(near, connect({ host: '127.0.0.1', port: this.#target }));
    });
  }

  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Nothing gets through, and nobody is told: connections stay as they are. */
  cut(): void {
    this.#cut = true;
  }

  /** What was sent meanwhile is lost with its connections. */
  mend(): void {
    this.#cut = false;
    this.#drop();
  }

  /** Loses this share of the packets, the same ones each time. */
  lose(share: number, seed: number): void {
    let state = seed;
    this.#loses = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32 < share;
    };
  }

  /** Connections lead to another server from now on, as an address does that is moved. */
  lead(target: number): void {
    this.#target = target;
    this.#drop();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#drop();
    await once(this.#server, 'close');
  }

  #drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      let before = Promise.resolve();
      from.on('data', (packet) => {
        // Packets arrive in their order, so one that is late holds up those behind it.
        before = before.then(() => this.#deliver(packet, to));
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }

  async #deliver(packet: Buffer, to: Socket): Promise<void> {
    for (let ms = retransmitMs; this.#loses?.() === true; ms *= 2) {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    if (!this.#cut) to.write(packet);
  }
}
