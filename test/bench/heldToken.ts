import { ServerClock } from '../../src/core/time/serverClock.ts';
import { TokenManager } from '../../src/core/tokens/tokenManager.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { FakeTokenApi } from '../unit/fakes/fakeTokenApi.ts';
import { MemoryLock, MemoryTokenStore } from '../unit/fakes/memoryStores.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';
import { type Measured, median, repeat, timed } from './measured.ts';
import { keyStoreWith, silentLog } from './tokenParts.ts';

const runs = 30;
const callsPerRun = 200_000;

/** How often a second `ensure` gives out the token that is held, one call after the other. */
export async function heldToken(): Promise<Measured> {
  const clock = new ServerClock(systemClock, unexpected);
  const profile = testProfile('mock');
  const tokens = new TokenManager({
    clock,
    api: new FakeTokenApi(clock),
    keyStore: keyStoreWith(profile, 'app', 'secret'),
    tokenStore: new MemoryTokenStore(),
    lock: new MemoryLock(),
    log: silentLog,
  });
  const run = async (): Promise<number> => {
    const ms = await timed(async () => {
      for (let calls = 0; calls < callsPerRun; calls += 1) await tokens.ensure(profile);
    });
    return (callsPerRun / ms) * 1000;
  };
  await repeat(3, run);
  const value = median(await repeat(runs, run));
  return { what: 'ensure, token held', value, unit: '/s', target: { atLeast: 500_000 }, runs };
}
