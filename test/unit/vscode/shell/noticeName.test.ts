import assert from 'node:assert/strict';
import { noticeName } from '../../../../src/vscode/shell/noticeName.ts';

const named = (label: string): string =>
  noticeName(
    { id: 'one', environment: 'mock', label, addedAt: 0, formerIds: [] },
    (text: string) => text,
  );

describe('The name of an account in a notification', () => {
  it('is whole where it is an account number', () => {
    assert.equal(named('81234567'), 'Mock 81234567');
    assert.equal(named('8123456789-01'), 'Mock 8123456789-01');
  });

  it('is cut where it would leave no room for what is said of the account', () => {
    assert.equal(named('Retirement, long term'), 'Mock Retireme…g term');
  });

  it('is cut earlier where its characters are wide', () => {
    assert.equal(named('장기투자 퇴직연금 계좌'), 'Mock 장기투자 퇴…금 계좌');
  });

  it('keeps accounts apart whose names differ only at their end', () => {
    assert.equal(named('국내주식 단타매매 계좌 1호'), 'Mock 국내주식 단…좌 1호');
    assert.equal(named('국내주식 단타매매 계좌 2호'), 'Mock 국내주식 단…좌 2호');
  });

  it('is not cut within a character', () => {
    assert.equal(named('😀'.repeat(20)), `Mock ${'😀'.repeat(8)}…${'😀'.repeat(6)}`);
  });
});
