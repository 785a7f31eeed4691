import { day, hour, type Life, minute } from '../life.ts';
import type { Row } from '../row.ts';

const bothProfiles = (life: Life) =>
  life.until(
    Promise.all([
      life.window.tokens.ensure(life.profiles.mock),
      life.window.tokens.ensure(life.profiles.real),
    ]),
  );

const twoWindows = async (life: Life): Promise<void> => {
  await life.issue();
  await life.openWindow();
};

export const windowRows: readonly Row[] = [
  {
    name: 'a real and a mock profile at once: one issue each',
    act: bothProfiles,
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 2 } },
  },
  {
    name: 'a real server that is down does not disturb the mock profile',
    arrange: (life) => life.server.closePort('real'),
    act: (life) => bothProfiles(life).catch(() => undefined),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'both profiles expire at once while real is under maintenance: mock is renewed on time',
    arrange: async (life) => {
      await bothProfiles(life);
      life.server.switch({ maintenance: true }, 'real');
    },
    act: (life) => life.pass(day + 90_000),
    expected: { status: '$(beaker) Mock: 23h 58m left', requests: { issue: 2 + 1 + 2 } },
  },
  {
    name: 'a hundred callers at once: one issue',
    act: (life) =>
      life.until(
        Promise.all(Array.from({ length: 100 }, () => life.window.tokens.ensure(life.profile))),
      ),
    expected: { status: '$(beaker) Mock: 24h 0m left', requests: { issue: 1 } },
  },
  {
    name: 'two windows at once: one issue',
    act: async (life) => {
      const [one, two] = [life.window, await life.openWindow()];
      await life.until(
        Promise.all([one.tokens.ensure(life.profile), two.tokens.ensure(life.profile)]),
      );
    },
    // One of them looks at the lock again after 100 ms.
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 1 } },
  },
  {
    name: 'two windows at the expiry: one issue',
    arrange: twoWindows,
    act: (life) => life.pass(day + minute),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2 } },
  },
  {
    name: 'two windows find the same token dead: one issue',
    arrange: async (life) => {
      await twoWindows(life);
      await life.pass(hour);
      life.server.killTokens();
    },
    act: async (life) => {
      const { caller } = life.window;
      await life.call();
      await life.until(caller.call(life.profile, 'ka00001', {}));
    },
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2, tr: 3 } },
  },
  {
    name: 'a window that is killed in the middle of an issue: the next one gets its token',
    arrange: async (life) => {
      life.server.fault('issue', { kind: 'noAnswer' }, { times: 1 });
      const cancel = new AbortController();
      const issuing = life.window.tokens.issue(life.profile, cancel.signal).catch(() => undefined);
      await life.settle();
      cancel.abort();
      await issuing;
      await life.pass(minute);
      life.closeWindow();
      await life.openWindow();
    },
    act: (life) => life.ensure(),
    expected: { status: '$(beaker) Mock: 23h 59m left', requests: { issue: 2 } },
  },
  {
    name: 'the user cancels an issue: nothing is held and nothing is wrong',
    arrange: (life) => life.server.fault('issue', { kind: 'hold' }),
    act: async (life) => {
      const cancel = new AbortController();
      const issuing = life.window.tokens.issue(life.profile, cancel.signal).catch(() => undefined);
      await life.settle();
      cancel.abort();
      await issuing;
    },
    expected: { status: '$(beaker) Mock: no token', requests: { issue: 1 } },
  },
];
