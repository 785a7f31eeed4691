import assert from 'node:assert/strict';
import { publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';
import type { Fault } from '../../simulator/controlInterface.ts';
import { isKiwoomCode, spellings } from '../../simulator/errorCodes.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { day, hour, Life, minute } from './life.ts';

const perDay = 6;

const codes = publishedServerCodes.filter(isKiwoomCode);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const reply = (status: number, body: string): Fault => ({ kind: 'reply', status, body });
const token = (expires: string, text = 'a'.repeat(86)): string =>
  JSON.stringify({ token: text, token_type: 'Bearer', expires_dt: expires, return_code: 0 });

const malformed: readonly (readonly [string, Fault])[] = [
  ['nothing', { kind: 'empty' }],
  ['half an object', { kind: 'truncated' }],
  ['a huge body', { kind: 'huge', bytes: 6_000_000 }],
  ['a page', reply(200, '<html><title>점검</title></html>')],
  ['words', reply(200, 'OK')],
  ['null', reply(200, 'null')],
  ['a list', reply(200, '[]')],
  ['an empty object', reply(200, '{}')],
  ['a success without a token', reply(200, '{"return_code":0}')],
  ['an empty token', reply(200, token('20991231000000', ''))],
  ['an expiry that is no date', reply(200, token('20260230000000'))],
  ['an expiry that has passed', reply(200, token('20200101000000'))],
  ['an unknown code', reply(200, '{"return_code":9,"return_msg":"[9999:새 오류]"}')],
  ['a code of the wrong type', reply(200, '{"return_code":{}}')],
];

const answers: readonly (readonly [string, Fault])[] = [
  ...codes.flatMap((code) =>
    spellings.map((spelling): [string, Fault] => [
      `${code}, written as “${spelling}”`,
      { kind: 'failure', code, spelling },
    ]),
  ),
  ...range(300, 599).map((status): [string, Fault] => [`HTTP ${status}`, reply(status, '{}')]),
  ...malformed,
];

/** The most of these times that lie within `ms`. */
function mostWithin(times: readonly number[], ms: number): number {
  return Math.max(0, ...times.map((end) => times.filter((t) => t <= end && t > end - ms).length));
}

describe('Requests for a token that go out by themselves', () => {
  let machine: FakeClock;
  let simulator: Simulator;
  let life: Life;
  before(async () => {
    simulator = await startSimulator({ now: () => machine.now() });
    machine = new FakeClock();
  });
  after(() => simulator.close());
  beforeEach(async () => {
    machine = new FakeClock();
    await simulator.control.reset();
    life = await Life.begin(simulator, machine, 'mock', 'memory');
  });
  afterEach(() => life.end());

  const issues = (): number[] =>
    simulator.control.calls({ kind: 'issue' }).map(({ receivedAt }) => receivedAt);

  /** The day after an expiry, in which a client asks for the token every four hours as well. */
  async function aDayOfRefusals(fault: Fault): Promise<number[]> {
    await life.issue();
    simulator.control.clearCalls();
    simulator.control.fault('issue', fault);
    await life.pass(day);
    for (let hours = 0; hours < 24; hours += 4) {
      await life.ensure().catch(() => undefined);
      await life.pass(4 * hour);
    }
    return issues();
  }

  it('are few in a day, whatever the server answers', async () => {
    for (const [what, fault] of answers) {
      await life.end();
      machine = new FakeClock();
      await simulator.control.reset();
      life = await Life.begin(simulator, machine, 'mock', 'memory');
      const times = await aDayOfRefusals(fault);
      assert.ok(times.length >= 1, what);
      assert.ok(mostWithin(times, day) <= perDay, `${what}: ${mostWithin(times, day)} in a day`);
      assert.ok(mostWithin(times, hour) <= 2, `${what}: ${mostWithin(times, hour)} in an hour`);
    }
  });

  it('are as few in several windows, and with a restart every hour', async () => {
    await life.issue();
    simulator.control.fault('issue', { kind: 'serverError' });
    simulator.control.killTokens();
    simulator.control.clearCalls();
    await life.openWindow();
    await life.verify();
    for (let hours = 0; hours < 24; hours += 1) {
      await life.pass(hour);
      life.closeWindow();
      await life.openWindow();
    }
    assert.ok(mostWithin(issues(), day) <= perDay, String(issues().length));
  });

  it('do not count for the user’s own command, which is free', async () => {
    simulator.control.fault('issue', { kind: 'failure', code: 8050 });
    for (let tries = 1; tries <= 10; tries += 1) {
      await assert.rejects(life.issue(), { code: 'unregistered-ip' });
      assert.equal(issues().length, tries);
      await life.pass(minute);
    }
    await assert.rejects(life.ensure(), { code: 'issue-paused' });
    simulator.control.clearFaults();
    await life.issue();
    await life.pass(day + minute);
    assert.equal(life.window.status(life.profile), '$(beaker) Mock: 23h 59m left');
  });

  it('do not hold up a command of the user’s that needs a token and may find one', async () => {
    simulator.control.fault('issue', { kind: 'failure', code: 8001 });
    await assert.rejects(life.ensure(), { code: 'wrong-keys' });
    await assert.rejects(life.ensure(), { code: 'issue-paused' });
    simulator.control.clearFaults();
    const { tokens } = life.window;
    const token = await life.until(tokens.ensureForUser(life.profile));
    assert.equal(tokens.current(life.profile)?.expiresAt, token.expiresAt);
  });

  it('say what Kiwoom refused, and until when they pause', async () => {
    simulator.control.fault('issue', { kind: 'failure', code: 8001 });
    await assert.rejects(life.ensure(), { code: 'wrong-keys' });
    await assert.rejects(life.ensure(), {
      code: 'issue-paused',
      details: { because: 'wrong-keys', retryAt: Number(issues()[0]) + hour },
    });
    assert.equal(issues().length, 1);
  });

  it('are not held up by faults of the network, which have pauses of their own', async () => {
    await life.issue();
    simulator.control.fault('issue', { kind: 'reset' });
    await life.pass(day + hour);
    assert.ok(issues().length > perDay);
    simulator.control.clearFaults();
    await life.pass(6 * minute);
    assert.equal(life.window.complaint(life.profile), undefined);
  });

  it('are not held up by tokens that die now and then', async () => {
    await life.issue();
    for (let deaths = 0; deaths < 6; deaths += 1) {
      await life.pass(4 * hour);
      simulator.control.killTokens();
      await life.call();
    }
    assert.equal(issues().length, 7);
  });

  it('are spaced where another program replaces the token again and again', async () => {
    simulator.control.switch({ stickyTokens: false });
    await life.issue();
    const another = async (): Promise<void> => {
      await life.pass(10 * minute);
      simulator.control.replaceTokens();
    };
    for (let deaths = 1; deaths <= 2; deaths += 1) {
      await another();
      await life.call();
    }
    assert.equal(issues().length, 3);
    await another();
    await assert.rejects(life.call(), { code: 'token-replaced' });
    await life.pass(30 * minute);
    assert.equal(issues().length, 3);
    await life.pass(30 * minute);
    assert.equal(issues().length, 4);
  });

  it('come once more for a token that the server hands out although it refuses it', async () => {
    await life.issue();
    simulator.control.fault('tr', { kind: 'failure', code: 8005 });
    for (let calls = 0; calls < 100; calls += 1) {
      await life.call().catch(() => undefined);
      await life.pass(10 * minute);
    }
    assert.ok(issues().length <= perDay + 1, String(issues().length));
  });

  it('go on after a clock that was years ahead is put right', async () => {
    await life.setClock(3 * 365 * day);
    simulator.control.fault('issue', { kind: 'failure', code: 8050 });
    await assert.rejects(life.ensure(), { code: 'unregistered-ip' });
    simulator.control.clearFaults();
    await life.setClock(-3 * 365 * day);
    await life.ensure().catch(() => undefined);
    await life.pass(hour + minute);
    await life.ensure();
  });
});
