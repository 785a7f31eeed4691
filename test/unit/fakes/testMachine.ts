import { createDomain, type DomainPorts } from '../../../src/core/domain.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeTokenApi } from './fakeTokenApi.ts';
import { MemoryKeyStore, MemoryLock, MemoryTokenStore, RecordingLog } from './memoryStores.ts';
import { testKeys } from './testProfile.ts';
import { testPorts } from './testPorts.ts';
import { unexpected } from './unexpected.ts';

/** A machine in memory on which these accounts are stored, and a server that knows them. */
export function testMachine(...stored: readonly Profile[]) {
  const machine = new FakeClock();
  const clock = new ServerClock(machine, unexpected);
  const scheduler = machine.schedulerOf(clock);
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  for (const profile of stored) keyStore.put(profile, testKeys(`app of ${profile.id}`));
  const [tokenStore, lock, log] = [new MemoryTokenStore(), new MemoryLock(), new RecordingLog()];
  const shared = { clock, scheduler, tokenApi: api, keyStore, tokenStore, lock, log };
  /** Each is another window; its profiles are not read yet. */
  const window = (named: Partial<DomainPorts> = {}) =>
    createDomain(testPorts({ ...shared, ...named }));
  return { machine, clock, scheduler, api, keyStore, tokenStore, log, window };
}
