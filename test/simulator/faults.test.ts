import assert from 'node:assert/strict';
import {
  accountNumber,
  issue,
  issued,
  ManualClock,
  revoke,
  transact,
  verdict,
} from './kiwoomCalls.ts';
import type { Account } from './accounts.ts';
import { startSimulator, type Simulator } from './simulator.ts';

/** What a plain client saw: the parts it could read, and the code of the error that ended it. */
interface Seen {
  status?: number;
  length?: string | null;
  text?: string;
  error?: string;
}

async function see(promise: Promise<Response>): Promise<Seen> {
  const seen: Seen = {};
  try {
    const response = await promise;
    seen.status = response.status;
    seen.length = response.headers.get('content-length');
    seen.text = await response.text();
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string };
    seen.error = cause?.code ?? name;
  }
  return seen;
}

describe('The network faults of the simulator', () => {
  let simulator: Simulator;
  let account: Account;
  let waited: number[];
  beforeEach(async () => {
    waited = [];
    simulator = await startSimulator({
      now: new ManualClock().now,
      limits: 'off',
      wait: (ms) => {
        waited.push(ms);
        return Promise.resolve();
      },
    });
    account = simulator.accounts.mock[0];
  });
  afterEach(() => simulator.close());

  const rawIssue = (signal?: AbortSignal) =>
    fetch(`${simulator.mock.url}/oauth2/token`, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'client_credentials', ...account }),
      ...(signal === undefined ? {} : { signal }),
    });

  it('hit the next N calls, one after the other, and then no more', async () => {
    simulator.control.fault('issue', { kind: 'serverError' }, { times: 2 });
    simulator.control.fault('issue', { kind: 'serverError', status: 502 }, { times: 1 });
    const statuses: number[] = [];
    for (let call = 1; call <= 4; call += 1) {
      statuses.push((await issue(simulator.mock, account)).status);
    }
    assert.deepEqual(statuses, [503, 503, 502, 200]);
  });

  it('last until they are cleared', async () => {
    const id = simulator.control.fault('any', { kind: 'serverError' });
    for (let call = 1; call <= 3; call += 1) {
      assert.equal((await issue(simulator.mock, account)).status, 503);
    }
    simulator.control.clearFaults(id);
    assert.equal((await issue(simulator.mock, account)).status, 200);
  });

  it('hit only the calls they were asked for', async () => {
    const { token } = await issued(simulator.mock, account);
    simulator.control.fault('revoke', { kind: 'serverError' });
    simulator.control.fault('issue', { kind: 'serverError' }, { environment: 'real' });
    simulator.control.fault('tr', { kind: 'serverError' }, { apiId: 'ka10001' });
    assert.equal((await issue(simulator.mock, account)).status, 200);
    assert.equal((await issue(simulator.real, account)).status, 503);
    assert.equal((await transact(simulator.mock, token, accountNumber)).status, 200);
    assert.equal((await revoke(simulator.mock, account, token)).status, 503);
  });

  it('delay the headers or the second half of the body', async () => {
    simulator.control.fault('issue', { kind: 'delay', delayMs: 5000 }, { times: 1 });
    simulator.control.fault('issue', { kind: 'delay', delayMs: 7000, part: 'body' }, { times: 1 });
    assert.equal(verdict(await issue(simulator.mock, account)), '0');
    assert.equal(verdict(await issue(simulator.mock, account)), '0');
    assert.deepEqual(waited, [5000, 7000]);
  });

  it('hold the headers until released', async () => {
    simulator.control.fault('issue', { kind: 'hold' });
    const answer = see(rawIssue());
    const [held] = await simulator.control.waitForCalls({ kind: 'issue' });
    assert.equal(held?.status, null);
    assert.equal(held.outcome, 'pending');
    assert.equal(simulator.control.release(), 1);
    assert.equal((await answer).status, 200);
  });

  it('hold the second half of the body until released', async () => {
    const id = simulator.control.fault('issue', { kind: 'hold', part: 'body' });
    const response = await rawIssue();
    assert.equal(response.status, 200);
    const [held] = simulator.control.calls({ outcome: 'pending' });
    assert.equal(held?.status, 200);
    assert.equal(simulator.control.release(id), 1);
    assert.match(await response.text(), /^{"expires_dt":.*}$/);
  });

  for (const kind of ['hold', 'noAnswer'] as const) {
    it(`record a client that leaves a call without an answer (${kind})`, async () => {
      simulator.control.fault('issue', { kind });
      const leave = new AbortController();
      const answer = see(rawIssue(leave.signal));
      await simulator.control.waitForCalls({ kind: 'issue' });
      leave.abort();
      assert.equal((await answer).error, 'AbortError');
      const [call] = await simulator.control.waitForCalls({ outcome: 'cut' });
      assert.equal(call?.status, null);
      assert.equal(simulator.control.release(), 0);
    });
  }

  it('reset the connection before the headers', async () => {
    simulator.control.fault('issue', { kind: 'reset' });
    assert.deepEqual(await see(rawIssue()), { error: 'ECONNRESET' });
  });

  it('reset the connection in the middle of the body', async () => {
    simulator.control.fault('issue', { kind: 'reset', part: 'body' });
    const seen = await see(rawIssue());
    assert.equal(seen.status, 200);
    assert.equal(seen.error, 'ECONNRESET');
  });

  it('truncate the JSON with a true content-length', async () => {
    simulator.control.fault('issue', { kind: 'truncated' });
    const seen = await see(rawIssue());
    assert.equal(seen.length, String(Buffer.byteLength(seen.text ?? '')));
    assert.match(seen.text ?? '', /^\{"expires_dt":/);
    assert.throws(() => JSON.parse(seen.text ?? ''), SyntaxError);
  });

  it('truncate the JSON with a content-length that promises all of it', async () => {
    simulator.control.fault('issue', { kind: 'truncated', contentLength: 'whole' });
    const seen = await see(rawIssue());
    assert.equal(seen.status, 200);
    assert.equal(seen.text, undefined);
    assert.match(seen.error ?? '', /^UND_ERR_/);
  });

  it('send an empty body', async () => {
    simulator.control.fault('issue', { kind: 'empty' });
    assert.deepEqual(await see(rawIssue()), { status: 200, length: '0', text: '' });
  });

  it('stream a huge body', async () => {
    simulator.control.fault('issue', { kind: 'huge' });
    const seen = await see(rawIssue());
    assert.equal(seen.text?.length, 20_000_000);
    assert.equal(seen.length, null);
  });

  it('survive a client that gives up on a huge body', async () => {
    simulator.control.fault('issue', { kind: 'huge', bytes: 1e12 }, { times: 1 });
    const response = await rawIssue();
    await response.body?.cancel();
    await simulator.control.waitForCalls({ outcome: 'cut' });
    assert.equal(verdict(await issue(simulator.mock, account)), '0');
  });

  it('answer any code of Kiwoom', async () => {
    simulator.control.fault('issue', { kind: 'failure', code: 8006 });
    const answer = await issue(simulator.mock, account);
    assert.equal(verdict(answer), '3/8006');
    assert.equal(simulator.control.calls()[0]?.code, 8006);
  });

  it('send a scripted reply to the byte', async () => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    simulator.control.fault('issue', {
      kind: 'reply',
      status: 418,
      headers: { 'Content-Type': 'application/octet-stream', Date: 'not a date' },
      body: body.toString('base64'),
      encoding: 'base64',
    });
    const response = await rawIssue();
    assert.equal(response.status, 418);
    assert.equal(response.headers.get('date'), 'not a date');
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), body);
  });

  it('leave the work done when only the answer is lost, and undone when told so', async () => {
    const { token } = await issued(simulator.mock, account);
    simulator.control.fault('revoke', { kind: 'reset', handled: false }, { times: 1 });
    simulator.control.fault('revoke', { kind: 'serverError', handled: true }, { times: 1 });
    await assert.rejects(revoke(simulator.mock, account, token));
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '0');
    assert.equal((await revoke(simulator.mock, account, token)).status, 503);
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '3/8005');
  });

  it('refuse connections while a server is closed and take them again on the same port', async () => {
    await simulator.mock.close();
    await assert.rejects(rawIssue());
    assert.equal(verdict(await issue(simulator.real, simulator.accounts.real[0])), '0');
    await simulator.mock.reopen();
    assert.equal(verdict(await issue(simulator.mock, account)), '0');
  });
});
