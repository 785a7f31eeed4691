import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CancelledError } from '../../../src/core/base/errors.ts';
import { RateLimiter } from '../../../src/core/calls/rateLimiter.ts';
import { parseStoreAddress } from '../../../src/redis/address.ts';
import { KeyNames } from '../../../src/redis/keyNames.ts';
import { Link } from '../../../src/redis/link.ts';
import { SharedRateLimiter } from '../../../src/redis/sharedRateLimiter.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { RecordingLog } from '../fakes/memoryStores.ts';
import { eventually, profile } from './machine.ts';

const missing = noRedisServer();

describe(`The pace of machines that share a token store${missing === undefined ? '' : ` (${missing})`}`, () => {
  const kind = { profileId: profile.id, apiId: 'ka10001' };
  const names = new KeyNames('office');
  const links: Link[] = [];
  let server: RedisServer;

  /** A machine's rate limiter, which counts at the store as well. */
  const startLimiter = async (shares = true): Promise<RateLimiter> => {
    const scheduler = new SystemScheduler(systemClock);
    const parts = { clock: systemClock, random: Math.random, log: new RecordingLog() };
    const link = new Link({ ...parseStoreAddress(server.url), ...parts });
    links.push(link);
    await link.start(names.channel);
    const sharedLimit = new SharedRateLimiter({
      ...parts,
      link,
      names,
      scheduler,
      newId: randomUUID,
      shares: () => shares,
    });
    return new RateLimiter(systemClock, scheduler, sharedLimit);
  };
  /** When each of `calls` went, in order; each is on its way for some milliseconds. */
  const send = async (
    limiter: RateLimiter,
    calls: number,
    perSecond: number,
  ): Promise<number[]> => {
    const sent = Array.from({ length: calls }, async () => {
      const arrived = await limiter.turn(kind, perSecond);
      const at = performance.now();
      arrived();
      return at;
    });
    return Promise.all(sent);
  };
  const mostInASecond = (times: readonly number[]): number =>
    Math.max(...times.map((t) => times.filter((each) => each >= t && each < t + 1000).length));

  before(async function () {
    if (missing === undefined) server = await RedisServer.start();
    else this.skip();
  });
  beforeEach(async () => {
    const client = server.client();
    await client.flushall();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) link.dispose();
    server.thaw();
    await server.resumeIfGone();
  });
  after(async () => {
    if (missing === undefined) await server.stop();
  });

  it('is one for all of them, and wastes little of it', async () => {
    const limiters = await Promise.all([startLimiter(), startLimiter(), startLimiter()]);
    const began = performance.now();
    const times = (await Promise.all(limiters.map((each) => send(each, 5, 5)))).flat();
    assert.equal(mostInASecond(times), 5);
    const tookMs = performance.now() - began;
    assert.ok(tookMs < 3_500, `15 calls at 5 a second took ${tookMs} ms`);
  });

  it('is counted for each TR', async () => {
    const limiter = await startLimiter();
    const began = performance.now();
    await Promise.all([limiter.turn(kind, 1), limiter.turn({ ...kind, apiId: 'ka10002' }, 1)]);
    assert.ok(performance.now() - began < 900);
  });

  it('is of no concern to a machine that goes on alone with the account', async () => {
    const [shared, alone] = [await startLimiter(), await startLimiter(false)];
    const times = [...(await send(shared, 1, 1)), ...(await send(alone, 1, 1))];
    assert.equal(mostInASecond(times), 2);
  });

  it('is counted by each machine for itself while the store is away', async () => {
    const limiter = await startLimiter();
    await server.kill();
    assert.equal(mostInASecond(await send(limiter, 2, 1)), 1);
  });

  it('holds no call up for a store that does not answer', async () => {
    const limiter = await startLimiter();
    server.freeze();
    const began = performance.now();
    await send(limiter, 1, 5);
    assert.ok(performance.now() - began < 600);
  });

  it('forgets at once what a server with a fast clock had counted', async () => {
    const client = server.client();
    await client.zadd(names.calls(kind), (Date.now() + 86_400_000) * 1000, 'call');
    const limiter = await startLimiter();
    const began = performance.now();
    await send(limiter, 1, 1);
    assert.ok(performance.now() - began < 600);
  });

  it('lets a call go at once whose key holds something else', async () => {
    const client = server.client();
    await client.set(names.calls(kind), 'not ours');
    const limiter = await startLimiter();
    assert.equal((await send(limiter, 1, 1)).length, 1);
    assert.equal(await client.get(names.calls(kind)), 'not ours');
  });

  it('is left by a caller who cancels', async () => {
    const [first, second] = [await startLimiter(), await startLimiter()];
    await send(first, 1, 1);
    const aborter = new AbortController();
    const waiting = second.turn(kind, 1, aborter.signal);
    setTimeout(() => {
      aborter.abort();
    }, 50);
    await assert.rejects(waiting, CancelledError);
  });

  it('leaves nothing behind', async () => {
    const client = server.client();
    await send(await startLimiter(), 1, 1);
    assert.equal(await client.exists(names.calls(kind)), 1);
    await eventually(async () => (await client.exists(names.calls(kind))) === 0);
  });
});
