import { copyFile, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';
import type { Session } from './session.ts';

/** One folder for each failed test: what one needs to see why. */
export const failuresFolder = path.resolve(import.meta.dirname, '../../.test-output/failures');

const openSessions = new Set<Session>();
let recording = Promise.resolve();

export function sessionOpened(session: Session): void {
  openSessions.add(session);
}

/** Before anything is closed: a failed `before` is followed by its `after` at once. */
export async function sessionCloses(session: Session): Promise<void> {
  await recording;
  openSessions.delete(session);
}

/** Called by Mocha once, before all tests. */
export async function mochaGlobalSetup(this: Mocha.Runner): Promise<void> {
  await rm(failuresFolder, { recursive: true, force: true });
  this.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test) => {
    const name = test.fullTitle().replaceAll(/[^\p{L}\d]+/gu, '-');
    recording = record(path.join(failuresFolder, name.slice(0, 120))).catch((error: unknown) => {
      console.error(`The failure could not be recorded: ${String(error)}`);
    });
  });
}

export const mochaHooks = {
  /** So that the next test does not begin before the picture of this failure is taken. */
  afterEach: (): Promise<void> => recording,
};

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
