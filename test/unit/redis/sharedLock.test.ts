import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Disposable } from '../../../src/core/base/event.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { KeyNames } from '../../../src/redis/keyNames.ts';
import { writeScript } from '../../../src/redis/scripts.ts';
import { SharedLock } from '../../../src/redis/sharedLock.ts';
import { FakeLink, FakeStore } from '../fakes/fakeStore.ts';
import { RecordingLog } from '../fakes/memoryStores.ts';
import { profile } from './machine.ts';

const never = (): Disposable => ({ dispose: () => undefined });

describe('A machine that waits for the lock at the store', () => {
  it('looks as soon as the state changes, before the lock is given back', async () => {
    const [store, names] = [new FakeStore(systemClock), new KeyNames('office')];
    const lock = new SharedLock({
      link: new FakeLink(store),
      names,
      clock: systemClock,
      // No pause ends by itself.
      scheduler: { at: never, after: never },
      random: () => 0.5,
      newOwner: randomUUID,
      log: new RecordingLog(),
    });
    const { signal } = new AbortController();
    const holding = await lock.acquire(profile.id, signal);
    assert.ok('fence' in holding);
    const state = names.state(profile.id);
    const waiting = lock.acquire(profile.id, signal, () =>
      Promise.resolve(store.field(state, 'sealed')),
    );
    const message = JSON.stringify({ profile: profile.id, event: 'changed' });
    const args = [holding.fence, '', names.channel, message, 'sealed', '1000'];
    store.run(writeScript, [state, names.fence(profile.id)], args);
    assert.deepEqual(await waiting, { found: 'sealed' });
  });
});
