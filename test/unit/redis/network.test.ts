import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../src/node/systemClock.ts';
import { freePort } from '../../host/freePort.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { TcpProxy } from '../../host/tcpProxy.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { eventually, profile, type TestMachine, TestMachines } from './machine.ts';

const missing = noRedisServer();
const channel = 'kiwoom:{office}:changes';

describe(`Machines with a bad network to their store${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: RedisServer;
  let api: FakeTokenApi;
  const machines = new TestMachines();
  const proxies: TcpProxy[] = [];

  const startProxy = async (): Promise<TcpProxy> => {
    const proxy = await TcpProxy.start(server.port);
    proxies.push(proxy);
    return proxy;
  };
  const start = (url: string): Promise<TestMachine> => machines.start(url, api);
  const kindOf = (machine: TestMachine): string => machine.shared.status(profile.id).kind;

  before(function () {
    if (missing !== undefined) this.skip();
  });
  beforeEach(async () => {
    server = await RedisServer.start();
    api = new FakeTokenApi(systemClock);
  });
  afterEach(async () => {
    machines.dispose();
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
    await server.stop();
  });

  it('say since when they are alone, and agree again after ten minutes in which both renewed', async () => {
    const proxy = await startProxy();
    const [near, far] = [await start(server.url), await start(proxy.url)];
    const first = await near.manager.ensure(profile);
    await eventually(() => far.manager.current(profile) !== undefined);
    proxy.cut();
    await near.manager.replace(profile, first);
    const last = (await far.manager.replace(profile, first)).token;
    await eventually(() => kindOf(far) === 'away');
    const partition = 10 * 60_000;
    for (const { pass } of [near, far]) pass(partition);
    const status = far.shared.status(profile.id);
    assert.ok(status.kind === 'away' && far.now() - status.since >= partition);
    assert.equal(status.error.code, 'shared-tokens-slow');
    assert.equal(kindOf(near), 'shared');
    assert.ok(near.manager.current(profile) !== undefined, 'nobody is left without a token');
    assert.ok(far.manager.current(profile)?.value.equals(last.value) === true);
    proxy.mend();
    await eventually(() => kindOf(far) === 'shared');
    for (const { manager } of [near, far]) {
      await eventually(() => manager.current(profile)?.value.equals(last.value) === true);
    }
    assert.ok(api.issues <= 3, 'one more than without the partition, at most');
  });

  it('issue once when three packets in ten are lost', async () => {
    const lossy = await Promise.all([1, 2, 3].map(startProxy));
    for (const [index, proxy] of lossy.entries()) proxy.lose(0.3, index + 1);
    const all = await Promise.all(lossy.map(({ url }) => start(url)));
    const tokens = await Promise.all(all.map(({ manager }) => manager.ensure(profile)));
    assert.equal(new Set(tokens.map(({ value }) => value.reveal())).size, 1);
    assert.equal(api.issues, 1);
    const [a, b] = all;
    await a?.manager.revoke(profile);
    await eventually(() => b?.manager.current(profile) === undefined);
  });

  it('wait for no more than the time limit when the network is cut in the middle of an issue', async () => {
    const proxy = await startProxy();
    const machine = await start(proxy.url);
    const answer = api.hold();
    const issuing = machine.manager.ensure(profile);
    await eventually(() => api.inFlight === 1);
    proxy.cut();
    const began = performance.now();
    answer();
    await issuing;
    assert.ok(performance.now() - began < 6_000);
    proxy.mend();
    await eventually(() => kindOf(machine) === 'shared');
    const other = await start(server.url);
    await eventually(() => other.manager.current(profile) !== undefined);
    assert.equal(api.issues, 1);
  });

  /** A machine whose server has a replica, which takes over once the server is gone. */
  async function withReplica(
    work: (parts: {
      readonly replica: RedisServer;
      readonly proxy: TcpProxy;
      readonly machine: TestMachine;
    }) => Promise<void>,
  ): Promise<void> {
    const replica = await RedisServer.start('--replicaof', '127.0.0.1', String(server.port));
    const sentinel = await startSentinel(server);
    try {
      const proxy = await startProxy();
      await work({ replica, proxy, machine: await start(proxy.url) });
    } finally {
      await sentinel.stop();
      await replica.stop();
    }
  }

  it('hear of changes again after a firewall forgot the connections while nothing was said', async () => {
    const proxy = await startProxy();
    const [near, far] = [await start(server.url), await start(proxy.url)];
    await near.manager.ensure(profile);
    await eventually(() => far.manager.current(profile) !== undefined);
    proxy.forget();
    far.pass(11 * 60_000);
    await eventually(async () => {
      await far.manager.load(profile);
      return kindOf(far) === 'shared';
    });
    await far.manager.load(profile);
    await eventually(async () => (await server.client().pubsub('NUMSUB', channel))[1] === 2);
    await near.manager.revoke(profile);
    await eventually(() => far.manager.current(profile) === undefined);
  });

  it('follow an address that has moved although the server there before goes on as a replica', async () => {
    const other = await RedisServer.start();
    try {
      const proxy = await startProxy();
      const machine = await start(proxy.url);
      await machine.manager.ensure(profile);
      proxy.leadNew(other.port);
      const client = server.client();
      await client.replicaof('127.0.0.1', other.port);
      await machine.manager.issue(profile);
      await eventually(async () => (await other.client().keys('kiwoom:*:state')).length === 1);
      await eventually(() => kindOf(machine) === 'shared');
    } finally {
      await other.stop();
    }
  });

  it('lose no token when a replica takes over in the middle of an issue', async () => {
    await withReplica(async ({ replica, proxy, machine }) => {
      const answer = api.hold();
      const issuing = machine.manager.ensure(profile);
      const client = replica.client();
      await eventually(async () => (await client.keys('kiwoom:*:lock')).length === 1);
      await eventually(() => api.inFlight === 1);
      await server.kill();
      await eventually(async () => (await client.role())[0] === 'master');
      proxy.lead(replica.port);
      answer();
      const token = await issuing;
      await eventually(() => kindOf(machine) === 'shared');
      const other = await start(proxy.url);
      assert.ok((await other.manager.ensure(profile)).value.equals(token.value));
      assert.equal(api.issues, 1);
    });
  });

  it('go on with the same token when a replica takes over', async () => {
    await withReplica(async ({ replica, proxy, machine }) => {
      const token = await machine.manager.ensure(profile);
      const client = replica.client();
      await eventually(async () => (await client.keys('kiwoom:*:state')).length === 1);
      await server.kill();
      await eventually(() => kindOf(machine) === 'away');
      await eventually(async () => (await client.role())[0] === 'master');
      proxy.lead(replica.port);
      await eventually(() => kindOf(machine) === 'shared');
      const other = await start(proxy.url);
      assert.ok((await other.manager.ensure(profile)).value.equals(token.value));
      await machine.manager.revoke(profile);
      await eventually(() => other.manager.current(profile) === undefined);
      assert.equal(api.issues, 1);
    });
  });
});

/** Watches a primary, and lets its replica take over once it is gone. */
async function startSentinel({ port, folder }: RedisServer): Promise<{ stop(): Promise<void> }> {
  const file = path.join(folder, 'sentinel.conf');
  writeFileSync(
    file,
    [
      'bind 127.0.0.1',
      `port ${await freePort()}`,
      `dir ${folder}`,
      `sentinel monitor store 127.0.0.1 ${port} 1`,
      'sentinel down-after-milliseconds store 500',
      'sentinel failover-timeout store 3000',
    ].join('\n'),
  );
  const child = spawn(process.env['REDIS_SERVER'] ?? 'redis-server', [file, '--sentinel'], {
    stdio: 'pipe',
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await eventually(() => output.includes('+slave slave'));
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
