import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDomain } from '../../src/core/domain.ts';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { FakeTokenApi } from '../unit/fakes/fakeTokenApi.ts';
import { testPorts, testPreferences } from '../unit/fakes/testPorts.ts';
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
  const domain = createDomain(
    testPorts({
      clock,
      scheduler,
      tokenApi: api,
      keyStore: keyStoreWith(profile, 'app', 'secret'),
      preferences: testPreferences({ renewalPolicy: () => ({ kind: 'at-expiry' }) }),
      random: Math.random,
      log: silentLog,
    }),
  );
  const { profiles, tokens } = domain;
  await profiles.refresh();
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
  domain.dispose();
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
