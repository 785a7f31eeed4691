import { day, hour, type Life, minute, second } from '../life.ts';
import type { Row } from '../row.ts';

const year = 365 * day;

const serverAhead = (ms: number) => (life: Life) => {
  life.server.switch({ clockSkewMs: ms });
};

const issued = async (life: Life): Promise<void> => {
  await life.issue();
};

/** A machine whose clock is wrong from the start: the token's times are the server's. */
const wrongFromTheStart = (
  [
    ['a minute slow', minute],
    ['a minute fast', -minute],
    ['nine hours slow', 9 * hour],
    ['nine hours fast', -9 * hour],
    ['25 hours slow', 25 * hour],
    ['25 hours fast', -25 * hour],
    ['three days slow', 3 * day],
    ['three days fast', -3 * day],
    ['six years slow', 6 * year],
    ['six years fast', -6 * year],
  ] as const
).flatMap(([how, aheadMs]): Row[] => [
  {
    name: `is ${how}: a new token has its 24 hours`,
    arrange: serverAhead(aheadMs),
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: `is ${how}: the token is renewed once, when it expires at the server`,
    arrange: serverAhead(aheadMs),
    act: async (life) => {
      await life.issue();
      await life.pass(day + minute);
    },
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2 } },
  },
  {
    name: `is ${how} and is put right: the token goes on to be used`,
    arrange: serverAhead(aheadMs),
    act: async (life) => {
      await life.issue();
      await life.pass(hour);
      await life.setClock(aheadMs);
      await life.pass(hour);
    },
    expected: { status: '$(beaker) Mock: 22h 0m left', requests: { issue: 1 } },
  },
  {
    name: `is ${how}: a window that starts later knows it from the store`,
    arrange: serverAhead(aheadMs),
    act: async (life) => {
      await life.issue();
      await life.pass(hour);
      await life.openWindow();
    },
    expected: { status: '$(beaker) Mock: 23h 0m left', requests: { issue: 1 } },
  },
  {
    name: `is ${how}: a window that was open before judges another's token by the server's clock`,
    arrange: async (life) => {
      const first = life.window;
      serverAhead(aheadMs)(life);
      await life.openWindow();
      await life.issue();
      await first.tokens.load(life.profile);
      life.closeWindow();
    },
    act: (life) => life.pass(hour),
    expected: { status: '$(beaker) Mock: 23h 0m left', requests: { issue: 1 } },
  },
]);

export const clockRows: readonly Row[] = [
  ...wrongFromTheStart,
  {
    name: 'is three days slow, and no reply tells the time: no more than a token’s life is shown',
    arrange: (life) => {
      life.server.switch({ clockSkewMs: 3 * day, dateHeader: 'none' });
    },
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'is right, and a proxy keeps the time of three days ago: the time is not believed',
    arrange: (life) => {
      life.server.switch({ dateHeader: 3 * day });
    },
    act: (life) => life.issue(),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'is set back by nine hours: the token lives no longer for it',
    arrange: async (life) => {
      await life.issue();
      await life.setClock(-9 * hour);
    },
    act: (life) => life.pass(day + minute),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2 } },
  },
  {
    name: 'is set forward by nine hours: the token is still used, less time is shown until a reply',
    arrange: issued,
    act: (life) => life.setClock(9 * hour),
    expected: { status: '$(beaker) Mock: 15h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'is set forward by nine hours: the next reply puts it right',
    arrange: async (life) => {
      await life.issue();
      await life.setClock(9 * hour);
      await life.pass(minute);
    },
    act: (life) => life.call(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 1, tr: 1 } },
  },
  {
    name: 'is set forward past the expiry: one issue tells that the token still lives',
    arrange: async (life) => {
      await life.issue();
      await life.pass(20 * hour);
    },
    act: (life) => life.setClock(9 * hour),
    expected: { status: '$(beaker) Mock: 4h 0m left', requests: { issue: 2 } },
  },
  {
    name: 'jumps to and fro every hour: still one issue a day',
    arrange: issued,
    act: async (life) => {
      for (let hours = 0; hours < 24; hours += 1) {
        await life.setClock(hours % 2 === 0 ? 20 * minute : -20 * minute);
        await life.pass(hour);
      }
      await life.pass(minute);
    },
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2 } },
  },
  {
    name: 'shows three days more after a sleep: one issue, at once',
    arrange: issued,
    act: (life) => life.sleep(3 * day),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 2 } },
  },
  {
    name: 'shows three days more after a sleep without a network: tries go on until there is one',
    arrange: async (life) => {
      await life.issue();
      await life.server.closePort('mock');
      await life.sleep(3 * day);
      await life.pass(10 * second);
      await life.server.openPort('mock');
    },
    act: (life) => life.pass(2 * second),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 2 } },
  },
  {
    name: 'shows an hour more after a sleep: nothing happens',
    arrange: issued,
    act: (life) => life.sleep(hour),
    expected: { status: '$(beaker) Mock: 23h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'passes the expiry while an issue is under way: the dead token that it brings is not taken',
    arrange: beforeTheExpiry,
    act: async (life) => {
      await issueAcrossTheExpiry(life).catch(() => undefined);
      await life.pass(second);
    },
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 3 } },
  },
];

async function beforeTheExpiry(life: Life): Promise<void> {
  await life.issue();
  await life.pass(day - 5 * second);
  life.server.fault('issue', { kind: 'hold' }, { times: 1 });
}

/** The server answers at once, with the old token; the answer takes ten seconds. */
async function issueAcrossTheExpiry(life: Life): Promise<void> {
  const issuing = life.window.tokens.issue(life.profile);
  await life.pass(10 * second);
  life.server.release();
  await issuing;
}
