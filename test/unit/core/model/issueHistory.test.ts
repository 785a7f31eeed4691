import assert from 'node:assert/strict';
import { type IssueHistory, refused } from '../../../../src/core/model/issueHistory.ts';

describe('A refused request for a token', () => {
  const empty: IssueHistory = { spent: [], deaths: [] };

  it('counts among those of a day if it went out by itself', () => {
    assert.deepEqual(refused(empty, 'wrong-keys', true, 1000).spent, [1000]);
  });

  it('does not if the user asked for it', () => {
    assert.deepEqual(refused(empty, 'wrong-keys', false, 1000).spent, []);
  });

  it('was counted before it was sent if an earlier one was refused', () => {
    const once = refused(empty, 'wrong-keys', true, 1000);
    assert.deepEqual(refused(once, 'wrong-keys', true, 2000).spent, [1000]);
  });
});
