import assert from 'node:assert/strict';
import { errorCodes, KiwoomError } from '../../../../src/core/base/errors.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import type { TokenState } from '../../../../src/core/model/tokenState.ts';
import type { AccountFacts } from '../../../../src/vscode/accounts/accountStatus.ts';
import { statusText } from '../../../../src/vscode/accounts/statusText.ts';
import { describeError } from '../../../../src/vscode/shell/messages.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const english = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)]));

const now = Date.UTC(2026, 10, 23);
const minute = 60_000;
const mock = testProfile('mock', { label: '81234567' });
const tokenFor = (ms: number) => ({
  value: new Secret('canary'),
  expiresAt: now + ms,
  receivedAt: now - minute,
  clockAheadMs: 0,
  host: 'https://mockapi.kiwoom.com',
});
const input = (state: TokenState, more: Partial<AccountFacts> = {}): AccountFacts => ({
  profile: mock,
  state,
  lastError: undefined,
  trouble: undefined,
  host: 'https://mockapi.kiwoom.com',
  now,
  ...more,
});
const text = (state: TokenState, more?: Partial<AccountFacts>): string =>
  statusText(input(state, more), english).text;
const valid = (ms: number): TokenState => ({ kind: 'valid', token: tokenFor(ms) });

describe('The status bar', () => {
  it('shows environment and time left', () => {
    assert.equal(text(valid((23 * 60 + 12) * minute)), '$(beaker) Mock: 23h 12m left');
    assert.equal(text(valid((23 * 60 + 13) * minute - 1)), '$(beaker) Mock: 23h 12m left');
    assert.equal(text(valid(6 * 365 * 24 * 60 * minute)), '$(beaker) Mock: 24h 0m left');
  });

  it('tells real from mock by more than a word', () => {
    const real = { ...mock, environment: 'real' as const };
    assert.equal(text(valid(24 * 60 * minute), { profile: real }), '$(flame) Real: 24h 0m left');
  });

  it('has a background whenever real money is in use', () => {
    const real = { ...mock, environment: 'real' as const };
    assert.equal(statusText(input({ kind: 'none' }, { profile: real }), english).alarm, 'warning');
    assert.equal(statusText(input({ kind: 'none' }), english).alarm, undefined);
  });

  it('asks to choose where accounts are stored and none is in use', () => {
    const { text: shown } = statusText(undefined, english, [testProfile('real')]);
    assert.equal(shown, '$(account) Kiwoom: Choose Account');
  });

  it('names the account where others of its environment could be meant', () => {
    const named = statusText(input(valid(120 * minute)), english, [
      testProfile('mock', { id: 'mock-fedcba9876543210', label: 'other' }),
      mock,
    ]);
    assert.equal(named.text, '$(beaker) Mock 81234567: 2h 0m left');
    const alone = statusText(input(valid(120 * minute)), english, [testProfile('real'), mock]);
    assert.equal(alone.text, '$(beaker) Mock: 2h 0m left');
  });

  it('cuts a long name, so that the time left is always seen', () => {
    const profile = { ...mock, label: '연금저축 계좌 '.repeat(5) };
    const others = [testProfile('mock', { id: 'mock-fedcba9876543210' })];
    const { text: shown } = statusText(input(valid(120 * minute), { profile }), english, others);
    assert.equal(shown, '$(beaker) Mock 연금저축 계좌 연금저…저축 계좌: 2h 0m left');
  });

  it('keeps long names apart that differ only at their end', () => {
    const others = [testProfile('mock', { id: 'mock-fedcba9876543210' })];
    const [first, second] = ['1호', '2호'].map((end) => {
      const profile = { ...mock, label: `국내주식 단타매매 자동매매 프로그램 계좌 ${end}` };
      return statusText(input(valid(120 * minute), { profile }), english, others).text;
    });
    assert.equal(first, '$(beaker) Mock 국내주식 단타매매 자…계좌 1호: 2h 0m left');
    assert.notEqual(first, second);
  });

  it('tells keys that Kiwoom has never taken from an account without a token', () => {
    const status = statusText(input({ kind: 'none' }, { isUnchecked: true }), english);
    assert.equal(status.text, '$(question) Mock: no token, key unchecked');
    assert.match(status.details[1] ?? '', /^Kiwoom has not checked these keys yet\./);
    assert.equal(text(valid(120 * minute), { isUnchecked: true }), text(valid(120 * minute)));
  });

  it('explains a death by what the server said, and not one that nobody explained', () => {
    const details = (reason: KiwoomError) =>
      statusText(input({ kind: 'rejected', token: tokenFor(minute), reason }), english).details;
    const said = { serverCode: 8005, returnCode: 3 };
    assert.equal(
      details(new KiwoomError('token-invalid', said))[1],
      'Probably: replaced or revoked by another program',
    );
    assert.equal(
      details(new KiwoomError('ip-mismatch', { ...said, serverCode: 8010 }))[1],
      'Probably: used from another IP address',
    );
    assert.doesNotMatch(details(new KiwoomError('token-invalid')).join(' '), /Probably/);
  });

  it("does not let an account's name become an icon", () => {
    const profile = { ...mock, label: '$(flame) Real' };
    const others = [testProfile('mock', { id: 'mock-fedcba9876543210' })];
    const named = statusText(input({ kind: 'none' }, { profile }), english, others);
    assert.equal(named.text, '$(beaker) Mock $ (flame) Real: no token');
  });

  it('reads differently in every state', () => {
    const states: TokenState[] = [
      { kind: 'none' },
      { kind: 'issuing' },
      valid(120 * minute),
      { kind: 'expiring', token: tokenFor(20 * minute) },
      { kind: 'expired', token: tokenFor(-minute) },
      { kind: 'rejected', token: tokenFor(minute), reason: new KiwoomError('token-invalid') },
      { kind: 'revoking', token: tokenFor(minute) },
    ];
    const texts = [statusText(undefined, english).text, ...states.map((s) => text(s))];
    assert.equal(new Set(texts).size, texts.length);
  });

  it('marks a token that soon expires beside its environment, which it still serves', () => {
    const state: TokenState = { kind: 'expiring', token: tokenFor(20 * minute) };
    assert.equal(text(state), '$(beaker)$(watch) Mock: 20m left');
  });

  it('says a living token in full to a screen reader', () => {
    const { label } = statusText(input(valid(90 * minute)), english);
    assert.equal(label, 'Kiwoom Mock 81234567: token valid for 1h 30m');
  });

  it('says when a renewal is tried next, instead of asking the user to act', () => {
    const trouble = {
      error: new KiwoomError('maintenance'),
      failures: 1,
      nextTryAt: now + minute,
    };
    const state: TokenState = { kind: 'expired', token: tokenFor(-minute) };
    const status = statusText(input(state, { trouble }), english);
    assert.equal(status.text, '$(history) Mock: no token, retry 09:01');
    assert.equal(status.alarm, undefined);
    assert.match(status.details.at(-1) ?? '', /next try 2026-11-23 09:01:00/);
    const stuck = { error: new KiwoomError('wrong-keys'), failures: 1 };
    assert.equal(statusText(input(state, { trouble: stuck }), english).alarm, 'warning');
  });

  it('has a coloured background only where the user has to act', () => {
    const alarm = (state: TokenState) => statusText(input(state), english).alarm;
    assert.equal(alarm(valid(minute)), undefined);
    assert.equal(alarm({ kind: 'none' }), undefined);
    assert.equal(alarm({ kind: 'expiring', token: tokenFor(minute) }), undefined);
    assert.equal(alarm({ kind: 'expired', token: tokenFor(0) }), 'warning');
    assert.equal(
      alarm({ kind: 'rejected', token: tokenFor(1), reason: new KiwoomError('token-invalid') }),
      'error',
    );
  });

  it('changes next when the minute is over, and never without a living token', () => {
    const at = (state: TokenState) => statusText(input(state), english).changesAt;
    assert.equal(at(valid(10 * minute + 5000)), now + 5001);
    assert.equal(at(valid(10 * minute)), now + 1);
    assert.equal(at({ kind: 'none' }), undefined);
    assert.equal(at({ kind: 'expired', token: tokenFor(0) }), undefined);
  });

  it('explains account, server, times and the last error', () => {
    const { details } = statusText(
      input(valid(90 * minute), { lastError: 'Kiwoom is in maintenance.' }),
      english,
    );
    assert.equal(details[0], 'Mock 81234567: 1h 30m left');
    assert.equal(details[1], 'Server: mockapi.kiwoom.com');
    assert.match(details[2] ?? '', /^Received: 2026-11-23 08:59:00 \(Korean time\)/);
    assert.match(details[3] ?? '', /^Expires: 2026-11-23 10:30:00 \(Korean time\)/);
    assert.match(details[4] ?? '', /^Last error: .*maintenance/);
  });

  it('never shows the token', () => {
    assert.doesNotMatch(JSON.stringify(statusText(input(valid(minute)), english)), /canary/);
  });
});

describe('The message for an error', () => {
  for (const code of errorCodes) {
    it(`${code} is a sentence`, () => {
      const { message } = describeError(new KiwoomError(code, { subject: 'x' }), english);
      assert.match(message, /^[A-Z].{20,}\.$/s);
    });
  }

  it("keeps the server's own words and the status", () => {
    const details = { serverMessage: '인증에 실패했습니다[8001:…]', httpStatus: 400 };
    const { message } = describeError(new KiwoomError('wrong-keys', details), english);
    assert.match(message, /\(Kiwoom says: “인증에 실패했습니다\[8001:…\]” · HTTP 400\)$/);
  });

  it("does not let a server's words become a link", () => {
    const details = { serverMessage: '[여기](https://phishing.test)' };
    const { message } = describeError(new KiwoomError('wrong-keys', details), english);
    assert.doesNotMatch(message, /\]\(/);
  });

  it('tells that the gateway runs, where, and how much it passed on', () => {
    const lines = (gateway?: AccountFacts['gateway']): string =>
      statusText(input({ kind: 'none' }, { gateway }), english).details.join('\n');
    assert.match(lines({ port: 4711, forwarded: 3 }), /port 4711, requests passed on: 3/);
    assert.match(lines({ port: undefined, forwarded: 0 }), /Gateway: not running/);
    assert.doesNotMatch(lines(), /Gateway/);
  });
});
