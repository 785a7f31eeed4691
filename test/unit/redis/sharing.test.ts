import assert from 'node:assert/strict';
import { RedisServer, noRedisServer } from '../../host/redisServer.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { eventually, keys, profile, startMachine, type TestMachine } from './machine.ts';

const missing = noRedisServer();

describe(`Machines that share a token store${missing === undefined ? '' : ` (${missing})`}`, function () {
  // A real server, on a machine that may be busy.
  this.timeout(30_000);

  let server: RedisServer;
  let api: FakeTokenApi;
  const machines: TestMachine[] = [];

  const start = async (): Promise<TestMachine> => {
    const machine = await startMachine(server.url, api);
    machines.push(machine);
    return machine;
  };

  before(async function () {
    this.timeout(60_000);
    if (missing === undefined) server = await RedisServer.start();
    else this.skip();
  });
  beforeEach(async () => {
    const client = server.client();
    await client.flushall();
    client.disconnect();
    api = new FakeTokenApi(systemClock);
  });
  afterEach(async () => {
    for (const { connection } of machines.splice(0)) connection.close();
    await server.resumeIfGone();
  });
  after(async () => {
    if (missing === undefined) await server.stop();
  });

  it('issue once between them, however many ask', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, start));
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
    const { KiwoomError } = await import('../../../src/core/base/errors.ts');
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
    await eventually(() => a.connection.link.trouble === undefined);
    const c = await start();
    await eventually(() => c.manager.current(profile) !== undefined);
    assert.equal(api.issues, 2);
  });

  it('bring back what FLUSHALL deleted from the store', async () => {
    const a = await start();
    await a.manager.ensure(profile);
    const client = server.client();
    await client.flushall();
    client.disconnect();
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
    client.disconnect();
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
    client.disconnect();
  });
});
