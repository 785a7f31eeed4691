import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { ToldProcess } from '../fakes/toldProcess.ts';
import { eventually, profile } from './machine.ts';
import type { Order } from './machineProcess.ts';

const missing = noRedisServer();

/** A machine is a process with a storage folder of its own. */
class Machine extends ToldProcess<Order> {
  constructor() {
    super(path.join(import.meta.dirname, 'machineProcess.ts'));
  }
}

describe(`Several machines with one store${missing === undefined ? '' : ` (${missing})`}`, () => {
  let folder: string;
  let simulator: Simulator;
  let server: RedisServer;
  const machines: Machine[] = [];

  async function begin(count: number): Promise<[Machine, ...Machine[]]> {
    const { appkey, secretkey } = simulator.accounts.mock[0];
    const setting = { kiwoom: simulator.mock.url, store: server.url, appkey, secretkey };
    const [first, ...others] = Array.from({ length: count }, () => new Machine());
    assert.ok(first !== undefined);
    machines.push(first, ...others);
    await Promise.all(
      [first, ...others].map(async (each, index) =>
        each.tell({
          kind: 'start',
          setting: { ...setting, folder: path.join(folder, String(index)) },
        }),
      ),
    );
    return [first, ...others];
  }

  before(function () {
    if (missing !== undefined) this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-machines-'));
    simulator = await startSimulator();
    simulator.control.switch({ oauthLimit: 'off' });
    server = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all(machines.splice(0).map((each) => each.kill()));
    await server.stop();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sealedInStore = (): Promise<string | null> =>
    server.client().hget(`kiwoom:{office:${profile.id}}:state`, 'sealed');

  it('with 500 callers each make one issue call', async () => {
    const eight = await begin(8);
    const tokens = await Promise.all(
      eight.map((each) => each.tell({ kind: 'ensure', callers: 500 })),
    );
    assert.equal(new Set(tokens).size, 1);
    assert.equal(simulator.control.counts().issue, 1);
  });

  it('go on when one was killed between the issue and the writing of its token', async () => {
    const [killed, other] = await begin(2);
    await killed.tell({ kind: 'issue-and-wait' });
    await killed.kill();
    assert.equal(await sealedInStore(), null);
    const token = await other?.tell({ kind: 'ensure', callers: 10 });
    const living = simulator.control.tokens().filter(({ alive }) => alive);
    assert.deepEqual(
      living.map((each) => each.token),
      [token],
    );
  });

  it('keep the newer token when one that slept in the lock wakes up and writes', async () => {
    const [sleeper, other] = await begin(2);
    await sleeper.tell({ kind: 'issue-and-wait' });
    sleeper.fallAsleep();
    const token = await other?.tell({ kind: 'replace' });
    const stored = await sealedInStore();
    sleeper.wakeUp();
    await sleeper.tell({ kind: 'go-on' });
    await eventually(async () => (await sleeper.tell({ kind: 'current' })) === token);
    assert.equal(await sealedInStore(), stored, 'the late write was refused');
    assert.equal(await other?.tell({ kind: 'current' }), token);
  });
});
