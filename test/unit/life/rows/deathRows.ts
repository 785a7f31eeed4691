import { spellings } from '../../../simulator/errorCodes.ts';
import { day, type Life, minute } from '../life.ts';
import type { Row } from '../row.ts';

const killed = async (life: Life): Promise<void> => {
  await life.issue();
  await life.pass(minute);
  life.server.killTokens();
};

const statusesThatStop: readonly (readonly [number, string])[] = [
  [400, 'The server did not accept the request.'],
  [401, 'The server refused the authorization.'],
  [403, 'The server answered with an unexpected status.'],
  [404, 'The server answered with an unexpected status.'],
  [405, 'The server answered with an unexpected status.'],
  [407, 'The proxy on the way asks for a sign-in'],
  [451, 'The server answered with an unexpected status.'],
];

/** How a token's death, or a refusal, may show itself. */
export const deathRows: readonly Row[] = [
  ...spellings.map((spelling): Row => ({
    name: `is written as “${spelling}”: the call gets a new one, unnoticed`,
    arrange: async (life) => {
      life.server.switch({ spelling });
      await killed(life);
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 2 } },
  })),
  ...spellings.map((spelling): Row => ({
    name: `is the end of the key, written as “${spelling}”: renewal stops and asks for keys`,
    arrange: async (life) => {
      await life.issue();
      life.server.switch({ spelling });
      life.server.changeAccount(life.simulator.accounts.mock[0].appkey, { ended: true });
    },
    act: (life) => life.pass(2 * day),
    expected: {
      status: '$(warning) Mock: token expired',
      message: 'Kiwoom does not accept this app key and secret key.',
      requests: { issue: 2 },
    },
  })),
  {
    name: 'is a 401 with the code inside: the call gets a new one, unnoticed',
    arrange: async (life) => {
      life.server.switch({ deadTokenStatus: 401 });
      await killed(life);
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 2 } },
  },
  {
    name: 'is a bare 401 once: the call gets a new one, unnoticed',
    arrange: async (life) => {
      await killed(life);
      life.server.fault('tr', { kind: 'reply', status: 401, body: '' }, { times: 1 });
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 2 } },
  },
  {
    name: 'is a bare 401 to every call: one new token, one repetition, and the user is told',
    arrange: async (life) => {
      await killed(life);
      life.server.fault('tr', { kind: 'reply', status: 401, body: '{}' });
    },
    act: (life) => life.call(),
    expected: {
      status: '$(beaker) Mock: 23h 59m left',
      message: 'The server refused the authorization.',
      requests: { issue: 2, tr: 2 },
    },
  },
  ...statusesThatStop.map(([status, message]): Row => ({
    name: `is an expiry, and the renewal gets HTTP ${status}: it stops and tells the user`,
    arrange: async (life) => {
      await life.issue();
      life.server.fault('issue', { kind: 'reply', status, body: '{}' });
    },
    act: (life) => life.pass(2 * day),
    expected: { status: '$(warning) Mock: token expired', message, requests: { issue: 2 } },
  })),
  {
    name: 'is an expiry, and the firewall blocks the renewal: it stops and tells the user',
    arrange: async (life) => {
      await life.issue();
      life.server.switch({ blockedUserAgent: '.' });
    },
    act: (life) => life.pass(2 * day),
    expected: {
      status: '$(warning) Mock: token expired',
      message: 'Kiwoom’s firewall blocked the request.',
      requests: { issue: 2 },
    },
  },
];
