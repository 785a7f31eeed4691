import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { ToldProcess } from '../fakes/toldProcess.ts';
import type { Order } from './tokenProcess.ts';

/** A process of its own, as every window's extension host is one. */
class Process extends ToldProcess<Order> {
  constructor() {
    super(path.join(import.meta.dirname, 'tokenProcess.ts'));
  }
}

describe('Several processes', () => {
  let folder: string;
  let simulator: Simulator;
  let processes: Process[];

  async function begin(count: number): Promise<Process[]> {
    const { appkey, secretkey } = simulator.accounts.mock[0];
    const setting = { folder, url: simulator.mock.url, appkey, secretkey };
    const fresh = Array.from({ length: count }, () => new Process());
    processes.push(...fresh);
    await Promise.all(fresh.map((each) => each.tell({ kind: 'start', setting })));
    return fresh;
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-processes-'));
    simulator = await startSimulator();
    processes = [];
  });
  afterEach(async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('with 250 callers each make one issue call', async () => {
    const four = await begin(4);
    const tokens = await Promise.all(
      four.map((each) => each.tell({ kind: 'ensure', callers: 250 })),
    );
    assert.equal(new Set(tokens).size, 1);
    assert.equal(simulator.control.counts().issue, 1);
  });

  it('go on when one was killed while it held the lock', async () => {
    const [killed, ...others] = await begin(3);
    assert.equal(await killed?.tell({ kind: 'hold-lock' }), 'held');
    await killed?.kill();
    const tokens = await Promise.all(
      others.map((each) => each.tell({ kind: 'ensure', callers: 10 })),
    );
    assert.equal(new Set(tokens).size, 1);
    assert.equal(simulator.control.counts().issue, 1);
  });

  it('get the same token when one was killed in the middle of its issue', async () => {
    const [killed, other] = await begin(2);
    simulator.control.fault('issue', { kind: 'hold' }, { times: 1 });
    void killed?.tell({ kind: 'ensure', callers: 1 });
    await simulator.control.waitForCalls({ kind: 'issue' });
    await killed?.kill();
    simulator.control.switch({ oauthLimit: 'off' });
    const token = await other?.tell({ kind: 'ensure', callers: 1 });
    const living = simulator.control.tokens().filter(({ alive }) => alive);
    assert.deepEqual(
      living.map((each) => each.token),
      [token],
    );
  });
});
