import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './freePort.ts';
import { hostEnvironment } from './hostEnvironment.ts';
import { environmentForHost, HostProcess, type Environment } from './hostProcess.ts';
import { installCodeServer } from './install.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporaryFolder.ts';
import { writeUserSettings, type Settings } from './userSettings.ts';

const readyWithinMs = 180_000;
const installWithinMs = 180_000;

export interface CodeServerOptions {
  /** Packages to install before the first window opens. */
  readonly vsix?: readonly string[];
  readonly settings?: Settings | undefined;
  /** Variables added to this process' environment for the server and its extension hosts: `{ TZ: 'UTC' }`. */
  readonly env?: Environment | undefined;
  /** Version of code-server. */
  readonly version?: string | undefined;
  /** TCP port; a free one by default. */
  readonly port?: number | undefined;
  /** Whether extensions can be installed over the network. */
  readonly gallery?: boolean;
  /** Whether Workspace Trust is on; everything is trusted by default. */
  readonly workspaceTrust?: boolean | undefined;
}

/**
 * VS Code in the browser, with the extension installed from its package. It keeps its data (settings, secrets,
 * global state) across windows and reloads until it is stopped.
 */
export class CodeServer {
  readonly url: string;
  /** Folder of everything the server writes: user data, extensions, temporary files, its own logs. */
  readonly dataFolder: string;
  /** Contains `User/settings.json`, `User/globalStorage`, ... */
  readonly userDataDir: string;
  readonly #process: HostProcess;
  readonly #runCommand: RunCommand;

  private constructor(process: HostProcess, url: string, folder: string, run: RunCommand) {
    this.#process = process;
    this.url = url;
    this.dataFolder = folder;
    this.userDataDir = userDataIn(folder);
    this.#runCommand = run;
  }

  /** @throws Error with the end of the log when a package cannot be installed or the server does not start. */
  static async start(options: CodeServerOptions = {}): Promise<CodeServer> {
    const { command, node } = await installCodeServer(options.version);
    const port = options.port ?? (await freePort());
    const folder = makeTemporaryFolder('code');
    try {
      const env = {
        ...hostEnvironment({ dataFolder: folder, gallery: options.gallery ?? false }),
        ...options.env,
      };
      const places = [
        ...['--config', path.join(folder, 'config.yaml')],
        ...['--user-data-dir', userDataIn(folder)],
        ...['--extensions-dir', path.join(folder, 'extensions')],
      ];
      const run: RunCommand = async (args, timeout) => {
        await promisify(execFile)(node, [command, ...places, ...args], {
          env: environmentForHost(env),
          timeout,
          killSignal: 'SIGKILL',
        });
      };
      await writeUserSettings(userDataIn(folder), {
        ...(options.workspaceTrust === true ? { 'security.workspace.trust.enabled': true } : {}),
        ...options.settings,
      });
      for (const file of options.vsix ?? []) {
        await run(['--install-extension', path.resolve(file)], installWithinMs);
      }
      const host = await HostProcess.start({
        name: 'code-server',
        command: node,
        args: [
          command,
          ...places,
          ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
          ...['--disable-telemetry', '--disable-update-check'],
          '--disable-getting-started-override',
          ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
        ],
        env,
        readyWhen: /HTTP server listening on/,
        readyWithinMs,
      });
      return new CodeServer(host, `http://127.0.0.1:${port}`, folder, run);
    } catch (error) {
      removeTemporaryFolder(folder);
      throw error;
    }
  }

  /** URL of a window with this folder open. */
  windowUrl(folder: string): string {
    return `${this.url}/?folder=${encodeURIComponent(path.resolve(folder))}`;
  }

  /** Installs an extension of the gallery by its id; needs `gallery: true`. @throws Error when it cannot. */
  async installFromGallery(id: string, timeoutMs: number): Promise<void> {
    await this.#runCommand(['--install-extension', id], timeoutMs);
  }

  /** The last lines that the server and its extension hosts printed. */
  logTail(lines?: number): string {
    return this.#process.logTail(lines);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    removeTemporaryFolder(this.dataFolder);
  }
}

type RunCommand = (args: readonly string[], timeoutMs: number) => Promise<void>;

function userDataIn(folder: string): string {
  return path.join(folder, 'user');
}
