import type { KiwoomCode } from '../../../simulator/errorCodes.ts';
import { day, minute, second } from '../life.ts';
import type { Row } from '../row.ts';

/** Whether the renewal tries again by itself, or leaves it to the user. */
type Renewal = 'tries again' | 'stops';

const wrongKeys = 'Kiwoom does not accept this app key and secret key.';
const notTaken = 'Kiwoom did not accept the request.';
const headers = 'Kiwoom could not read the request headers.';
const tooMany = 'Too many requests for this app key. Wait a few seconds and try again.';
const noSuchSymbol = 'Kiwoom does not know this market or stock code.';
const notCreated = 'Kiwoom could not create an access token.';
const issueForm = 'Kiwoom did not accept the form of the issue request.';

/** The code that every issue meets from the expiry of a token on. */
export const codesAtRenewals: readonly (readonly [KiwoomCode, string, Renewal])[] = [
  [1501, notTaken, 'stops'],
  [1511, notTaken, 'stops'],
  [1517, notTaken, 'stops'],
  [1687, tooMany, 'tries again'],
  [1700, tooMany, 'tries again'],
  [1701, tooMany, 'tries again'],
  [1702, tooMany, 'tries again'],
  [1999, 'Kiwoom’s server reported an unexpected error.', 'tries again'],
  [8001, wrongKeys, 'stops'],
  [8002, wrongKeys, 'stops'],
  [8003, 'Kiwoom could not look up the access token.', 'tries again'],
  [8006, notCreated, 'tries again'],
  [8009, notCreated, 'tries again'],
  [8011, issueForm, 'stops'],
  [8012, issueForm, 'stops'],
  [8020, 'Kiwoom says that the app key or the secret key is missing.', 'stops'],
  [8030, 'This app key belongs to the other environment', 'stops'],
  [8040, 'Kiwoom did not recognize this computer.', 'stops'],
  [8050, 'This computer’s IP address is not registered', 'stops'],
  [8103, 'Kiwoom refused the token or this computer.', 'stops'],
  [8200, 'Kiwoom does not offer this API to corporate customers.', 'stops'],
];

/** What is done about the code that every TR call meets. */
const handling = {
  'is shown': { tr: 1, issue: 1 },
  'costs one new token and one repetition': { tr: 2, issue: 2 },
  'is waited out three times': { tr: 4, issue: 1 },
} as const;

export const codesAtCalls: readonly (readonly [KiwoomCode, string, keyof typeof handling])[] = [
  [1504, notTaken, 'is shown'],
  [1505, notTaken, 'is shown'],
  [1511, notTaken, 'is shown'],
  [1512, headers, 'is shown'],
  [1513, headers, 'is shown'],
  [1514, headers, 'is shown'],
  [1515, headers, 'is shown'],
  [1516, headers, 'is shown'],
  [1687, tooMany, 'is waited out three times'],
  [1700, tooMany, 'is waited out three times'],
  [1701, tooMany, 'is waited out three times'],
  [1702, tooMany, 'is waited out three times'],
  [1901, noSuchSymbol, 'is shown'],
  [1902, noSuchSymbol, 'is shown'],
  [1903, noSuchSymbol, 'is shown'],
  [8003, 'Kiwoom could not look up the access token.', 'costs one new token and one repetition'],
  [8005, 'The access token is no longer valid', 'costs one new token and one repetition'],
  [8010, 'The token belongs to another IP', 'costs one new token and one repetition'],
  [8031, 'The token is not for this server', 'costs one new token and one repetition'],
  [8103, 'Kiwoom refused the token or this', 'costs one new token and one repetition'],
  [8104, 'Mock trading does not offer this API.', 'is shown'],
];

export const codesAtRevokes: readonly (readonly [KiwoomCode, string])[] = [
  [8015, 'Kiwoom could not revoke the token.'],
  [8016, 'Kiwoom did not accept the form of the revoke request.'],
];

export const codeRows: readonly Row[] = [
  ...codesAtRenewals.map(([code, message, renewal]): Row => ({
    name: `${code} to a renewal: it ${renewal}`,
    arrange: async (life) => {
      await life.issue();
      life.server.fault('issue', { kind: 'failure', code });
    },
    act: (life) => life.pass(day + 45 * second),
    expected:
      renewal === 'stops'
        ? { status: '$(warning) Mock: token expired', message, requests: { issue: 1 + 1 } }
        : {
            // At once and after 4 seconds; the next an hour later.
            status: '$(history) Mock: no token, retry 10:00',
            message,
            requests: { issue: 1 + 2 },
          },
  })),
  ...codesAtCalls.map(([code, message, what]): Row => ({
    name: `${code} to a call ${what}`,
    arrange: async (life) => {
      await life.issue();
      await life.pass(minute);
      life.server.fault('tr', { kind: 'failure', code });
    },
    act: (life) => life.call(),
    expected: {
      // A second call within a second has to wait its turn.
      status: `$(beaker) Mock: 23h ${what === 'is shown' ? 59 : 58}m left`,
      message,
      requests: handling[what],
    },
  })),
  ...codesAtRevokes.map(([code, message]): Row => ({
    name: `${code} to a revoke: the token is kept`,
    arrange: async (life) => {
      await life.issue();
      life.server.fault('revoke', { kind: 'failure', code });
    },
    act: (life) => life.revoke(),
    expected: { status: '$(beaker) Mock: 24h 0m left', message, requests: { issue: 1, revoke: 1 } },
  })),
  {
    name: '8005 to a revoke: the token was dead already, which is as good',
    arrange: async (life) => {
      await life.issue();
      life.server.fault('revoke', { kind: 'failure', code: 8005 });
    },
    act: (life) => life.revoke(),
    expected: { status: '$(beaker) Mock: no token', requests: { issue: 1, revoke: 1 } },
  },
];
