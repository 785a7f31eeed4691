import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../host/browser.ts';
import { CodeServer } from '../host/codeServer.ts';
import type { Environment } from '../host/hostProcess.ts';
import { copyWorkspace } from '../host/workspaceCopy.ts';
import { endpointSettings, type Settings } from '../host/userSettings.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/simulator.ts';
import { sessionCloses, sessionOpened } from './failures.ts';
import { Workbench, type WindowOptions } from './workbench.ts';

/** Made by `npm run package`. */
const packagedExtension = path.resolve(import.meta.dirname, '../../kiwoom-rest-auth.vsix');

export interface SessionOptions {
  /** User settings besides those that lead the extension to the simulator. */
  readonly settings?: Settings;
  /** Variables of the extension host: `{ TZ: 'America/New_York' }`. */
  readonly env?: Environment;
  readonly simulator?: SimulatorOptions;
  /** Another session's simulator, which also ends it; none is started then. */
  readonly sharedSimulator?: Simulator;
  /** Folder to copy as the workspace; `test/host/sample` unless given. */
  readonly folder?: string;
  /** Further packages to install. */
  readonly vsix?: readonly string[];
  /** Version of code-server. */
  readonly version?: string;
  /** Whether the window opens restricted, until the user trusts it; it is trusted unless true. */
  readonly workspaceTrust?: boolean;
}

/** Everything a suite needs: simulator, VS Code with the packaged extension, a workspace, a browser. */
export class Session {
  readonly simulator: Simulator;
  readonly server: CodeServer;
  readonly workspace: string;
  /** In the order they were opened. */
  readonly windows: Workbench[] = [];
  readonly #browser: Browser;
  readonly #closeSimulator: () => Promise<void>;

  private constructor(
    simulator: Simulator,
    closeSimulator: () => Promise<void>,
    server: CodeServer,
    workspace: string,
    browser: Browser,
  ) {
    this.simulator = simulator;
    this.#closeSimulator = closeSimulator;
    this.server = server;
    this.workspace = workspace;
    this.#browser = browser;
    sessionOpened(this);
  }

  static async start(options: SessionOptions = {}): Promise<Session> {
    const simulator = options.sharedSimulator ?? (await startSimulator(options.simulator));
    const closeSimulator = async (): Promise<void> => {
      if (options.sharedSimulator === undefined) await simulator.close();
    };
    const closing: (() => Promise<void>)[] = [closeSimulator];
    try {
      const server = await CodeServer.start({
        vsix: [packagedExtension, ...(options.vsix ?? [])],
        settings: { ...endpointSettings(simulator), ...options.settings },
        env: options.env,
        version: options.version,
        workspaceTrust: options.workspaceTrust,
      });
      closing.push(() => server.stop());
      const workspace = copyWorkspace(options.folder);
      return new Session(simulator, closeSimulator, server, workspace, await launchBrowser());
    } catch (error) {
      await Promise.all(closing.map((close) => close()));
      throw error;
    }
  }

  /** Opens the workspace in a window of its own. */
  async openWindow(options?: WindowOptions): Promise<Workbench> {
    const window = await Workbench.create(this.#browser, this.server, this.workspace, options);
    this.windows.push(window);
    await window.open();
    return window;
  }

  async close(): Promise<void> {
    await sessionCloses(this);
    await this.#browser.close();
    await Promise.all([this.server.stop(), this.#closeSimulator()]);
  }
}
