import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import type { RenewalPolicy } from '../../../../src/core/lifecycle/renewalPolicy.ts';
import { testMachine } from '../../fakes/testMachine.ts';
import { testPreferences } from '../../fakes/testPorts.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const minute = 60_000;
const hour = 60 * minute;

const profile = testProfile('mock');

/** A window with a new token, and a server that counts what it is asked. */
async function setUp(policy: RenewalPolicy = { kind: 'at-expiry' }, random = 0.5) {
  const { machine, api, window } = testMachine(profile);
  const server = {
    calls: 0,
    trusted: true,
    answer: undefined as KiwoomError | undefined,
    time: 0,
  };
  const domain = window({
    preferences: testPreferences({
      renewalPolicy: () => policy,
      trusted: () => server.trusted,
    }),
    random: () => random,
    trFacts: () => Promise.resolve({ path: '/api/dostk/acnt', order: false }),
    trApi: {
      send: () => {
        server.calls += 1;
        return server.answer === undefined
          ? Promise.resolve({ body: {}, ...(server.time && { serverTime: server.time }) })
          : Promise.reject(server.answer);
      },
    },
  });
  await domain.profiles.refresh();
  await domain.tokens.issue(profile);
  const { tokens, tokenCheck } = domain;
  /** The user is away for `ms`, with the machine awake. */
  const away = async (ms: number): Promise<void> => {
    tokenCheck.left();
    await pass(ms);
    await tokenCheck.returned();
  };
  const pass = async (ms: number): Promise<void> => {
    machine.advance(ms);
    await new Promise(setImmediate);
  };
  return { machine, api, server, tokens, tokenCheck, away, pass };
}

describe('A token that seems to live', () => {
  it('is checked when its user comes back after an hour', async () => {
    const { server, away } = await setUp();
    await away(59 * minute);
    assert.equal(server.calls, 0);
    await away(hour);
    assert.equal(server.calls, 1);
  });

  it('is a dead one before the user sends anything, when the server refuses it', async () => {
    const { api, server, tokens, away, pass } = await setUp();
    const states: string[] = [];
    tokens.onDidChange((id) => states.push(tokens.state(id).kind));
    server.answer = new KiwoomError('token-invalid');
    await away(2 * hour);
    // Renewal hears of it and gets a new one.
    await pass(minute);
    assert.deepEqual([states[0], states.at(-1)], ['rejected', 'valid']);
    assert.equal(api.issues, 2);
  });

  it('is checked once when half of its life is over', async () => {
    const { server, pass } = await setUp();
    await pass(12 * hour - minute);
    assert.equal(server.calls, 0);
    await pass(2 * minute);
    assert.equal(server.calls, 1);
    await pass(11 * hour);
    assert.equal(server.calls, 1);
  });

  it('is checked by many windows and machines at times of their own around that', async () => {
    for (const [random, after] of [
      [0, 11.5 * hour],
      [0.9, 12.4 * hour],
    ] as const) {
      const { server, pass } = await setUp({ kind: 'at-expiry' }, random);
      await pass(after - minute);
      assert.equal(server.calls, 0);
      await pass(2 * minute);
      assert.equal(server.calls, 1);
    }
  });

  it('is checked at most once an hour, whatever happens', async () => {
    const { server, tokenCheck, away, pass } = await setUp();
    await pass(12 * hour + minute);
    for (let times = 0; times < 5; times++) await tokenCheck.checkAll();
    assert.equal(server.calls, 1);
    await away(hour);
    await tokenCheck.checkAll();
    assert.equal(server.calls, 2);
  });

  it('is checked every hour also once a clock that was hours ahead is corrected', async () => {
    const { machine, server, tokenCheck, pass } = await setUp();
    server.time = machine.now();
    machine.jump(10 * hour);
    await tokenCheck.checkAll();
    assert.equal(server.calls, 1);
    server.time = 0;
    await tokenCheck.checkAll();
    await pass(59 * minute);
    await tokenCheck.checkAll();
    assert.equal(server.calls, 1);
    await pass(2 * minute);
    await tokenCheck.checkAll();
    assert.equal(server.calls, 2);
  });

  it('is checked also if it seems to have been received in the future', async () => {
    const { machine, server, tokens, tokenCheck, pass } = await setUp();
    machine.jump(10 * hour);
    await tokens.revoke(profile);
    await tokens.issue(profile);
    await pass(2 * hour);
    server.time = machine.now() - 10 * hour;
    await tokenCheck.checkAll();
    assert.equal(server.calls, 1);
    server.time = 0;
    await pass(hour + minute);
    await tokenCheck.checkAll();
    assert.equal(server.calls, 2);
  });

  it('is left alone where nothing is renewed by itself, and in a workspace that is not trusted', async () => {
    const off = await setUp({ kind: 'off' });
    await off.away(2 * hour);
    await off.pass(12 * hour);
    assert.equal(off.server.calls, 0);
    const untrusted = await setUp();
    untrusted.server.trusted = false;
    await untrusted.away(2 * hour);
    await untrusted.pass(12 * hour);
    assert.equal(untrusted.server.calls, 0);
  });

  it('stays as it is when the server cannot be asked', async () => {
    const { server, tokens, away } = await setUp();
    server.answer = new KiwoomError('network-failed');
    await away(2 * hour);
    assert.equal(server.calls, 1);
    assert.equal(tokens.state(profile.id).kind, 'valid');
  });
});
