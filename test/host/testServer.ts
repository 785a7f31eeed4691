import path from 'node:path';
import { freePort } from './freePort.ts';
import { hostEnvironment } from './hostEnvironment.ts';
import { HostProcess, type Environment } from './hostProcess.ts';
import { installCodeServer } from './install.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporaryFolder.ts';

const readyWithinMs = 180_000;

export interface TestServerOptions {
  /** Folder with `User/settings.json`; a fresh empty one unless given. */
  readonly userDataDir?: string | undefined;
  /** Extensions besides the one under development; a fresh empty folder unless given. */
  readonly extensionsDir?: string | undefined;
  /** For the server and its extension hosts, on top of this process' environment: `{ TZ: 'UTC' }`. */
  readonly env?: Environment;
  /** Version of code-server whose VS Code is started. */
  readonly version?: string | undefined;
}

/**
 * The bare VS Code server, which runs an extension from its source folder together with a test
 * bundle in an extension host, one per page that opens {@link TestServer.windowUrl}.
 */
export class TestServer {
  readonly #process: HostProcess;
  readonly #port: number;
  readonly #dataFolder: string;

  private constructor(process: HostProcess, port: number, dataFolder: string) {
    this.#process = process;
    this.#port = port;
    this.#dataFolder = dataFolder;
  }

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const { serverMain, node } = await installCodeServer(options.version);
    const port = await freePort();
    const data = makeTemporaryFolder('host');
    try {
      const server = await HostProcess.start({
        name: 'The VS Code server',
        command: node,
        args: [
          serverMain,
          ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
          ...['--server-data-dir', data],
          ...['--user-data-dir', options.userDataDir ?? path.join(data, 'user')],
          ...['--extensions-dir', options.extensionsDir ?? path.join(data, 'extensions')],
          ...['--telemetry-level', 'off', '--accept-server-license-terms'],
          // Makes the page take the extension and its tests from the address.
          ...['--enable-smoke-test-driver', '--disable-workspace-trust'],
        ],
        env: { ...hostEnvironment({ dataFolder: data }), ...options.env },
        readyWhen: /Extension host agent started/,
        readyWithinMs,
      });
      return new TestServer(server, port, data);
    } catch (error) {
      removeTemporaryFolder(data);
      throw error;
    }
  }

  /** The address whose page opens `folder` with an extension from its source folder and runs the test bundle. */
  windowUrl(window: { folder?: string | undefined; extension: string; tests: string }): string {
    const remote = (file: string): string =>
      `vscode-remote://127.0.0.1:${this.#port}${path.resolve(file)}`;
    const url = new URL(`http://127.0.0.1:${this.#port}/`);
    if (window.folder !== undefined) url.searchParams.set('folder', path.resolve(window.folder));
    const payload = [
      ['extensionDevelopmentPath', remote(window.extension)],
      ['extensionTestsPath', remote(window.tests)],
    ];
    url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  logTail(): string {
    return this.#process.logTail();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    removeTemporaryFolder(this.#dataFolder);
  }
}
