import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancelledError } from '../../../src/core/base/errors.ts';
import { FileLock } from '../../../src/node/fileLock.ts';
import { TimeLimitError } from '../../../src/core/time/timeLimit.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { RecordingLog } from '../fakes/memoryStores.ts';

describe('The lock between windows', () => {
  let folder: string;
  const never = new AbortController().signal;
  const lockOf = (clock = new FakeClock()): FileLock =>
    new FileLock({ folder, clock, scheduler: clock, log: new RecordingLog() });

  const timed = (clock = new FakeClock()) => ({ clock, scheduler: clock });
  /** As a process leaves its lock that was killed long ago. */
  const abandon = async (place: string): Promise<void> => {
    const long = new Date(new FakeClock().now() - 60_000);
    await utimes(place, long, long);
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-locks-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what the work gives, and is free again', async () => {
    const lock = lockOf();
    assert.equal(await lock.run('a', never, () => Promise.resolve(1)), 1);
    assert.equal(await lock.run('a', never, () => Promise.resolve(2)), 2);
  });

  it('does not wait for ever for a disk that is away', async () => {
    const hangs = (): Promise<never> => Promise.reject(new TimeLimitError());
    const log = new RecordingLog();
    const lock = new FileLock({ ...timed(), folder, log, limit: hangs });
    assert.equal(await lock.run('a', never, () => Promise.resolve(1)), 1);
    assert.match(JSON.stringify(log), /lock-unavailable.*ETIMEDOUT/);
  });

  it('gives a lock back that comes after the limit', async () => {
    let calls = 0;
    /** The folder is made in time, the lock comes too late. */
    const late = async <T>(work: () => Promise<T>): Promise<T> => {
      calls += 1;
      const result = await work();
      if (calls === 2) throw new TimeLimitError();
      return result;
    };
    const log = new RecordingLog();
    const lock = new FileLock({ ...timed(), folder, log, limit: late });
    assert.equal(await lock.run('a', never, () => Promise.resolve(1)), 1);
    while ((await readdir(folder)).length > 0) await new Promise(setImmediate);
  });

  it('is free again after work that failed', async () => {
    const lock = lockOf();
    await assert.rejects(
      lock.run('a', never, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await lock.run('a', never, () => Promise.resolve(1)), 1);
  });

  it('lets one window in at a time', async () => {
    const clock = new FakeClock();
    let inside = 0;
    let visits = 0;
    const visit = async (): Promise<void> => {
      inside += 1;
      assert.equal(inside, 1);
      await new Promise(setImmediate);
      inside -= 1;
      visits += 1;
    };
    const windows = [lockOf(clock), lockOf(clock), lockOf(clock)];
    const all = Promise.all(windows.map((lock) => lock.run('a', never, visit)));
    while (visits < 3) {
      await new Promise(setImmediate);
      clock.advance(100);
    }
    await all;
  });

  it('can be waited for and the wait be cancelled', async () => {
    const clock = new FakeClock();
    const holding = Promise.withResolvers<undefined>();
    const entered = Promise.withResolvers<undefined>();
    const holder = lockOf().run('a', never, () => {
      entered.resolve(undefined);
      return holding.promise;
    });
    await entered.promise;
    const cancel = new AbortController();
    const waiting = lockOf(clock).run('a', cancel.signal, () => Promise.resolve());
    while (clock.alarms === 0) await new Promise(setImmediate);
    cancel.abort();
    await assert.rejects(waiting, CancelledError);
    assert.equal(clock.alarms, 0);
    holding.resolve(undefined);
    await holder;
  });

  it('is given up on after a minute, with a clear error', async () => {
    const clock = new FakeClock();
    const holding = Promise.withResolvers<undefined>();
    const entered = Promise.withResolvers<undefined>();
    const holder = lockOf().run('a', never, () => {
      entered.resolve(undefined);
      return holding.promise;
    });
    await entered.promise;
    const waiting = lockOf(clock).run('a', never, () => Promise.resolve());
    const refused = assert.rejects(waiting, { code: 'lock-failed' });
    const wait = { over: false };
    void refused.finally(() => (wait.over = true));
    while (!wait.over) {
      await new Promise(setImmediate);
      clock.advance(100);
    }
    await refused;
    assert.ok(clock.monotonic() >= 60_000);
    holding.resolve(undefined);
    await holder;
  });

  it('of a process that was killed is taken over once it is stale', async () => {
    const held = path.join(folder, 'a.lock');
    await mkdir(held);
    await abandon(held);
    assert.equal(await lockOf().run('a', never, () => Promise.resolve('mine')), 'mine');
  });

  it('of a process that was killed is taken over by one window at a time', async () => {
    const clock = new FakeClock();
    let inside = 0;
    let most = 0;
    const visit = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      for (let turn = 0; turn < 20; turn += 1) await readdir(folder);
      inside -= 1;
    };
    for (let round = 0; round < 20; round += 1) {
      const name = `round-${round}`;
      const held = path.join(folder, `${name}.lock`);
      await mkdir(held);
      await abandon(held);
      const windows = Array.from({ length: 8 }, () => lockOf(clock).run(name, never, visit));
      const all = { done: false };
      void Promise.allSettled(windows).then(() => (all.done = true));
      while (!all.done) {
        await new Promise(setImmediate);
        clock.advance(100);
      }
      await Promise.all(windows);
    }
    assert.equal(most, 1);
  });

  for (const [what, leave] of [
    ['a plain file', (held: string) => writeFile(held, '')],
    [
      'a folder with something in it',
      (held: string) => mkdir(path.join(held, 'x'), { recursive: true }),
    ],
  ] as const) {
    it(`is a lock again where ${what} was left in its place`, async () => {
      const held = path.join(folder, 'a.lock');
      await leave(held);
      await abandon(held);
      const log = new RecordingLog();
      const lock = new FileLock({ ...timed(), folder, log });
      const lockIsThere = await lock.run('a', never, async () => (await stat(held)).isDirectory());
      assert.ok(lockIsThere);
      assert.deepEqual(
        log.lines.map(({ event }) => event),
        ['lock-cleared'],
      );
    });
  }

  it('tells once what lies in its place and cannot be cleared', async () => {
    const held = path.join(folder, 'a.lock');
    await mkdir(path.join(held, 'x'), { recursive: true });
    await abandon(held);
    /** A folder that nobody may remove. */
    const limit = <T>(work: () => Promise<T>): Promise<T> =>
      work.name === 'clear' ? Promise.reject(new Error('EPERM')) : work();
    const told: string[] = [];
    const log = new RecordingLog();
    const lock = new FileLock({
      ...timed(),
      folder,
      log,
      limit,
      onBlocked: (place) => told.push(place),
    });
    for (const work of ['first', 'second']) {
      assert.equal(await lock.run('a', never, () => Promise.resolve(work)), work);
    }
    assert.deepEqual(told, [held]);
  });

  for (const [refusals, isTaken] of [
    [3, true],
    [5, false],
  ] as const) {
    it(`is ${isTaken ? 'waited for' : 'gone without'} where the disk refuses it ${refusals} times in a row`, async () => {
      const clock = new FakeClock();
      const log = new RecordingLog();
      let refused = 0;
      const limit = async <T>(work: () => Promise<T>): Promise<T> => {
        if (refused === refusals) return work();
        refused += 1;
        throw Object.assign(new Error(), { code: 'EPERM' });
      };
      const lock = new FileLock({ ...timed(clock), folder, log, limit });
      const isThere = async (): Promise<boolean> => (await readdir(folder)).includes('a.lock');
      const run = lock.run('a', never, isThere);
      const outcome = { known: false };
      void run.finally(() => (outcome.known = true));
      while (!outcome.known) {
        await new Promise(setImmediate);
        clock.advance(100);
      }
      assert.equal(await run, isTaken);
      assert.equal(JSON.stringify(log).includes('lock-unavailable'), !isTaken);
    });
  }

  it('that the disk refuses does not keep the work from being done', async () => {
    const log = new RecordingLog();
    const lock = new FileLock({ ...timed(), folder: '/dev/null/locks', log });
    assert.equal(await lock.run('a', never, () => Promise.resolve('done')), 'done');
    assert.equal(log.lines[0]?.event, 'lock-unavailable');
  });
});
