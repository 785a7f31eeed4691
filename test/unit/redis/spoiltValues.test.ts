import assert from 'node:assert/strict';
import { systemClock } from '../../../src/node/systemClock.ts';
import { KeyNames } from '../../../src/redis/keyNames.ts';
import { type Sealing, SharedStates } from '../../../src/redis/sharedState.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { testKeys } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';
import {
  eventually,
  keys,
  type MachineOptions,
  profile,
  type TestMachine,
  TestMachines,
} from './machine.ts';

const missing = noRedisServer();
const [state = '', lock = '', fence = ''] = ['state', 'lock', 'fence'].map(
  (name) => `kiwoom:{office:${profile.id}}:${name}`,
);

describe(`A shared token store with spoilt values${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: RedisServer;
  let api: FakeTokenApi;
  const machines = new TestMachines();

  const start = (options: MachineOptions = {}) => machines.start(server.url, api, options);
  /** Scripts that the server has run. */
  const scripts = async (): Promise<number> => {
    const stats = await server.client().info('commandstats');
    return Number(/^cmdstat_eval:calls=(\d+)/m.exec(stats)?.[1]);
  };

  before(async function () {
    if (missing === undefined) server = await RedisServer.start();
    else this.skip();
  });
  beforeEach(async () => {
    await server.client().flushall();
    api = new FakeTokenApi(systemClock);
  });
  afterEach(() => {
    machines.dispose();
  });
  after(async () => {
    if (missing === undefined) await server.stop();
  });

  for (const [what, spoil] of [
    ['without an expiry', () => server.client().set(lock, 'restored')],
    [
      'whose expiry is far away, as the clock of the server was set back',
      () => server.client().set(lock, 'ahead', 'PX', 600_000),
    ],
  ] as const) {
    it(`ends a lock ${what}, and is not asked over and over meanwhile`, async () => {
      const { manager } = await start({ lockHeldMs: 500 });
      await spoil();
      const before = await scripts();
      await manager.ensure(profile);
      assert.equal(api.issues, 1);
      const asked = (await scripts()) - before;
      assert.ok(asked < 20, `asked ${asked} times`);
    });
  }

  for (const key of [lock, fence]) {
    it(`holds no issue up when ${key.split(':').at(-1)} is no text`, async () => {
      const { manager } = await start();
      await server.client().rpush(key, 'a list');
      const before = performance.now();
      await manager.issue(profile);
      await manager.issue(profile);
      assert.ok(performance.now() - before < 2_000);
      assert.equal(await server.client().type(key), 'list', 'left as it was');
    });
  }

  it('has no more than the last revoked tokens opened, however long their list is', async () => {
    let opened = 0;
    const sealing = (): Promise<Sealing> =>
      Promise.resolve({
        sealToken: unexpected,
        unsealToken: () => {
          opened += 1;
          throw new Error('sealed for somebody else');
        },
      });
    const names = new KeyNames('office');
    const link = { run: unexpected };
    const states = new SharedStates({ link, names, clock: systemClock, sealing, source: 'a' });
    await states.open(profile.id, keys, ['1', null, 'sealed\n'.repeat(10_000), '1']);
    assert.equal(opened, 8);
  });

  it('is not written to and fro by machines with two secret keys for one app key', async () => {
    const a = await start();
    await a.manager.ensure(profile);
    const b = await start({ keys: testKeys('canary-app-key', 'another-secret-key') });
    const token = await b.manager.issue(profile);
    const refused = ({ shared }: TestMachine): string => {
      const status = shared.status(profile.id);
      return status.kind === 'away' ? status.error.code : status.kind;
    };
    await eventually(() => refused(a) === 'shared-tokens-other-secret');
    for (const { manager } of [a, b, a]) await manager.load(profile);
    assert.deepEqual([a.heard.length, b.heard.length], [1, 0], 'nobody wrote over it again');
    assert.equal(b.manager.current(profile), token.token);
    assert.ok(a.manager.current(profile) !== undefined, 'it goes on with its own copy');
    await a.manager.issue(profile);
    assert.equal(refused(a), 'shared');
  });

  it('serves again with a token issued in the place of one that nobody can read', async () => {
    const [a, b] = [await start(), await start()];
    await a.manager.ensure(profile);
    await eventually(() => b.manager.current(profile) !== undefined);
    await server.client().hset(state, 'sealed', 'truncat');
    await a.manager.load(profile);
    assert.equal(a.shared.status(profile.id).kind, 'away');
    await a.manager.issue(profile);
    await b.manager.load(profile);
    const values = [a, b].map(({ manager }) => manager.current(profile)?.value.reveal());
    assert.deepEqual(values, [values[0], values[0]]);
    assert.equal(b.shared.status(profile.id).kind, 'shared');
    assert.equal(a.shared.status(profile.id).kind, 'shared');
  });
});
