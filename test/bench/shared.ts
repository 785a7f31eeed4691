import path from 'node:path';
import { noRedisServer, RedisServer } from '../host/redisServer.ts';
import { TcpProxy } from '../host/tcpProxy.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import type { SimulatorControl } from '../simulator/controlInterface.ts';
import { replaceFile } from '../../src/node/replaceFile.ts';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import { type Measured, median, repeat, timed } from './measured.ts';
import { Crowd, crowdSize, sharedDomain } from './sharedParts.ts';
import { type Access, realDomain } from './tokenParts.ts';

/** One way to a store that is far away, in milliseconds: the machine's own work is little beside it. */
const farMs = 10;

/** How long Kiwoom takes to answer the crowd's issue, in milliseconds. */
const answerMs = 200;

type Domain = Pick<ReturnType<typeof realDomain>, 'tokens' | 'profile'>;

/** What a shared token store costs, on a Redis server of its own; nothing where there is no `redis-server`. */
export async function shared(access: Access, kiwoom: SimulatorControl): Promise<Measured[]> {
  const missing = noRedisServer();
  if (missing !== undefined) {
    console.log(`the shared token store is not measured: ${missing}`);
    return [];
  }
  const redis = await RedisServer.start();
  try {
    return [
      await heldToken(access, redis),
      ...(await issueCost(access, redis)),
      ...(await propagation(access, redis)),
      await crowd(access, redis, kiwoom),
    ];
  } finally {
    await redis.stop();
  }
}

const ownFolder = (access: Access): Access => ({ ...access, folder: makeTemporaryFolder('bench') });

/** `ensure` with the token in memory, with a store and without, in turn. */
async function heldToken(access: Access, { url }: RedisServer): Promise<Measured> {
  const runs = 40;
  const callsPerRun = 100_000;
  const alone = realDomain(ownFolder(access), new SystemScheduler(systemClock));
  const sharing = await sharedDomain(ownFolder(access), url);
  const run = async ({ tokens, profile }: Domain): Promise<number> => {
    const ms = await timed(async () => {
      for (let calls = 0; calls < callsPerRun; calls += 1) await tokens.ensure(profile);
    });
    return (ms / callsPerRun) * 1000;
  };
  const both = async () => ({ alone: await run(alone), sharing: await run(sharing) });
  await repeat(5, both);
  const pairs = await repeat(runs, both);
  alone.dispose();
  sharing.dispose();
  return {
    what: 'ensure, token held and shared',
    value: median(pairs.map((pair) => pair.sharing)),
    unit: 'µs',
    ratios: [
      {
        // At least 0.95 of the calls.
        atMost: 1.05,
        to: 'without a store',
        reference: median(pairs.map((pair) => pair.alone)),
      },
    ],
    runs,
  };
}

/** What an issue takes more with a store than without, near and far. */
async function issueCost(access: Access, redis: RedisServer): Promise<Measured[]> {
  const runs = 40;
  const proxy = await TcpProxy.start(redis.port);
  proxy.delay(farMs);
  const client = redis.client();
  const farClient = redis.client({ port: proxy.port });
  const alone = realDomain(ownFolder(access), new SystemScheduler(systemClock));
  const near = await sharedDomain(ownFolder(access), redis.url);
  const far = await sharedDomain(ownFolder(access), proxy.url, 'far');
  const issue = ({ tokens, profile }: Domain) => timed(() => tokens.issue(profile));
  const run = async () => ({
    alone: await issue(alone),
    near: await issue(near),
    far: await issue(far),
    ping: await timed(() => farClient.ping()),
  });
  await repeat(10, run);
  const all = await repeat(runs, run);
  await client.config('RESETSTAT');
  await repeat(runs, () => issue(near));
  // The last release of the lock is under way still; a revoke comes after it, and takes as many commands.
  await near.tokens.revoke(near.profile);
  const commands = Number(/cmdstat_eval:calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);
  for (const each of [alone, near, far]) each.dispose();
  await proxy.stop();
  const added = all.map((each) => each.far - each.alone);
  const ping = median(all.map((each) => each.ping));
  return [
    {
      what: 'issue, sharing its token',
      value: median(all.map((each) => each.near)),
      unit: 'ms',
      ratios: [
        { atMost: 2, to: 'without a store', reference: median(all.map((each) => each.alone)) },
      ],
      runs,
    },
    {
      what: 'issue, commands to the store',
      value: commands / (runs + 1),
      unit: '',
      target: { atMost: 3 },
      runs,
    },
    {
      what: `issue, added by a store ${2 * farMs} ms away`,
      value: median(added),
      unit: 'ms',
      ratios: [{ atMost: 3, to: 'PING', reference: ping }],
      runs,
    },
  ];
}

/** From the moment that one computer has its new token until another has it. */
async function propagation(access: Access, redis: RedisServer): Promise<Measured[]> {
  const runs = 100;
  const here = await sharedDomain(ownFolder(access), redis.url);
  const there = await sharedDomain(ownFolder(access), redis.url);
  const [publisher, subscriber] = [redis.client(), redis.client()];
  await subscriber.subscribe('bench');
  const file = path.join(makeTemporaryFolder('bench'), 'file');
  const bare = () =>
    timed(async () => {
      const { promise: message, resolve } = Promise.withResolvers<undefined>();
      subscriber.once('message', () => {
        resolve(undefined);
      });
      await Promise.all([publisher.publish('bench', 'changed'), message]);
      await replaceFile(file, 'x'.repeat(500), 0o600);
    });
  const run = async () => {
    const gone = reached(there, false);
    await here.tokens.revoke(here.profile);
    await gone;
    const [issued, heard] = [reached(here, true), reached(there, true)];
    await here.tokens.issue(here.profile);
    return { bare: await bare(), ms: (await heard) - (await issued) };
  };
  await here.tokens.ensure(here.profile);
  await repeat(10, run);
  const all = await repeat(runs, run);
  here.dispose();
  there.dispose();
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
  return [
    {
      what: 'a new token, at another computer',
      value: median(times),
      unit: 'ms',
      ratios: [
        {
          atMost: 8,
          to: 'a message and a synced file',
          reference: median(all.map((each) => each.bare)),
        },
      ],
      runs,
    },
    {
      what: 'the same, p95',
      value: times[Math.ceil(runs * 0.95) - 1] ?? NaN,
      unit: 'ms',
      target: { atMost: 200 },
      runs,
      note: 'p95',
    },
  ];
}

/** When the domain comes to hold a token, or none. */
function reached({ tokens, profile }: Domain, token: boolean): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const subscription = tokens.onDidChange(() => {
    if ((tokens.current(profile) !== undefined) !== token) return;
    subscription.dispose();
    resolve(performance.now());
  });
  return promise;
}

/** How long many callers on several computers wait for one token, beside one caller alone. */
async function crowd(access: Access, redis: RedisServer, kiwoom: SimulatorControl) {
  const runs = 15;
  const { callers, machines } = crowdSize;
  const everyone = await Crowd.start(access, redis.url);
  kiwoom.fault('issue', { kind: 'delay', delayMs: answerMs });
  const run = async () => {
    await everyone.loseToken();
    const one = await timed(() => everyone.first.tell({ kind: 'ensure', callers: 1 }));
    await everyone.loseToken();
    const before = kiwoom.counts().issue;
    const all = await timed(() => everyone.ensure());
    return { one, all, issues: kiwoom.counts().issue - before };
  };
  await repeat(3, run);
  const results = await repeat(runs, run);
  await everyone.end();
  const issues = Math.max(...results.map((each) => each.issues));
  return {
    what: `${callers.toLocaleString('en')} callers on ${machines} computers`,
    value: median(results.map((each) => each.all)),
    unit: 'ms',
    ratios: [{ atMost: 1.5, to: 'one caller', reference: median(results.map((each) => each.one)) }],
    runs,
    note: `${issues} issue each time`,
  };
}
