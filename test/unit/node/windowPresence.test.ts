import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type MachineIdentity,
  sameMachine,
  thisMachine,
} from '../../../src/node/machineIdentity.ts';
import {
  heartbeatTimeoutMs,
  heartbeatMs,
  WindowPresence,
} from '../../../src/node/windowPresence.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

const here: MachineIdentity = { id: 'aa', startedAt: 0 };
const elsewhere: MachineIdentity = { id: 'bb', startedAt: 0 };

describe('The presence of windows', () => {
  let folder: string;
  let clock: FakeClock;
  const alive = new Set<number>();
  const windows = (): string => path.join(folder, 'windows');
  const window = (pid: number, machine = here): WindowPresence => {
    if (machine === here) alive.add(pid);
    return new WindowPresence({
      folder: windows(),
      pid,
      machine,
      isAlive: (each) => alive.has(each),
      scheduler: clock,
      clock,
    });
  };
  /** Files are dated by the fake clock. */
  const date = (): void => {
    for (const name of readdirSync(windows())) {
      const now = new Date(clock.now());
      utimesSync(path.join(windows(), name), now, now);
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kiwoom-windows-'));
    clock = new FakeClock();
    alive.clear();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('tells the last one from the others', () => {
    const [one, two] = [window(1), window(2)];
    one.enter();
    assert.equal(one.alone(), true);
    two.enter();
    assert.equal(one.alone(), false);
    two.leave();
    assert.equal(one.alone(), true);
    one.leave();
    assert.equal(clock.alarms, 0);
  });

  it('does not count a window that was killed', () => {
    const [one, two] = [window(1), window(2)];
    one.enter();
    two.enter();
    alive.delete(2);
    assert.equal(one.alone(), true);
    // Another process may come to have its number.
    alive.add(2);
    assert.equal(one.alone(), true);
  });

  it('does not judge a window of another machine or container by its number', () => {
    const [one, stranger] = [window(1), window(2, elsewhere)];
    one.enter();
    stranger.enter();
    date();
    assert.equal(one.alone(), false);
    assert.equal(readdirSync(windows()).length, 2);
  });

  it('tells apart two windows with the same number on two machines', () => {
    const [one, stranger] = [window(1), window(1, elsewhere)];
    one.enter();
    stranger.enter();
    date();
    assert.equal(one.alone(), false);
    one.leave();
    assert.equal(readdirSync(windows()).length, 1);
  });

  it('counts a stranger for as long as it gives signs of life', () => {
    const [one, stranger] = [window(1), window(2, elsewhere)];
    one.enter();
    stranger.enter();
    date();
    clock.advance(5 * heartbeatTimeoutMs);
    assert.equal(one.alone(), false);
  });

  it('forgets a stranger that gave none for more than a token’s life', () => {
    const [one, stranger] = [window(1), window(2, elsewhere)];
    stranger.enter();
    date();
    const stays = new FakeClock(clock.now() + heartbeatTimeoutMs);
    one.enter();
    assert.equal(one.alone(), false);
    clock.jump(stays.now() - clock.now() + 1);
    assert.equal(one.alone(), true);
  });

  it('shows itself again if somebody took it for gone', () => {
    const [one, stranger] = [window(1), window(2, elsewhere)];
    one.enter();
    stranger.enter();
    for (const name of readdirSync(windows())) rmSync(path.join(windows(), name));
    assert.equal(one.alone(), true);
    clock.advance(heartbeatMs);
    assert.equal(one.alone(), false);
  });

  it('goes on where a sign of life cannot be given', () => {
    const one = window(1);
    one.enter();
    rmSync(windows(), { recursive: true });
    clock.advance(heartbeatMs);
    assert.equal(clock.alarms, 1);
  });

  it('does not count files that are none of a window', () => {
    const one = window(1);
    one.enter();
    writeFileSync(path.join(windows(), '.DS_Store'), '');
    assert.equal(one.alone(), true);
  });

  it('knows processes of this machine', () => {
    const real = (pid: number) => new WindowPresence({ folder: windows(), pid, scheduler: clock });
    const [dead, living] = [real(1_000_000_000), real(process.pid)];
    dead.enter();
    living.enter();
    assert.equal(dead.alone(), false);
    assert.equal(living.alone(), true);
  });
});

describe('A machine', () => {
  it('is the same in all its windows', () => {
    assert.ok(sameMachine(thisMachine(), thisMachine()));
  });

  it('is another one after it was started again', () => {
    const [before, after] = [100_000, 200_000].map((startedAt) => ({ id: 'aa', startedAt }));
    assert.ok(before !== undefined && after !== undefined);
    assert.ok(!sameMachine(before, after));
  });

  it('is not another one for a clock that was set by seconds', () => {
    assert.ok(sameMachine({ id: 'aa', startedAt: 100 }, { id: 'aa', startedAt: 130 }));
  });
});
