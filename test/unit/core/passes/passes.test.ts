import assert from 'node:assert/strict';
import { createDomain } from '../../../../src/core/domain.ts';
import { agentPass, Passes, type PassUse } from '../../../../src/core/passes/passes.ts';
import { passHashing } from '../../../../src/node/passHashing.ts';
import { ServerClock } from '../../../../src/core/time/serverClock.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { MemoryKeyStore } from '../../fakes/memoryStores.ts';
import { testPorts } from '../../fakes/testPorts.ts';
import { testKeys, testProfile } from '../../fakes/testProfile.ts';
import { unexpected } from '../../fakes/unexpected.ts';

const hour = 60 * 60 * 1000;

describe('A pass', () => {
  const [mock, real] = [testProfile('mock'), testProfile('real')];
  let machine: FakeClock;
  let keyStore: MemoryKeyStore;
  let ended: Set<string>;
  beforeEach(() => {
    // 09:00 in Korea.
    machine = new FakeClock(Date.UTC(2026, 10, 24, 0, 0, 0));
    keyStore = new MemoryKeyStore();
    keyStore.put(mock, testKeys('m', 'secret of mock'));
    keyStore.put(real, testKeys('r', 'secret of real'));
    ended = new Set();
  });

  /** As a window has them after its start, or a reload. */
  const passesIn = async (workspace = 'here', use?: PassUse): Promise<Passes> => {
    const clock = new ServerClock(machine, unexpected);
    const { profiles } = createDomain(testPorts({ clock, keyStore }));
    await profiles.refresh();
    const passes = new Passes({
      profiles,
      keyStore,
      clock: machine,
      workspace,
      ...passHashing,
      allowed: ({ id }) => !ended.has(id),
      ...(use === undefined ? {} : { use }),
    });
    await passes.refresh();
    return passes;
  };
  const passOf = (passes: Passes, profile = mock): string => passes.of(profile)?.reveal() ?? '';

  it('has 256 bits and is for one account', async () => {
    const passes = await passesIn();
    assert.match(passOf(passes), /^[\w-]{43}$/);
    assert.notEqual(passOf(passes), passOf(passes, real));
    assert.equal(passes.accountOf(passOf(passes))?.id, mock.id);
    assert.equal(passes.accountOf(passOf(passes, real))?.id, real.id);
    for (const other of ['', 'guessed', passOf(passes).slice(1), `${passOf(passes)} `]) {
      assert.equal(passes.accountOf(other), undefined, other);
    }
  });

  it('is the same after a reload, and another one in another workspace', async () => {
    const pass = passOf(await passesIn());
    assert.equal(passOf(await passesIn()), pass);
    assert.equal((await passesIn('elsewhere')).accountOf(pass), undefined);
  });

  it('is replaced when a day begins in Korea, and taken for one day more', async () => {
    const passes = await passesIn();
    const first = passOf(passes);
    machine.advance(15 * hour - 1);
    assert.equal(passes.outdated, false);
    machine.advance(1);
    assert.equal(passes.outdated, true);
    await passes.refresh();
    assert.equal(passes.outdated, false);
    assert.notEqual(passOf(passes), first);
    assert.equal(passes.accountOf(first)?.id, mock.id);
    machine.advance(24 * hour);
    await passes.refresh();
    assert.equal(passes.accountOf(first), undefined);
  });

  it('for agents stays the same for thirty days, and is taken for thirty more', async () => {
    const passes = await passesIn('here', agentPass);
    const daily: string[] = [];
    for (let day = 0; day < 61; day++) {
      daily.push(passOf(passes));
      machine.advance(24 * hour);
      await passes.refresh();
    }
    const days = [...Map.groupBy(daily, (pass) => pass).values()].map(({ length }) => length);
    assert.equal(days.length, 3);
    assert.equal(days[1], 30);
    assert.equal(passes.accountOf(daily[0] ?? ''), undefined);
    assert.equal(passes.accountOf(daily[30] ?? '')?.id, mock.id);
  });

  it('for agents is not taken for calls, be their days the same', async () => {
    const passes = await passesIn('here', { ...agentPass, days: 1 });
    assert.equal((await passesIn()).accountOf(passOf(passes)), undefined);
  });

  it('is derived anew where the clock was set back', async () => {
    const passes = await passesIn();
    machine.jump(-24 * hour);
    assert.equal(passes.outdated, true);
  });

  it('ends with a replaced key, and while its account may not be used', async () => {
    const passes = await passesIn();
    const pass = passOf(passes);
    ended.add(mock.id);
    assert.equal(passes.accountOf(pass), undefined);
    assert.equal(passes.of(mock), undefined);
    assert.deepEqual(
      passes.all.map(({ profile }) => profile.id),
      [real.id],
    );
    ended.delete(mock.id);
    keyStore.put(mock, testKeys('m', 'another secret'));
    await passes.refresh();
    assert.equal(passes.accountOf(pass), undefined);
  });

  it('is missing where the keys are gone, and for that account only', async () => {
    await keyStore.remove(mock.id);
    const passes = await passesIn();
    assert.equal(passes.of(mock), undefined);
    assert.notEqual(passes.of(real), undefined);
  });
});
