import { randomUUID } from 'node:crypto';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { TokenManager } from '../../../src/core/tokens/tokenManager.ts';
import type { TokenApi } from '../../../src/core/model/ports.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import * as sealing from '../../../src/node/sealing.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import { parseStoreAddress } from '../../../src/redis/address.ts';
import { Connection, type ConnectionParts } from '../../../src/redis/connection.ts';
import { Sharing } from '../../../src/redis/sharing.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../fakes/memoryStores.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';

export const profile = testProfile('mock', { label: '81234567' });
export const keys = testKeys('canary-app-key', 'canary-secret-key');

export interface TestMachine {
  readonly manager: TokenManager;
  readonly sharing: Sharing;
  readonly localStore: MemoryTokenStore;
  readonly connection: Connection;
  readonly log: RecordingLog;
  /** Accounts that another machine was heard to have changed. */
  readonly heard: string[];
}

/** A computer with its own storage and one window, connected to the store at `url`. */
export async function startMachine(
  url: string,
  api: TokenApi,
  more: Partial<ConnectionParts> = {},
  profiles: readonly Profile[] = [profile],
): Promise<TestMachine> {
  const clock = new ServerClock(systemClock, unexpected);
  const scheduler = new SystemScheduler(clock);
  const log = new RecordingLog();
  const keyStore = new MemoryKeyStore();
  for (const each of profiles) keyStore.put(each, keys);
  const localStore = new MemoryTokenStore();
  const sharing = new Sharing({ localStore, localLock: new MemoryLock(), clock, log });
  const manager = new TokenManager({
    clock,
    api,
    keyStore,
    tokenStore: sharing,
    lock: sharing,
    log,
  });
  const heard: string[] = [];
  const reload = (id: string): void => {
    const found = profiles.find((each) => each.id === id);
    if (found !== undefined) void manager.load(found);
  };
  const { address, password } = parseStoreAddress(url);
  const connection = new Connection(
    {
      address,
      ...(password === undefined ? {} : { password }),
      site: 'office',
      machine: randomUUID(),
      clock,
      machineClock: systemClock,
      scheduler,
      random: Math.random,
      newId: randomUUID,
      sealing: () => Promise.resolve(sealing),
      shares: () => true,
      log,
      ...more,
    },
    {
      onChange: (id) => {
        heard.push(id);
        reload(id);
      },
      onArrival: () => {
        for (const each of profiles) void manager.load(each);
      },
      onStatus: () => undefined,
    },
  );
  sharing.use(connection.side);
  await connection.start();
  return { manager, sharing, localStore, connection, log, heard };
}

/** Resolves when `true` comes; fails after some seconds. For what a real server does in its own time. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const end = performance.now() + 25_000;
  const look = async (): Promise<void> => {
    if (await holds()) resolve(undefined);
    else if (performance.now() > end) reject(new Error('it did not come to hold'));
    else setTimeout(() => void look(), 10);
  };
  void look();
  return promise;
}
