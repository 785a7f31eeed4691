import { liveServer } from '../../src/core/model/liveServer.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import type { SimulatorControl } from '../simulator/controlInterface.ts';
import { type Measured, median } from './measured.ts';
import { type Access, realDomain } from './tokenParts.ts';

const perSecond = liveServer.callsPerSecond.real;
const seconds = 4;
/** TRs that are called at the same time. */
const atOnce = 5;
const callsPerTr = perSecond * (seconds + 1);

/** Queries of the catalogue: each is counted, and paced, by itself, so each is a run. */
const { all } = await loadTrCatalogue();
const queries = all
  .filter(
    ({ path, transport, order }) => path.startsWith('/api/') && transport === 'rest' && !order,
  )
  .slice(0, 20);

/**
 * The share of the allowed rate that is reached when everything is asked for at once, by the server's
 * count, in four seconds after the first burst.
 */
export async function pacing(access: Access, server: SimulatorControl): Promise<Measured[]> {
  const scheduler = new SystemScheduler(systemClock);
  const { tokens, caller, profile } = realDomain(access, scheduler);
  await tokens.ensure(profile);
  server.clearCalls();
  server.switch({ limit: perSecond });
  for (let first = 0; first < queries.length; first += atOnce) {
    await Promise.all(
      queries.slice(first, first + atOnce).flatMap(({ id, request }) => {
        const body = Object.fromEntries(request.map(({ name }) => [name, '1']));
        return Array.from({ length: callsPerTr }, () => caller.call(profile, id, body));
      }),
    );
  }
  server.switch({ limit: 'off' });
  const shares = queries.map(({ id }) => {
    const times = server.calls({ kind: 'tr', apiId: id }).map(({ receivedAt }) => receivedAt);
    const [from = NaN, to = NaN] = [times[perSecond - 1], times.at(-1)];
    return ((times.length - perSecond) / perSecond / ((to - from) / 1000)) * 100;
  });
  const refused = server.calls({ kind: 'tr', code: 1700 }).length;
  const runs = queries.length;
  return [
    {
      what: 'pacing, of the allowed rate',
      value: median(shares),
      unit: '%',
      target: { atLeast: 95 },
      runs,
    },
    {
      what: 'pacing, refused calls (429)',
      value: refused,
      unit: '',
      target: { atMost: 0 },
      runs,
      note: `of ${runs * callsPerTr} calls`,
    },
  ];
}
