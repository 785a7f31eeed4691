import { randomUUID } from 'node:crypto';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { TokenManager } from '../../../src/core/tokens/tokenManager.ts';
import type { MachineClock, TokenApi } from '../../../src/core/model/ports.ts';
import type { AppKeys, Profile } from '../../../src/core/model/profile.ts';
import * as sealing from '../../../src/node/sealing.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import { parseStoreAddress } from '../../../src/redis/address.ts';
import { SharedTokens } from '../../../src/redis/sharedTokens.ts';
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
  readonly shared: SharedTokens;
  readonly localStore: MemoryTokenStore;
  readonly log: RecordingLog;
  /** Accounts that another machine was heard to have changed. */
  readonly heard: string[];
  /** Accounts that this machine goes on alone with. */
  readonly left: string[];
  /** Lets time pass on its clock. */
  readonly pass: (ms: number) => void;
  readonly now: () => number;
}

export interface MachineOptions {
  readonly site?: string;
  readonly ca?: string;
  readonly profiles?: readonly Profile[];
  /** How far somebody set this machine's clock, in milliseconds. */
  readonly aheadMs?: number;
  /** The account's keys on this machine. */
  readonly keys?: AppKeys;
  /** See SharedTokensParts. */
  readonly lockHeldMs?: number;
}

/** The computers of a test. */
export class TestMachines {
  readonly #all: TestMachine[] = [];

  async start(...parts: Parameters<typeof startMachine>): Promise<TestMachine> {
    const machine = await startMachine(...parts);
    this.#all.push(machine);
    return machine;
  }

  dispose(): void {
    for (const { shared } of this.#all.splice(0)) shared.dispose();
  }
}

/** A computer with its own storage and one window, connected to the store at `url`. */
export async function startMachine(
  url: string,
  api: TokenApi,
  {
    site = 'office',
    ca,
    profiles = [profile],
    aheadMs = 0,
    keys: own = keys,
    lockHeldMs,
  }: MachineOptions = {},
): Promise<TestMachine> {
  let passedMs = 0;
  const machineClock: MachineClock = {
    now: () => systemClock.now() + aheadMs + passedMs,
    monotonic: () => systemClock.monotonic() + passedMs,
  };
  const clock = new ServerClock(machineClock, unexpected);
  const scheduler = new SystemScheduler(clock);
  const log = new RecordingLog();
  const keyStore = new MemoryKeyStore();
  for (const each of profiles) keyStore.put(each, own);
  const localStore = new MemoryTokenStore();
  const [left, heard]: [string[], string[]] = [[], []];
  const machine = randomUUID();
  const shared = new SharedTokens({
    localStore,
    localLock: new MemoryLock(),
    clock,
    machineClock,
    scheduler,
    random: Math.random,
    newId: randomUUID,
    machine: () => machine,
    sealing: () => Promise.resolve(sealing),
    left: { ids: () => left, set: () => undefined },
    onLeave: (id) => left.push(id),
    log,
    onListenerError: unexpected,
    ...(ca === undefined ? {} : { ca }),
    ...(lockHeldMs === undefined ? {} : { lockHeldMs }),
  });
  const manager = new TokenManager({
    clock,
    api,
    keyStore,
    tokenStore: shared.sharing,
    lock: shared.sharing,
    log,
  });
  shared.watch(manager);
  shared.onStale((id) => {
    if (id !== undefined) heard.push(id);
    const stale = profiles.filter((each) => id === undefined || each.id === id);
    for (const each of stale) void manager.load(each);
  });
  await shared.use({ ...parseStoreAddress(url), site });
  const pass = (ms: number): void => {
    passedMs += ms;
  };
  return { manager, shared, localStore, log, heard, left, pass, now: () => machineClock.now() };
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
