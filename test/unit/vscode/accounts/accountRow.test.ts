import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import type { TokenState } from '../../../../src/core/model/tokenState.ts';
import { accountRow } from '../../../../src/vscode/accounts/accountRow.ts';
import type { AccountFacts } from '../../../../src/vscode/accounts/accountStatus.ts';
import { statusText } from '../../../../src/vscode/accounts/statusText.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const english = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)]));

const now = Date.UTC(2026, 10, 23);
const minute = 60_000;
const token = {
  value: new Secret('canary'),
  expiresAt: now + 90 * minute,
  receivedAt: now,
  clockAheadMs: 0,
  host: 'https://mockapi.kiwoom.com',
};
const states: readonly TokenState[] = [
  { kind: 'none' },
  { kind: 'issuing' },
  { kind: 'valid', token },
  { kind: 'expiring', token },
  { kind: 'expired', token },
  { kind: 'rejected', token, reason: new KiwoomError('token-invalid') },
  { kind: 'revoking', token },
];
const factsOf = (state: TokenState): AccountFacts => ({
  profile: testProfile('mock', { label: '81234567' }),
  state,
  lastError: undefined,
  trouble: undefined,
  host: 'https://mockapi.kiwoom.com',
  now,
});
const rowOf = (state: TokenState, active = false) => accountRow(factsOf(state), active, english);

describe('An account in the Accounts view', () => {
  it('leaves room for the time left beside a long name, and keeps its end', () => {
    const labelOf = (label: string): string => {
      const facts = factsOf({ kind: 'valid', token });
      return accountRow({ ...facts, profile: testProfile('mock', { label }) }, true, english).label;
    };
    assert.equal(labelOf('국내주식 단타매매 자동매매 프로그램 계좌 1호'), '국내주식 단타매…1호');
    assert.equal(labelOf('Domestic stocks, program 1'), 'Domestic st…am 1');
    assert.equal(labelOf('8123456789-01'), '8123456789-01');
  });

  for (const state of states) {
    it(`says the same as the status bar: ${state.kind}`, () => {
      const row = rowOf(state);
      const status = statusText(factsOf(state), english);
      assert.ok(status.text.endsWith(` ${row.description}`));
      assert.deepEqual(
        [row.details, row.spoken, row.alarm, row.changesAt],
        [status.details, status.label, status.alarm, status.changesAt],
      );
    });

    it(`says by word, icon and voice whether it is the active one: ${state.kind}`, () => {
      const row = rowOf(state, true);
      assert.equal(row.description, `${rowOf(state).description} · active`);
      assert.equal(row.spoken, `${rowOf(state).spoken}, active`);
      assert.match(row.context, /\bactive\b/);
      assert.doesNotMatch(rowOf(state).context, /\bactive\b/);
    });

    it(`never shows the token: ${state.kind}`, () => {
      assert.doesNotMatch(JSON.stringify(rowOf(state)), /canary/);
    });
  }

  it('marks the active one where nothing else needs the icon', () => {
    assert.notEqual(rowOf({ kind: 'none' }, true).icon, rowOf({ kind: 'none' }).icon);
    assert.equal(rowOf({ kind: 'expired', token }, true).icon, 'warning');
  });

  it('has an icon of its own for a token, whichever account is in use', () => {
    const icons = [true, false].flatMap((active) =>
      ([{ kind: 'none' }, { kind: 'valid', token }] as const).map(
        (state) => rowOf(state, active).icon,
      ),
    );
    assert.equal(new Set(icons).size, icons.length);
  });

  it('says beside a refused token what probably ended it', () => {
    const reason = new KiwoomError('ip-mismatch', { serverCode: 8010 });
    const { description } = rowOf({ kind: 'rejected', token, reason }, true);
    assert.equal(description, 'token rejected · used from another IP address · active');
  });

  it('offers what the token allows', () => {
    const offers = states.map((state) => rowOf(state).context.replace('account inactive ', ''));
    assert.deepEqual(offers, [
      'tokenless',
      'busy',
      'token',
      'token',
      'tokenless',
      'tokenless',
      'busy',
    ]);
  });
});
