import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { parseKoreanTime, parseTimeOfDay } from '../../../../src/core/time/koreanTime.ts';
import { renewalAction, type RenewalPolicy } from '../../../../src/core/lifecycle/renewalPolicy.ts';
import { Secret } from '../../../../src/core/base/secret.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const korean = (stamp: string): number => {
  const time = parseKoreanTime(stamp);
  assert.ok(time !== undefined);
  return time;
};
const issuedAt = korean('20261123100000');
const token = {
  value: new Secret('t'),
  expiresAt: issuedAt + day,
  receivedAt: issuedAt,
  clockAheadMs: 0,
  host: 'https://server.test',
};
const valid = { kind: 'valid', token } as const;
const atExpiry: RenewalPolicy = { kind: 'at-expiry' };
const lead = (minutes: number): RenewalPolicy => ({
  kind: 'revoke-and-issue',
  leadMs: minutes * minute,
});
const daily = (time: string): RenewalPolicy => ({
  kind: 'revoke-and-issue',
  leadMs: 0,
  dailyAtMs: parseTimeOfDay(time) ?? assert.fail(),
});

describe('The renewal policy', () => {
  it('waits for the expiry by default, and issues then', () => {
    assert.deepEqual(renewalAction(valid, issuedAt, atExpiry), {
      kind: 'wait',
      at: token.expiresAt,
    });
    const expired = { kind: 'expired', token } as const;
    assert.deepEqual(renewalAction(expired, token.expiresAt, atExpiry), { kind: 'issue' });
  });

  it('leaves alone what was never issued or was revoked', () => {
    assert.deepEqual(renewalAction({ kind: 'none' }, issuedAt, atExpiry), { kind: 'rest' });
  });

  it('issues anew when a token was refused', () => {
    const rejected = { kind: 'rejected', token, reason: new KiwoomError('token-invalid') } as const;
    assert.deepEqual(renewalAction(rejected, issuedAt, atExpiry), { kind: 'issue' });
  });

  it('does nothing when it is off', () => {
    const expired = { kind: 'expired', token } as const;
    assert.deepEqual(renewalAction(expired, token.expiresAt, { kind: 'off' }), { kind: 'rest' });
  });

  it('replaces a token a while before its expiry, if told to', () => {
    const at = token.expiresAt - 30 * minute;
    assert.deepEqual(renewalAction(valid, issuedAt, lead(30)), { kind: 'wait', at });
    assert.deepEqual(renewalAction(valid, at, lead(30)), { kind: 'replace', token });
  });

  it('replaces no token within its first hour, however long the lead', () => {
    assert.deepEqual(renewalAction(valid, issuedAt, lead(48 * 60)), {
      kind: 'wait',
      at: issuedAt + 60 * minute,
    });
  });

  it('replaces it at a time of day in Korea, if told to', () => {
    const at = korean('20261124083000');
    assert.deepEqual(renewalAction(valid, issuedAt, daily('08:30')), { kind: 'wait', at });
    assert.deepEqual(renewalAction(valid, at, daily('08:30')), { kind: 'replace', token });
    assert.deepEqual(renewalAction(valid, issuedAt, daily('15:00')), {
      kind: 'wait',
      at: korean('20261123150000'),
    });
    assert.deepEqual(renewalAction(valid, issuedAt, daily('00:01')), {
      kind: 'wait',
      at: korean('20261124000100'),
    });
  });

  it('does not replace at that time the token that was issued at it', () => {
    assert.deepEqual(renewalAction(valid, issuedAt, daily('10:00')), {
      kind: 'wait',
      at: token.expiresAt,
    });
  });
});
