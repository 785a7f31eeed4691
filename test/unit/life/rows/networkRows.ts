import { timeLimitMs } from '../../../../src/kiwoom/axiosTransport.ts';
import type { Fault } from '../../../simulator/controlInterface.ts';
import { day, type Life, minute, second } from '../life.ts';
import type { Row } from '../row.ts';

const refused = 'The server refused the connection.';
const lost = 'The connection to the server was lost.';
const tooSlow = 'The server did not answer in time.';
const cutOff = 'The server’s reply was cut off.';

const resetBeforeHeaders: Fault = { kind: 'reset', part: 'headers' };

/** Faults on the way of an issue, while there is no token. */
const faults: readonly (readonly [string, Fault, string])[] = [
  ['resets the connection before the headers', resetBeforeHeaders, lost],
  ['resets it before the server has read anything', { kind: 'reset', handled: false }, lost],
  ['resets the connection in the middle of the body', { kind: 'reset', part: 'body' }, lost],
  ['keeps the headers back', { kind: 'hold', part: 'headers' }, tooSlow],
  ['keeps half of the body back', { kind: 'hold', part: 'body' }, tooSlow],
  ['never brings an answer', { kind: 'noAnswer' }, tooSlow],
  ['cuts the body, and its length with it', { kind: 'truncated', contentLength: 'sent' }, cutOff],
  ['cuts the body short of its length', { kind: 'truncated', contentLength: 'whole' }, cutOff],
];

const goDown = async (life: Life): Promise<void> => {
  await life.server.closePort('mock');
};

export const networkRows: readonly Row[] = [
  {
    name: 'refuses the connection: the user is told, and no token appears',
    arrange: goDown,
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: no token', message: refused, requests: {} },
  },
  ...faults.map(([what, fault, message]): Row => ({
    name: `${what}: one request, no token, and the user is told`,
    arrange: (life) => life.server.fault('issue', fault),
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: no token', message, requests: { issue: 1 } },
  })),
  {
    name: 'loses an answer: the next try gets the token that was made then',
    arrange: (life) => life.server.fault('issue', resetBeforeHeaders, { times: 1 }),
    act: async (life) => {
      await life.issue().catch(() => undefined);
      await life.pass(10 * minute);
      await life.issue();
    },
    expected: { status: '$(beaker) Mock: 23h 50m left', requests: { issue: 2 } },
  },
  {
    name: 'is gone while a token is held: it stays in use',
    arrange: async (life) => {
      await life.issue();
      await goDown(life);
      await life.pass(minute);
    },
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: 23h 59m left', message: refused, requests: { issue: 1 } },
  },
  {
    name: 'is gone at the expiry: the status bar says when the next try is',
    arrange: async (life) => {
      await life.issue();
      await goDown(life);
    },
    act: (life) => life.pass(day + 2 * minute),
    expected: {
      // After 4, 12, 28, 60, 124 seconds.
      status: '$(history) Mock: no token, retry 09:02',
      message: refused,
      requests: { issue: 1 },
    },
  },
  {
    name: 'comes back after an outage at the expiry: the next try succeeds, nothing is left to say',
    arrange: async (life) => {
      await life.issue();
      await goDown(life);
      await life.pass(day + 2 * minute);
      await life.server.openPort('mock');
    },
    act: (life) => life.pass(10 * second),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2 } },
  },
  {
    name: 'is too slow at the expiry: each try has its time limit and its pause',
    arrange: async (life) => {
      await life.issue();
      life.server.fault('issue', { kind: 'hold' });
    },
    // 15 s, then 4 s of pause, 15 s, 8 s, and the third try is under way.
    act: (life) => life.pass(day + 2 * timeLimitMs + 15 * second),
    expected: { status: '$(sync~spin) Mock: issuing…', message: tooSlow, requests: { issue: 4 } },
  },
  {
    name: 'loses the answer to a revoke: the token counts as held, and revoking again settles it',
    arrange: async (life) => {
      await life.issue();
      life.server.fault('revoke', resetBeforeHeaders, { times: 1 });
      await life.revoke().catch(() => undefined);
      await life.pass(minute);
    },
    act: (life) => life.revoke(),
    expected: { status: '$(beaker) Mock: no token', requests: { issue: 1, revoke: 2 } },
  },
  {
    name: 'loses the answer to an order: it is not sent again',
    arrange: (life) => life.server.fault('tr', resetBeforeHeaders),
    act: (life) =>
      life.call('kt10000', { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' }),
    expected: {
      status: '$(beaker) Mock: 24h 0m left',
      message: lost,
      requests: { issue: 1, tr: 1 },
    },
  },
];
