import assert from 'node:assert/strict';
import { type KeyLosses, withLost, withReadable } from '../../../../src/core/accounts/keyLosses.ts';

describe('The loss of app keys', () => {
  it('is told once, however often the window starts', () => {
    const first = withLost({}, ['a']);
    assert.deepEqual([first.fresh, first.again], [['a'], false]);
    assert.deepEqual(withLost(first.losses, ['a']).fresh, []);
  });

  it('is told each time by a keyring that forgets at every restart', () => {
    let losses: KeyLosses = {};
    const told: boolean[] = [];
    for (let restart = 0; restart < 3; restart += 1) {
      const lost = withLost(losses, ['a']);
      assert.deepEqual(lost.fresh, ['a']);
      told.push(lost.again);
      // The user enters the keys again, and the window sees them.
      losses = withReadable(lost.losses, ['a', 'b']);
    }
    assert.deepEqual(told, [false, true, true]);
  });

  it('of one account is not the loss of another', () => {
    const { losses } = withLost({}, ['a']);
    const next = withLost(losses, ['a', 'b']);
    assert.deepEqual([next.fresh, next.again], [['b'], false]);
  });

  it('leaves what is remembered as it is where nothing was lost', () => {
    const losses = withLost({}, ['a']).losses;
    assert.equal(withReadable(losses, ['b']), losses);
  });
});
