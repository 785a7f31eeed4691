import path from 'node:path';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import type { CanarySearch, Finding } from './canarySearch.ts';
import { failuresFolder } from './failures.ts';
import { Session, type SessionOptions } from './session.ts';
import type { Workbench } from './workbench.ts';

const testOutput = path.resolve(import.meta.dirname, '../../.test-output');

/** Everything that a session leaves behind, outside of memory. */
export class Traces {
  /** Each is searched with all that lies below it. */
  readonly folders: {
    /** Settings, state, logs, local history, extensions, temporary files. */
    readonly server: string;
    readonly workspace: string;
    readonly home: string;
    readonly testOutput: string;
  };
  readonly #session: Session;
  readonly #startedAt: number;

  private constructor(session: Session, home: string, startedAt: number) {
    this.#session = session;
    this.#startedAt = startedAt;
    const { server, workspace } = session;
    this.folders = { server: server.dataFolder, workspace, home, testOutput };
  }

  /** A session whose home folder is its own, so that it is known what was left there. */
  static async startSession(
    options: SessionOptions,
  ): Promise<{ session: Session; traces: Traces }> {
    const startedAt = Date.now();
    const home = makeTemporaryFolder('home');
    const session = await Session.start({ ...options, env: { ...options.env, HOME: home } });
    return { session, traces: new Traces(session, home, startedAt) };
  }

  async find(search: CanarySearch, window: Workbench): Promise<Finding[]> {
    const { testOutput, ...whole } = this.folders;
    const found = await Promise.all(Object.values(whole).map((folder) => search.inFolder(folder)));
    return [
      ...found.flat(),
      // What was recorded of a failure shows what was typed.
      ...(await search.inFolder(testOutput, this.#startedAt)).filter(
        ({ place }) => !place.startsWith(failuresFolder),
      ),
      ...search.inBytes('server output', Buffer.from(this.#session.server.logTail(Infinity))),
      ...search.inBytes('browser storage', Buffer.from(await browserStorage(window))),
    ];
  }
}

/**
 * What VS Code in a browser keeps there and VS Code for the desktop in files: the state of window, workspace
 * and extensions, and the window's logs. Without SecretStorage, which is one encrypted item of it.
 */
async function browserStorage(window: Workbench): Promise<string> {
  const { origins } = await window.page.context().storageState({ indexedDB: true });
  return JSON.stringify(
    origins.map((origin) => ({
      ...origin,
      localStorage: origin.localStorage.filter(({ name }) => name !== 'secrets.provider'),
    })),
  );
}
