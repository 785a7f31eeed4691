import type { Profile } from '../../../src/core/model/profile.ts';
import { Profiles } from '../../../src/core/accounts/profiles.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { TokenManager } from '../../../src/core/tokens/tokenManager.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeTokenApi } from './fakeTokenApi.ts';
import { MemoryKeyStore, MemoryLock, MemoryTokenStore, RecordingLog } from './memoryStores.ts';
import { testKeys } from './testProfile.ts';
import { unexpected } from './unexpected.ts';

/** A machine in memory on which these accounts are stored, and a server that knows them. */
export function testMachine(...stored: readonly Profile[]) {
  const machine = new FakeClock();
  const clock = new ServerClock(machine, unexpected);
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  for (const profile of stored) keyStore.put(profile, testKeys(`app of ${profile.id}`));
  const [tokenStore, lock, log] = [new MemoryTokenStore(), new MemoryLock(), new RecordingLog()];
  /** Each is another window; its profiles are not read yet. */
  const window = () => ({
    tokens: new TokenManager({ clock, api, keyStore, tokenStore, lock, log }),
    profiles: new Profiles({
      keyStore,
      clock,
      fingerprint: () => '',
      onListenerError: unexpected,
    }),
  });
  const scheduler = machine.schedulerOf(clock);
  return { machine, clock, scheduler, api, keyStore, tokenStore, log, window };
}
