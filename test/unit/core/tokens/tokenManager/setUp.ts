import { ServerClock } from '../../../../../src/core/time/serverClock.ts';
import { TokenManager } from '../../../../../src/core/tokens/tokenManager.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { FakeTokenApi } from '../../../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../../../fakes/memoryStores.ts';
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
  const window = () =>
    new TokenManager({
      clock: new ServerClock(clock, unexpected),
      api,
      keyStore,
      tokenStore,
      lock,
      log,
    });
  return { clock, api, keyStore, tokenStore, lock, log, window, manager: window() };
}

/** Lets everything run that does not wait for a reply. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
