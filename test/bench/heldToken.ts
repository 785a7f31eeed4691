import { createDomain } from '../../src/core/domain.ts';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { testPorts } from '../unit/fakes/testPorts.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';
import { type Measured, median, repeat, timed } from './measured.ts';
import { keyStoreWith, silentLog } from './tokenParts.ts';

const runs = 30;
const callsPerRun = 200_000;

/** What it takes `ensure` to give out the token that is held, beside the awaiting of any asynchronous function. */
export async function heldToken(): Promise<Measured> {
  const profile = testProfile('mock');
  const { tokens } = createDomain(
    testPorts({
      clock: new ServerClock(systemClock, unexpected),
      keyStore: keyStoreWith(profile, 'app', 'secret'),
      log: silentLog,
    }),
  );
  const run = async (): Promise<number> => {
    const ms = await timed(async () => {
      for (let calls = 0; calls < callsPerRun; calls += 1) await tokens.ensure(profile);
    });
    return (ms / callsPerRun) * 1000;
  };
  const empty = (): Promise<number> => awaitedCall();
  await repeat(3, run);
  await repeat(3, empty);
  const pairs = await repeat(runs, async () => ({ ours: await run(), empty: await empty() }));
  return {
    what: 'ensure, token held',
    value: median(pairs.map((pair) => pair.ours)),
    unit: 'µs',
    ratios: [
      {
        atMost: 20,
        to: 'an awaited call',
        reference: median(pairs.map((pair) => pair.empty)),
      },
    ],
    runs,
  };
}

/** Microseconds of a call that does nothing. */
async function awaitedCall(): Promise<number> {
  const nothing = async (): Promise<void> => {};
  const ms = await timed(async () => {
    for (let calls = 0; calls < callsPerRun; calls += 1) await nothing();
  });
  return (ms / callsPerRun) * 1000;
}
