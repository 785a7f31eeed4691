import assert from 'node:assert/strict';
import { ControlRefusedError, controlClient } from './controlClient.ts';
import { controlMethods, type CallRecord, type RemoteControl } from './controlInterface.ts';
import {
  accountNumber,
  hour,
  issue,
  issueBody,
  issued,
  ManualClock,
  revoke,
  transact,
  verdict,
} from './kiwoomCalls.ts';
import { PortTakenError } from './listener.ts';
import { startSimulator, type Simulator } from './simulator.ts';

describe('The control of the simulator', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  let remote: RemoteControl;
  beforeEach(async () => {
    clock = new ManualClock();
    simulator = await startSimulator({ now: clock.now, limits: 'off' });
    remote = controlClient(simulator.controlUrl);
  });
  afterEach(() => simulator.close());

  it('records each call with what was asked and what was answered', async () => {
    const account = simulator.accounts.mock[0];
    const { token } = await issued(simulator.mock, account);
    clock.advance(hour);
    await transact(simulator.mock, token, accountNumber);
    await revoke(simulator.mock, account, token);
    assert.deepEqual(simulator.control.counts(), { issue: 1, revoke: 1, tr: 1, other: 0 });
    assert.deepEqual(simulator.control.counts('real'), { issue: 0, revoke: 0, tr: 0, other: 0 });
    const [first] = await simulator.control.waitForCalls({ kind: 'issue', outcome: 'answered' });
    assert.ok(first);
    const { headers, ...call } = first;
    assert.equal(headers['content-type'], 'application/json;charset=UTF-8');
    assert.deepEqual(call, {
      number: 1,
      environment: 'mock',
      kind: 'issue',
      apiId: null,
      method: 'POST',
      path: '/oauth2/token',
      token: null,
      body: JSON.stringify(issueBody(account)),
      receivedAt: clock.now() - hour,
      status: 200,
      code: 0,
      fault: null,
      outcome: 'answered',
    });
    const [tr] = simulator.control.calls({ kind: 'tr' });
    assert.equal(tr?.token, token);
    assert.equal(tr.apiId, 'ka00001');
  });

  it('records the code of a failure and the fault that hit a call', async () => {
    const wrong = { ...simulator.accounts.mock[0], secretkey: 'wrong' };
    await issue(simulator.mock, wrong);
    simulator.control.fault('issue', { kind: 'empty' });
    await issue(simulator.mock, wrong);
    assert.deepEqual(
      simulator.control.calls().map(({ code, fault }) => [code, fault]),
      [
        [8001, null],
        [null, 'empty'],
      ],
    );
  });

  it('moves the time for callers that cannot pass a clock', async () => {
    const { token } = await issued(simulator.mock, simulator.accounts.mock[0]);
    simulator.control.advanceClock(24 * hour);
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '3/8005');
    simulator.control.setClockOffset(0);
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '0');
  });

  it('is as freshly started after a reset', async () => {
    const account = simulator.accounts.mock[0];
    const { token } = await issued(simulator.mock, account);
    simulator.control.fault('any', { kind: 'empty' });
    simulator.control.switch({ maintenance: true });
    simulator.control.changeAccount(account.appkey, { ended: true, registeredIps: [] });
    simulator.control.advanceClock(hour);
    await simulator.mock.close();
    await simulator.control.reset();
    assert.deepEqual(simulator.control.calls(), []);
    assert.deepEqual(simulator.control.tokens(), []);
    assert.equal(simulator.control.switches('mock').maintenance, false);
    assert.equal(simulator.control.switches('mock').limit, 'off');
    const again = await issued(simulator.mock, account);
    assert.notEqual(again.token, token);
    assert.equal(again.expires_dt, '20241107083713');
  });

  it('refuses faults, codes, switches and accounts that it does not know', () => {
    const { control } = simulator;
    assert.throws(() => control.fault('issue', JSON.parse('{"kind":"fire"}') as never), /fire/);
    assert.throws(
      () => control.fault('issue', JSON.parse('{"kind":"failure","code":1}') as never),
      /"1"/,
    );
    assert.throws(() => {
      control.switch(JSON.parse('{"sticky":true}') as never);
    }, /sticky/);
    assert.throws(() => {
      control.changeAccount('unknown', {});
    }, /app key/);
  });

  it('does the same from another process', async () => {
    assert.deepEqual(Object.keys(remote), controlMethods);
    assert.deepEqual(await remote.describe(), simulator.control.describe());
    const { mockUrl, accounts } = await remote.describe();
    const account = accounts.mock[0];
    const id = await remote.fault('issue', { kind: 'hold' }, { times: 1, environment: 'mock' });
    const answer = issue({ url: mockUrl }, account);
    await remote.waitForCalls({ kind: 'issue' });
    assert.equal(await remote.release(id), 1);
    assert.equal(verdict(await answer), '0');
    await remote.switch({ stickyTokens: false });
    assert.equal((await remote.switches('real')).stickyTokens, false);
    assert.deepEqual(await remote.calls(), simulator.control.calls());
    assert.equal((await remote.counts()).issue, 1);
    assert.equal(await remote.killTokens(), 1);
    assert.equal((await remote.tokens())[0]?.alive, false);
    await remote.closePort('mock');
    await assert.rejects(issue(simulator.mock, account));
    await remote.openPort('mock');
    assert.equal(verdict(await issue(simulator.mock, account)), '0');
    await remote.reset();
    assert.deepEqual(await remote.calls(), []);
  });

  it('tells another process why it refused', async () => {
    await assert.rejects(
      remote.changeAccount('unknown', { ended: true }),
      (error) => error instanceof ControlRefusedError && error.message.includes('app key'),
    );
    const unknown = await fetch(`${simulator.controlUrl}/explode`, { method: 'POST' });
    assert.equal(unknown.status, 400);
    assert.deepEqual(await unknown.json(), { error: 'Unknown method "explode".' });
  });

  it('shows what happened to a browser', async () => {
    await issue(simulator.mock, simulator.accounts.mock[0]);
    await issue(simulator.real, simulator.accounts.mock[0]);
    const get = async (path: string) => (await fetch(`${simulator.controlUrl}${path}`)).json();
    const calls = (await get('/calls?kind=issue&code=8030')) as CallRecord[];
    assert.deepEqual(
      calls.map(({ environment }) => environment),
      ['real'],
    );
    assert.deepEqual(await get('/counts'), { issue: 2, revoke: 0, tr: 0, other: 0 });
    assert.equal(((await get('/tokens')) as unknown[]).length, 1);
    assert.equal(((await get('/')) as { mockUrl: string }).mockUrl, simulator.mock.url);
  });
});

describe('Starting the simulator', () => {
  it('makes keys of 43 base64url characters that differ from start to start', async () => {
    const simulators = [await startSimulator(), await startSimulator()];
    const keys = simulators.flatMap(({ accounts }) =>
      [...accounts.real, ...accounts.mock].flatMap(({ appkey, secretkey }) => [appkey, secretkey]),
    );
    for (const simulator of simulators) await simulator.close();
    assert.equal(new Set(keys).size, 16);
    for (const key of keys) assert.match(key, /^[A-Za-z0-9_-]{43}$/);
  });

  it('takes accounts, a clock and randomness from its caller', async () => {
    const account = { account: '11112222', appkey: 'a', secretkey: 's' };
    const simulator = await startSimulator({
      now: new ManualClock().now,
      randomBytes: (size) => Buffer.alloc(size),
      accounts: { mock: [account, { ...account, appkey: 'b' }] },
    });
    try {
      const { token } = await issued(simulator.mock, account);
      assert.equal(token, 'A'.repeat(86));
    } finally {
      await simulator.close();
    }
  });

  it('says which port is taken and leaves nothing open', async () => {
    const first = await startSimulator();
    const taken = Number(new URL(first.mock.url).port);
    await assert.rejects(
      startSimulator({ ports: { mock: taken } }),
      (error) => error instanceof PortTakenError && error.port === taken,
    );
    await first.close();
    const second = await startSimulator({ ports: { mock: taken } });
    assert.equal(second.mock.url, first.mock.url);
    await second.close();
  });
});
