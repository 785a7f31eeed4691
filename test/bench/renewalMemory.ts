import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Profiles } from '../../src/core/accounts/profiles.ts';
import { Renewer } from '../../src/core/lifecycle/renewer.ts';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { TokenManager } from '../../src/core/tokens/tokenManager.ts';
import { TokenWatch } from '../../src/core/tokens/tokenWatch.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { FakeTokenApi } from '../unit/fakes/fakeTokenApi.ts';
import { MemoryLock, MemoryTokenStore } from '../unit/fakes/memoryStores.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';
import { type Measured, median } from './measured.ts';
import { keyStoreWith, silentLog } from './tokenParts.ts';

const blocks = 20;
const renewalsPerBlock = 500;
const day = 24 * 60 * 60 * 1000;

/** What the heap gains in a block of renewals, once everything is warm: 10,000 renewals in all. */
export async function renewalMemory(): Promise<Measured> {
  const machine = new FakeClock();
  const clock = new ServerClock(machine, unexpected);
  const scheduler = machine.schedulerOf(clock);
  const api = new FakeTokenApi(clock);
  const profile = testProfile('mock');
  const keyStore = keyStoreWith(profile, 'app', 'secret');
  const tokenStore = new MemoryTokenStore();
  const lock = new MemoryLock();
  const log = silentLog;
  const onListenerError = unexpected;
  const tokens = new TokenManager({ clock, api, keyStore, tokenStore, lock, log });
  const watch = new TokenWatch(tokens, scheduler, onListenerError);
  const profiles = new Profiles({ keyStore, clock, fingerprint: () => '', onListenerError });
  await profiles.refresh();
  const renewer = new Renewer({
    tokens,
    profiles,
    watch,
    clock,
    scheduler,
    policy: () => ({ kind: 'at-expiry' }),
    random: Math.random,
    log,
    onListenerError,
  });
  await tokens.issue(profile);
  const renew = async (times: number): Promise<void> => {
    for (let renewals = 0; renewals < times; renewals += 1) {
      const { issues } = api;
      machine.advance(day);
      while (api.issues === issues || tokens.state(profile.id).kind !== 'valid') {
        await new Promise(setImmediate);
      }
    }
  };
  const collectGarbage = garbageCollector();
  const heap = (): number => {
    collectGarbage();
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024;
  };
  await renew(2 * renewalsPerBlock);
  const gains: number[] = [];
  const start = heap();
  let before = start;
  for (let block = 0; block < blocks; block += 1) {
    await renew(renewalsPerBlock);
    const after = heap();
    gains.push(after - before);
    before = after;
  }
  renewer.dispose();
  watch.dispose();
  return {
    what: 'heap gained by 500 renewals',
    value: median(gains),
    unit: 'KiB',
    // 8 bytes a renewal: less than one forgotten number.
    target: { atMost: 4 },
    runs: blocks,
    note: `${(before - start).toFixed(0)} KiB in all ${blocks * renewalsPerBlock}`,
  };
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
