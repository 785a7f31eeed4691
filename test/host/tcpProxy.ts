import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** TCP's initial retransmission timeout in milliseconds, which doubles each time. */
const retransmitMs = 50;

/** Proxy between a program and a server that simulates packet loss and broken networks. */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The server's side of each connection. */
  readonly #ends = new Map<Socket, Socket>();
  #target: number;
  #cut = false;
  #delayMs = 0;
  /** Random number in [0, 1); `undefined` without packet loss. */
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

  /** Stops forwarding without closing the connections. */
  cut(): void {
    this.#cut = true;
  }

  /** Data sent meanwhile is lost with its connections. */
  mend(): void {
    this.#cut = false;
    this.#drop();
  }

  /** Loses this share of the packets, deterministically. */
  lose(share: number, seed: number): void {
    let state = seed;
    this.#loses = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32 < share;
    };
  }

  /** Makes every packet take this long, like a server that is far away. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Sends new connections to another server, like an address that is moved. */
  lead(target: number): void {
    this.#target = target;
    this.#drop();
  }

  /** Leads new connections only to another server. */
  leadNew(target: number): void {
    this.#target = target;
  }

  /** Loses the connections like a firewall that forgets idle ones: only the server hears of their end. */
  forget(): void {
    for (const far of this.#ends.values()) far.removeAllListeners('close').destroy();
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
    this.#ends.set(near, far);
    near.on('close', () => this.#ends.delete(near));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      let before = Promise.resolve();
      from.on('data', (packet) => {
        // Packets arrive in their order, so one that is late holds up those behind it.
        const arrival = this.#delayMs === 0 ? undefined : pause(this.#delayMs);
        before = before.then(() => arrival).then(() => this.#deliver(packet, to));
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
      await pause(ms);
    }
    if (!this.#cut) to.write(packet);
  }
}
