import assert from 'node:assert/strict';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import type { TokenApi } from '../../../src/core/model/ports.ts';
import { RedisServer, noRedisServer } from '../../host/redisServer.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { eventually, keys, type MachineOptions, profile, TestMachines } from './machine.ts';

const missing = noRedisServer();

describe(`Machines that share a token store${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: RedisServer;
  let api: FakeTokenApi;
  const machines = new TestMachines();

  const start = (options: MachineOptions = {}, kiwoom: TokenApi = api) =>
    machines.start(server.url, kiwoom, options);

  before(async function () {
    if (missing === undefined) server = await RedisServer.start();
    else this.skip();
  });
  beforeEach(async () => {
    const client = server.client();
    await client.flushall();
    api = new FakeTokenApi(systemClock);
  });
  afterEach(async () => {
    machines.dispose();
    await server.resumeIfGone();
  });
  after(async () => {
    if (missing === undefined) await server.stop();
  });

  it('issue once between them, however many ask', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => start()));
    const tokens = await Promise.all(
      all.flatMap(({ manager }) => Array.from({ length: 100 }, () => manager.ensure(profile))),
    );
    assert.equal(api.issues, 1);
    assert.equal(new Set(tokens.map(({ value }) => value.reveal())).size, 1);
  });

  it('hear of a token that another one issued', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    assert.deepEqual(a.heard, [], 'no machine hears of its own writes');
  });

  it('drop a token that another one revoked', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await a.manager.revoke(profile);
    await eventually(() => b.manager.current(profile) === undefined);
    assert.deepEqual(await b.localStore.read(profile.id, keys), { kind: 'absent' });
  });

  it('learn that the server refused a token', async () => {
    const [a, b] = [await start(), await start()];
    const token = await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await a.manager.reject(profile, token, new KiwoomError('token-invalid'));
    await eventually(() => b.manager.state(profile.id).kind === 'rejected');
  });

  it('keep a token that only one of them forgets', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await a.manager.forget(profile.id);
    await b.manager.load(profile);
    assert.notEqual(b.manager.current(profile), undefined);
  });

  it('go on with their own copy while the store is away, and need no second issue after it', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await server.kill();
    await a.manager.ensure(profile);
    await a.manager.issue(profile);
    assert.notEqual(b.manager.current(profile), undefined);
    await server.resume();
    await eventually(() => a.shared.status(profile.id).kind === 'shared');
    const c = await start();
    await eventually(() => c.manager.current(profile) !== undefined);
    assert.equal(api.issues, 2);
  });

  it('bring back what FLUSHALL deleted from the store', async () => {
    const a = await start();
    await a.manager.ensure(profile);
    const client = server.client();
    await client.flushall();
    await a.manager.load(profile);
    assert.notEqual(a.manager.current(profile), undefined);
    const b = await start();
    await b.manager.ensure(profile);
    assert.equal(api.issues, 1);
  });

  it('never undo a revoke that one of them made while the store was away', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    const stillHeld = b.manager.current(profile);
    await server.kill();
    await a.manager.revoke(profile);
    assert.equal(b.manager.current(profile), stillHeld, 'no notice can arrive');
    await server.resume();
    await eventually(() => b.manager.current(profile) === undefined);
    assert.equal(a.manager.current(profile), undefined);
  });

  it('leave a value alone that is not theirs, and serve without the store', async () => {
    const client = server.client();
    const name = `kiwoom:{office:${profile.id}}:state`;
    await client.set(name, 'not ours');
    const a = await start();
    await a.manager.ensure(profile);
    assert.equal(await client.get(name), 'not ours');
    assert.notEqual(a.manager.current(profile), undefined);
  });

  it('leave nothing readable in the store, in its dump or in what passes by', async () => {
    const client = server.client();
    const monitor = await client.monitor();
    const seen: string[] = [];
    monitor.on('monitor', (_time: string, args: string[]) => seen.push(args.join(' ')));
    const a = await start();
    const token = await a.manager.ensure(profile);
    await a.manager.revoke(profile);
    await client.save();
    const { readFile } = await import('node:fs/promises');
    const dump = await readFile(`${server.folder}/dump.rdb`, 'latin1');
    assert.ok(dump.includes('kiwoom:{office:') && seen.length > 4, 'there is something to search');
    for (const secret of [token.value, keys.appkey, keys.secretkey]) {
      assert.ok(!dump.includes(secret.reveal()));
      assert.ok(!seen.join('\n').includes(secret.reveal()));
    }
    monitor.disconnect();
  });

  it('go on alone, one by one, with an account whose token is bound to another address', async () => {
    const [a, b] = [await start(), await start()];
    const token = await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await b.manager.reject(profile, token, new KiwoomError('ip-mismatch'));
    assert.deepEqual([a.left, b.left], [[], [profile.id]]);
    assert.equal(b.shared.status(profile.id).kind, 'left');
    await a.manager.load(profile);
    assert.equal(a.manager.state(profile.id).kind, 'valid', 'it is good at its own address');
    await b.manager.issue(profile);
    await b.manager.reject(profile, token, new KiwoomError('ip-mismatch'));
    assert.deepEqual(
      [a.heard, b.left],
      [[], [profile.id]],
      'said once, and of no concern to others',
    );
  });

  it('keep nobody waiting for the lock while they write their own copy to a slow disk', async () => {
    const [a, b] = [await start(), await start({ profiles: [] })];
    const token = await a.manager.ensure(profile);
    const [disk, read] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const write = b.localStore.write.bind(b.localStore);
    b.localStore.write = async (...given) => {
      await disk.promise;
      return write(...given);
    };
    const { signal } = new AbortController();
    const { sharing } = b.shared;
    const ending = sharing.run(profile.id, signal, async () => {
      await sharing.read(profile.id, keys);
      read.resolve(undefined);
    });
    await read.promise;
    await a.shared.sharing.run(profile.id, signal, () => Promise.resolve());
    disk.resolve(undefined);
    await ending;
    const copy = await b.localStore.read(profile.id, keys);
    assert.ok(copy.kind === 'token' && copy.token.value.equals(token.value));
  });

  it('share nothing with another site', async () => {
    const [a, b] = [await start({ site: 'office' }), await start({ site: 'home' })];
    await a.manager.ensure(profile);
    await b.manager.load(profile);
    assert.equal(b.manager.current(profile), undefined);
    assert.deepEqual(b.heard, []);
  });

  it('know how many they are', async () => {
    const both = [await start(), await start()];
    for (const { shared } of both) {
      await eventually(() => {
        const status = shared.status(profile.id);
        return status.kind === 'shared' && status.machines === 2;
      });
    }
  });

  it('share a token although their clocks are a day apart', async () => {
    const day = 86_400_000;
    const dated: TokenApi = {
      host: () => api.host(),
      issue: async (...asked) => ({ ...(await api.issue(...asked)), serverTime: Date.now() }),
      revoke: (...asked) => api.revoke(...asked),
    };
    const [a, b] = [await start({ aheadMs: day }, dated), await start({ aheadMs: -day }, dated)];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await b.manager.ensure(profile);
    assert.equal(api.issues, 1);
  });

  it('take no token back that was revoked, when an older value is put in its place', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    const client = server.client();
    const name = `kiwoom:{office:${profile.id}}:state`;
    const older = await client.hgetall(name);
    await a.manager.revoke(profile);
    await eventually(() => b.manager.current(profile) === undefined);
    await client.del(name);
    await client.hset(name, older);
    for (const { manager } of [b, a]) {
      await manager.load(profile);
      assert.equal(manager.current(profile), undefined);
    }
  });

  it('replace an older value with the token that they hold', async () => {
    const a = await start();
    await a.manager.ensure(profile);
    const client = server.client();
    const name = `kiwoom:{office:${profile.id}}:state`;
    const older = await client.hgetall(name);
    await a.manager.revoke(profile);
    const token = await a.manager.ensure(profile);
    await client.hset(name, { ...older, revoked: '' });
    await a.manager.load(profile);
    const b = await start();
    assert.ok((await b.manager.ensure(profile)).value.equals(token.value));
    assert.equal(api.issues, 2);
  });
});
