import { copyFile, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type Mocha from 'mocha';
import { installCodeServer } from '../host/install.ts';
import type { Session } from './session.ts';

/** One folder for each failed test: what one needs to see why. */
export const failuresFolder = path.resolve(import.meta.dirname, '../../.test-output/failures');

const openSessions = new Set<Session>();
const recorded = new Set<Mocha.Runnable>();
/** The suite above all suites of the file that runs. */
let root: Mocha.Suite | undefined;

export function sessionOpened(session: Session): void {
  openSessions.add(session);
}

/** Before anything is closed: a failed `before` is followed by its `after` at once. */
export async function sessionCloses(session: Session): Promise<void> {
  await recordFailures();
  openSessions.delete(session);
}

/** Called by Mocha once, before all tests and before it starts the processes that run the files. */
export async function mochaGlobalSetup(): Promise<void> {
  await rm(failuresFolder, { recursive: true, force: true });
  await installCodeServer(); // Once, and not in the time of a test.
}

export const mochaHooks = {
  beforeAll(this: Mocha.Context): void {
    root = this.test?.parent;
  },
  /** So that the next test does not begin before the picture of this failure is taken. */
  afterEach: (): Promise<void> => recordFailures(),
};

async function recordFailures(): Promise<void> {
  if (root === undefined) return;
  for (const runnable of runnablesOf(root)) {
    if (!runnable.isFailed() || recorded.has(runnable)) continue;
    recorded.add(runnable);
    const name = runnable.fullTitle().replaceAll(/[^\p{L}\d]+/gu, '-');
    await record(path.join(failuresFolder, name.slice(0, 120))).catch((error: unknown) => {
      console.error(`The failure could not be recorded: ${String(error)}`);
    });
  }
}

/**
 * The tests and hooks of a suite and those below it. The runner's events would tell of a failure at once, but
 * the processes that run the files of a whole tier side by side have no runner that a test could listen to.
 */
function runnablesOf(suite: Mocha.Suite): Mocha.Runnable[] {
  const hooks = ['_beforeAll', '_beforeEach', '_afterEach', '_afterAll'].flatMap(
    (list) => Reflect.get(suite, list) as Mocha.Hook[],
  );
  return [...hooks, ...suite.tests, ...suite.suites.flatMap(runnablesOf)];
}

/** Screenshot, console and trace of each window, and the logs: our own and the server's. */
async function record(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const session of openSessions) {
    for (const [index, window] of session.windows.entries()) {
      await window.record(path.join(folder, `window-${index + 1}`));
    }
    await writeFile(path.join(folder, 'server.log'), session.server.logTail(Infinity));
    const data = session.server.userDataDir;
    let number = 0;
    for await (const file of glob('logs/**/*Kiwoom.log', { cwd: data })) {
      number += 1;
      await copyFile(path.join(data, file), path.join(folder, `Kiwoom-${number}.log`));
    }
  }
}
