import assert from 'node:assert/strict';
import { CancelledError } from '../../../../src/core/base/errors.ts';
import { pause } from '../../../../src/core/time/pause.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';

describe('A pause', () => {
  it('is over after its time', async () => {
    const clock = new FakeClock();
    const over = pause(clock, 1000, new AbortController().signal);
    clock.advance(1000);
    await over;
  });

  it('is over at once when it is cancelled, and leaves no wake-up behind', async () => {
    const clock = new FakeClock();
    const cancel = new AbortController();
    const over = pause(clock, 1000, cancel.signal);
    cancel.abort();
    await assert.rejects(over, CancelledError);
    assert.equal(clock.alarms, 0);
  });

  it('does not begin for whoever has left already', async () => {
    const clock = new FakeClock();
    await assert.rejects(pause(clock, 1000, AbortSignal.abort()), CancelledError);
    assert.equal(clock.alarms, 0);
  });
});
