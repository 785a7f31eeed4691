import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { freeLabel, labelProblem, looksLikeKey } from '../../../../src/core/accounts/labels.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const inUse = { ...testProfile('mock'), label: '81234567' };
const profiles = { all: [inUse] };
const fresh = { id: 'mock-0000000000000000', environment: 'mock' } as const;

describe('The name of an account', () => {
  it('is one that no other account of the environment has', () => {
    assert.equal(labelProblem(profiles, fresh, '81234567')?.code, 'label-taken');
    assert.equal(labelProblem(profiles, inUse, '81234567'), undefined);
    assert.equal(labelProblem(profiles, { ...fresh, environment: 'real' }, '81234567'), undefined);
  });

  it('gets a number where nobody chose it and it is taken', () => {
    assert.equal(freeLabel(profiles, fresh, '81234568'), '81234568');
    assert.equal(freeLabel(profiles, fresh, '81234567'), '81234567 (2)');
    const third = { all: [inUse, { ...inUse, id: 'other', label: '81234567 (2)' }] };
    assert.equal(freeLabel(third, fresh, '81234567'), '81234567 (3)');
  });

  it('is none that looks like a key, and the refusal does not repeat it', () => {
    for (let round = 0; round < 50; round += 1) {
      // All three kinds of characters are there in all but one of 10,000 keys.
      const key = `aA1${randomBytes(30).toString('base64url')}`;
      const problem = labelProblem(profiles, fresh, key);
      assert.equal(problem?.code, 'label-looks-like-key');
      assert.ok(!JSON.stringify(problem).includes(key));
      assert.ok(looksLikeKey(`appkey: ${key}`));
    }
  });

  it('may be long', () => {
    assert.equal(looksLikeKey('my-mock-account-for-the-momentum-strategy-of-2026'), false);
    assert.equal(
      looksLikeKey('모의투자 계좌 가운데 자동매매에 쓰는 것 8123-4567, 나머지는 손으로'),
      false,
    );
  });
});
