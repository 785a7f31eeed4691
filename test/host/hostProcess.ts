import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import './exitOnSignal.ts';

/** `undefined` removes a variable of this process. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface HostProcessOptions {
  /** Name in error messages: "code-server". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Environment;
  readonly cwd?: string;
  /** Pattern in the output that means that the process is ready. */
  readonly readyWhen: RegExp;
  readonly readyWithinMs: number;
}

const running = new Set<HostProcess>();

process.once('exit', () => {
  for (const host of running) host.signal('SIGKILL');
});

/** Maximum length of the kept log, which grows all day under `npm start`. */
const keptCharacters = 100_000;

/** Time between SIGTERM and SIGKILL to the process group, in milliseconds. */
const graceMs = 3_000;

/**
 * A server with child processes (VS Code starts an extension host per window). It leads a process group, so
 * that all of them are stopped together, also when this process exits.
 */
export class HostProcess {
  readonly #child: ChildProcess;
  #output = '';
  #spawnError: Error | undefined;

  private constructor({ command, args, env, cwd }: HostProcessOptions) {
    this.#child = spawn(command, args, {
      env: environmentForHost(env),
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.on('error', (error) => (this.#spawnError = error));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-keptCharacters);
      });
    }
    running.add(this);
  }

  /** @throws Error with the end of the log when the process ends or is not ready in time. */
  static async start(options: HostProcessOptions): Promise<HostProcess> {
    const host = new HostProcess(options);
    const deadline = performance.now() + options.readyWithinMs;
    while (!options.readyWhen.test(host.#output)) {
      const ended = host.#spawnError?.message ?? host.#endedBecause;
      const late = performance.now() > deadline;
      if (ended !== undefined || late) {
        await host.stop();
        const why = ended ?? `was not ready within ${options.readyWithinMs / 1000} s`;
        throw new Error(`${options.name} ${why}. The end of its log:\n${host.logTail()}`);
      }
      await delay(25);
    }
    return host;
  }

  /** The last lines that the process and its children printed. */
  logTail(lines = 40): string {
    return this.#output.trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Signals the whole process group; returns whether it still existed. */
  signal(signal: NodeJS.Signals | 0): boolean {
    if (this.#child.pid === undefined) return false;
    try {
      process.kill(-this.#child.pid, signal);
      return true;
    } catch {
      return false; // ESRCH: all processes have already exited.
    }
  }

  async stop(): Promise<void> {
    this.signal('SIGTERM');
    const deadline = performance.now() + graceMs;
    while (this.signal(0) && performance.now() < deadline) await delay(25);
    this.signal('SIGKILL');
    running.delete(this);
  }

  get #endedBecause(): string | undefined {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null) return `ended with code ${exitCode}`;
    return signalCode === null ? undefined : `ended by ${signalCode}`;
  }
}

/**
 * This process' environment without what a surrounding VS Code terminal put there: with
 * `VSCODE_IPC_HOOK_CLI`, for one, code-server would open the folder in that window and quit.
 */
export function environmentForHost(changes: Environment = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER_|ELECTRON_)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...changes };
}
