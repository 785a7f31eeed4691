import { ServerClock } from '../../../../../src/core/time/serverClock.ts';
import { createDomain } from '../../../../../src/core/domain.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { FakeTokenApi } from '../../../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../../../fakes/memoryStores.ts';
import { testPorts } from '../../../fakes/testPorts.ts';
import { testKeys, testProfile } from '../../../fakes/testProfile.ts';
import { unexpected } from '../../../fakes/unexpected.ts';

export const profile = testProfile('mock', { label: '81234567' });
export const other = testProfile('real', { label: '81234567' });

export function setUp() {
  const clock = new FakeClock();
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  const tokenStore = new MemoryTokenStore();
  const lock = new MemoryLock();
  const log = new RecordingLog();
  keyStore.put(profile, testKeys());
  keyStore.put(other, testKeys());
  /** Each call is another window on the same machine. */
  const window = () => {
    const own = new ServerClock(clock, unexpected);
    const scheduler = clock.schedulerOf(own);
    const shared = { tokenApi: api, keyStore, tokenStore, lock, log };
    return createDomain(testPorts({ clock: own, scheduler, ...shared })).tokens;
  };
  return { clock, api, keyStore, tokenStore, lock, log, window, manager: window() };
}

/** Lets everything run that does not wait for a reply. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
