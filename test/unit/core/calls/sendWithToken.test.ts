import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { RateLimiter } from '../../../../src/core/calls/rateLimiter.ts';
import { sendWithToken } from '../../../../src/core/calls/sendWithToken.ts';
import type { Environment } from '../../../../src/core/model/environment.ts';
import type { AccessToken } from '../../../../src/core/model/token.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const tr = { apiId: 'ka10001', order: false };
const token: AccessToken = {
  value: new Secret('first'),
  expiresAt: 1,
  receivedAt: 0,
  clockAheadMs: 0,
  host: 'https://server.test',
};

/** Calls that are answered at once, each with the time and the token of its sending. */
function setUp(environment: Environment, { refusals = 0 } = {}) {
  const machine = new FakeClock();
  const held = { token };
  const calls: [ms: number, token: string][] = [];
  const parts = {
    tokens: {
      ensure: () => Promise.resolve(held.token),
      reject: () => Promise.resolve(),
      state: () => ({ kind: 'valid', token: held.token }) as const,
    },
    limiter: new RateLimiter(machine, machine),
    scheduler: machine,
  };
  const send = (): Promise<void> =>
    sendWithToken(parts, testProfile(environment), tr, ({ value }) => {
      calls.push([machine.monotonic(), value.reveal()]);
      const isRefused = calls.length <= refusals;
      return isRefused ? Promise.reject(new KiwoomError('rate-limited')) : Promise.resolve();
    });
  /** Time passes, and what it starts goes on. */
  const live = async (ms: number): Promise<void> => {
    for (let passed = 0; passed <= ms; passed += 5) {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      machine.advance(5);
    }
  };
  return { held, calls, send, live };
}

describe('A call with a token', () => {
  it('that was one too many goes again a second later, with the token of that time', async () => {
    const { held, calls, send, live } = setUp('real', { refusals: 1 });
    const sent = send();
    await live(500);
    held.token = { ...token, value: new Secret('second') };
    await live(1_000);
    assert.deepEqual(calls, [
      [0, 'first'],
      [1_000, 'second'],
    ]);
    await sent;
  });

  it('counts for the rate from its reply on, which proves that it arrived', async () => {
    const { calls, send, live } = setUp('mock');
    const sent = [send(), send()];
    await live(1_100);
    assert.deepEqual(
      calls.map(([ms]) => ms),
      [0, 1_005],
    );
    await Promise.all(sent);
  });
});
