import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { hour, type Life, minute, second } from '../life.ts';
import type { Row } from '../row.ts';
import { withReadOnly } from '../withReadOnly.ts';

const notStored = 'The token works, but could not be written to disk';

const issued = async (life: Life): Promise<void> => {
  await life.issue();
  await life.pass(hour);
};

const fullDisk = (life: Life): void => {
  life.disk.refusesWrites = 'ENOSPC';
};

/** As another process leaves it that holds the lock, or died with it `ageMs` ago. */
async function takeLock(life: Life, ageMs: number): Promise<void> {
  const lock = path.join(life.lockFolder, `${life.profile.id}.lock`);
  await mkdir(lock, { recursive: true });
  const then = new Date(Date.now() - ageMs);
  await utimes(lock, then, then);
}

export const diskRows: readonly Row[] = [
  {
    name: 'is full: the token works and the user is told that it is not kept',
    arrange: fullDisk,
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: 24h 0m left', message: notStored, requests: { issue: 1 } },
  },
  {
    name: 'is full: calls use the token all the same, with no further issue',
    arrange: fullDisk,
    act: async (life) => {
      for (let calls = 0; calls < 3; calls += 1) {
        await life.call();
        await life.pass(minute);
      }
    },
    expected: {
      status: '$(beaker) Mock: 23h 57m left',
      message: notStored,
      requests: { issue: 1, tr: 3 },
    },
  },
  {
    name: 'is full: another window asks the server and gets the same token',
    arrange: async (life) => {
      fullDisk(life);
      await issued(life);
      await life.openWindow();
    },
    act: (life) => life.ensure(),
    expected: { status: '$(beaker) Mock: 23h 0m left', message: notStored, requests: { issue: 2 } },
  },
  {
    name: 'has room again: the next issue is stored and the message is gone',
    arrange: async (life) => {
      fullDisk(life);
      await issued(life);
      life.disk.refusesWrites = undefined;
      await life.issue();
      await life.openWindow();
    },
    act: (life) => life.ensure(),
    expected: { status: '$(beaker) Mock: 23h 0m left', requests: { issue: 2 } },
  },
  {
    name: 'has a read-only folder for the tokens: the token works and the user is told',
    arrange: (life) => mkdir(life.tokenFolder),
    act: (life) => withReadOnly(life.folder, () => life.issue()),
    expected: { status: '$(beaker) Mock: 24h 0m left', message: notStored, requests: { issue: 1 } },
  },
  {
    name: 'has a read-only folder from the start, locks included: one issue, and the token works',
    act: (life) => withReadOnly(life.folder, () => life.ensure()),
    expected: { status: '$(beaker) Mock: 24h 0m left', message: notStored, requests: { issue: 1 } },
  },
  {
    name: 'does not let the token’s file be removed: it is revoked, and the user is told',
    arrange: async (life) => {
      await issued(life);
      life.disk.refusesRemovals = 'EACCES';
    },
    act: (life) => life.revoke(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'The token is revoked, but its file is still there',
      requests: { issue: 1, revoke: 1 },
    },
  },
  {
    name: 'holds a damaged token: the next window says so, and one issue replaces it',
    arrange: async (life) => {
      await issued(life);
      await writeFile(path.join(life.tokenFolder, `${life.profile.id}.json`), '{"version":1,');
    },
    act: (life) => life.openWindow(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'The stored token could not be read and was dropped.',
      requests: { issue: 1 },
    },
  },
  {
    name: 'held a damaged token: after an issue nothing is left to say',
    arrange: async (life) => {
      await mkdir(life.tokenFolder);
      await writeFile(path.join(life.tokenFolder, `${life.profile.id}.json`), '');
      await life.openWindow();
    },
    act: (life) => life.ensure(),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'has the lock of a process that died: it is taken over',
    arrange: (life) => takeLock(life, minute),
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'has a lock that somebody holds for more than a minute: the user is told to wait',
    arrange: (life) => takeLock(life, -hour),
    act: (life) => life.issue(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'Another window is still at work on this account’s token.',
      requests: {},
    },
  },
  {
    name: 'loses a process between the answer and the write: the next one gets the same token',
    arrange: async (life) => {
      fullDisk(life);
      await issued(life);
      life.closeWindow();
      life.disk.refusesWrites = undefined;
      await life.openWindow();
    },
    act: (life) => life.ensure(),
    expected: { status: '$(beaker) Mock: 23h 0m left', requests: { issue: 2 } },
  },
  {
    name: 'has lost the keys (the keyring was reset): nothing is asked, the user is told',
    arrange: (life) => {
      life.keyStore.entries.delete(life.profile.id);
    },
    act: (life) => life.issue(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'VS Code’s secret storage has lost these keys',
      requests: {},
    },
  },
  {
    name: 'does not give the keys out at the expiry: renewal tries again until it does',
    arrange: async (life) => {
      await life.issue();
      await life.pass(23 * hour);
      const { keyStore } = life;
      const keys = keyStore.keys.bind(keyStore);
      keyStore.keys = () => Promise.reject(new KiwoomError('key-store-failed'));
      await life.pass(hour + 10 * second);
      keyStore.keys = keys;
    },
    act: (life) => life.pass(2 * second),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 2 } },
  },
];
