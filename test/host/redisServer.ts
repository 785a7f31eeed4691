import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './freePort.ts';

/** Path of a real `redis-server`: the system's, or the one in the variable. */
const binary = process.env['REDIS_SERVER'] ?? 'redis-server';

/** Reason why tests with a real server are skipped; `undefined` where they can run. */
export function noRedisServer(): string | undefined {
  try {
    execFileSync(binary, ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'skipped: there is no redis-server on this machine (Debian: apt-get install redis-server)';
  }
}

/** A Redis server for one test, on a loopback port, with its files in a temporary folder. */
export class RedisServer {
  readonly port: number;
  readonly folder: string;
  readonly #arguments: readonly string[];
  readonly #clients: Redis[] = [];
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, more: readonly string[]) {
    this.port = port;
    this.folder = folder;
    this.#arguments = more;
  }

  /** @param more further arguments, such as `--requirepass` */
  static async start(...more: string[]): Promise<RedisServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'kiwoom-redis-'));
    const server = new RedisServer(await freePort(), folder, more);
    await server.resume();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Restarts it on the same port, with its saved data. */
  async resume(): Promise<void> {
    const own = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.folder];
    const child = spawn(binary, [...own, '--save', '', ...this.#arguments], { stdio: 'pipe' });
    this.#process = child;
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    for (let tries = 0; !output.includes('Ready to accept connections'); tries++) {
      if (child.exitCode !== null || tries > 2_500) throw new Error(`redis-server: ${output}`);
      await delay(10);
    }
  }

  async resumeIfGone(): Promise<void> {
    if (this.#process?.exitCode !== null || this.#process.signalCode !== null) await this.resume();
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Makes it neither answer nor close connections, like behind a broken network. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** A client to inspect or corrupt data; it ends with the server. */
  client(options: { username?: string; password?: string; port?: number } = {}): Redis {
    const own = { host: '127.0.0.1', port: this.port, disableClientInfo: true };
    const client = new Redis({ ...own, ...options });
    // Tests stop and restart the server.
    client.on('error', () => undefined);
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.disconnect();
    this.thaw();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
