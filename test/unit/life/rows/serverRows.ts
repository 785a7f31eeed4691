import { day, hour, type Life, minute, second } from '../life.ts';
import type { Row } from '../row.ts';

/** Another program with the same key revokes the token. */
const revokedElsewhere = (life: Life): void => {
  life.server.killTokens();
};

const held = async (life: Life): Promise<void> => {
  await life.issue();
  await life.pass(hour);
};

export const serverRows: readonly Row[] = [
  {
    name: 'is under maintenance (real): the user is told so',
    environment: 'real',
    arrange: (life) => {
      life.server.switch({ maintenance: true });
    },
    act: (life) => life.issue(),
    expected: {
      status: '$(flame) Real: no token',
      message: 'Kiwoom’s server is under maintenance.',
      requests: { issue: 1 },
    },
  },
  {
    name: 'is under maintenance (mock, a page at the weekend): the user is told so',
    arrange: (life) => {
      life.server.switch({ maintenance: true });
    },
    act: (life) => life.issue(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'A web page came back instead of data. The service is probably under maintenance',
      requests: { issue: 1 },
    },
  },
  {
    name: 'is under maintenance while a token is held: it stays',
    environment: 'real',
    arrange: async (life) => {
      await held(life);
      life.server.switch({ maintenance: true });
    },
    act: (life) => life.call(),
    expected: {
      status: '$(flame) Real: 23h 0m left',
      message: 'Kiwoom’s server is under maintenance',
      requests: { issue: 1, tr: 1 },
    },
  },
  {
    name: 'is under maintenance at the expiry: few tries, and the status bar says when the next is',
    environment: 'real',
    arrange: async (life) => {
      await life.issue();
      life.server.switch({ maintenance: true });
    },
    // At once, then after a minute.
    act: (life) => life.pass(day + 13 * minute),
    expected: {
      status: '$(history) Real: no token, retry 10:01',
      message: 'Kiwoom’s server is under maintenance',
      requests: { issue: 1 + 2 },
    },
  },
  {
    name: 'ends its maintenance: within an hour there is a token, and nothing left to say',
    environment: 'real',
    arrange: async (life) => {
      await life.issue();
      life.server.switch({ maintenance: true });
      await life.pass(day + 13 * minute);
      life.server.switch({ maintenance: false });
    },
    act: (life) => life.pass(hour),
    expected: { status: '$(flame) Real: 23h 48m left', requests: { issue: 1 + 3 } },
  },
  {
    name: 'has revoked the token for another program: the call gets a new one, unnoticed',
    arrange: async (life) => {
      await held(life);
      revokedElsewhere(life);
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 2 } },
  },
  {
    name: 'has revoked the token for another program: revoking it here too is no failure of ours',
    arrange: async (life) => {
      await held(life);
      life.server.switch({ revokeUnknownToken: 0 });
      revokedElsewhere(life);
    },
    act: (life) => life.revoke(),
    expected: { status: '$(beaker) Mock: no token', requests: { issue: 1, revoke: 1 } },
  },
  {
    name: 'calls the token unknown that it revoked for another program: it stays, with a reason',
    arrange: async (life) => {
      await held(life);
      revokedElsewhere(life);
    },
    act: (life) => life.revoke(),
    expected: {
      status: '$(beaker) Mock: 23h 0m left',
      message: 'Kiwoom could not revoke the token. It may already be invalid',
      requests: { issue: 1, revoke: 1 },
    },
  },
  {
    name: 'gave another program a new token and let this one die: the call gets a third',
    arrange: async (life) => {
      life.server.switch({ stickyTokens: false });
      await held(life);
      revokedElsewhere(life);
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 2 } },
  },
  {
    name: 'lets the token die early: verifying finds it out, and it is renewed at once',
    arrange: async (life) => {
      await held(life);
      revokedElsewhere(life);
    },
    act: async (life) => {
      await life.verify();
      await life.pass(second);
    },
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 1 } },
  },
  {
    name: 'lets the token die early while renewal is off: the status bar says that it is rejected',
    arrange: async (life) => {
      life.policy = { kind: 'off' };
      await held(life);
      revokedElsewhere(life);
    },
    act: (life) => life.verify(),
    expected: {
      status: '$(error) Mock: token rejected',
      message: 'The access token is no longer valid',
      requests: { issue: 1, tr: 1 },
    },
  },
  {
    name: 'has ended the key: renewal stops and asks for keys',
    arrange: async (life) => {
      await life.issue();
      life.server.changeAccount(life.simulator.accounts.mock[0].appkey, { ended: true });
    },
    act: (life) => life.pass(2 * day),
    expected: {
      status: '$(warning) Mock: token expired',
      message: 'Kiwoom does not accept this app key and secret key.',
      requests: { issue: 2 },
    },
  },
  {
    name: 'sees another IP address that is registered: the call gets a token for it',
    arrange: async (life) => {
      await held(life);
      const callerIp = '203.0.113.99';
      life.server.switch({ callerIp });
      const { appkey } = life.simulator.accounts.mock[0];
      life.server.changeAccount(appkey, { registeredIps: [callerIp] });
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 22h 59m left', requests: { issue: 2, tr: 2 } },
  },
  {
    name: 'sees another IP address that is not registered: the user is told what to do',
    arrange: async (life) => {
      await held(life);
      life.server.switch({ callerIp: '203.0.113.99' });
    },
    act: (life) => life.call(),
    expected: {
      status: '$(error) Mock: token rejected',
      message: 'This computer’s IP address is not registered.',
      requests: { issue: 2, tr: 1 },
    },
  },
  {
    name: 'blocks the program at its firewall: the user is told',
    arrange: (life) => {
      life.window.userAgent = 'aiohttp';
    },
    act: (life) => life.issue(),
    expected: {
      status: '$(beaker) Mock: no token',
      message: 'Kiwoom’s firewall blocked the request.',
      requests: { issue: 1 },
    },
  },
];
