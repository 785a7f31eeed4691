import assert from 'node:assert/strict';
import {
  accountNumber,
  hour,
  issue,
  issued,
  ManualClock,
  post,
  revoke,
  second,
  stockInfo,
  transact,
  verdict,
} from './kiwoomCalls.ts';
import { startSimulator, type Simulator } from './simulator.ts';

describe('The request limit of the simulator', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  beforeEach(async () => {
    clock = new ManualClock();
    simulator = await startSimulator({ now: clock.now });
  });
  afterEach(() => simulator.close());

  it('lets one TR call a second through on mock and answers the next with HTTP 429', async () => {
    const { token } = await issued(simulator.mock, simulator.accounts.mock[0]);
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '0');
    const refused = await transact(simulator.mock, token, accountNumber);
    assert.equal(refused.status, 429);
    assert.equal(
      refused.text,
      '{"return_code":5,"return_msg":"허용된 요청 개수를 초과하였습니다[1700:허용된 API 요청 개수를 초과하였습니다. 유량=1, API ID=ka00001]"}',
    );
    clock.advance(second);
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '0');
  });

  it('lets five a second through on real', async () => {
    const { token } = await issued(simulator.real, simulator.accounts.real[0]);
    const verdicts: string[] = [];
    for (let call = 1; call <= 6; call += 1) {
      verdicts.push(verdict(await transact(simulator.real, token, accountNumber)));
    }
    assert.deepEqual(verdicts, ['0', '0', '0', '0', '0', '5/1700']);
  });

  it('counts per app key and API id', async () => {
    const first = await issued(simulator.mock, simulator.accounts.mock[0]);
    const other = await issued(simulator.mock, simulator.accounts.mock[1]);
    const calls = [
      await transact(simulator.mock, first.token, accountNumber),
      await transact(simulator.mock, first.token, stockInfo),
      await transact(simulator.mock, other.token, accountNumber),
    ];
    assert.deepEqual(calls.map(verdict), ['0', '0', '0']);
  });

  it('holds for the two OAuth calls too', async () => {
    const account = simulator.accounts.real[0];
    const { token } = await issued(simulator.real, account);
    const refused = await issue(simulator.real, account);
    assert.equal(refused.status, 429);
    assert.match(refused.text, /유량=1, API ID=au10001\]"}$/);
    assert.equal(verdict(await revoke(simulator.real, account, token)), '0');
    assert.match((await revoke(simulator.real, account, token)).text, /API ID=au10002\]"}$/);
  });

  it('can be raised, switched off, and told to answer under HTTP 200', async () => {
    const { token } = await issued(simulator.mock, simulator.accounts.mock[0]);
    simulator.control.switch({ limit: 2, limitStatus: 200 }, 'mock');
    await transact(simulator.mock, token, accountNumber);
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '0');
    const refused = await transact(simulator.mock, token, accountNumber);
    assert.equal(refused.status, 200);
    assert.equal(verdict(refused), '5/1700');
    simulator.control.switch({ limit: 'off' });
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '0');
  });
});

describe('The outer layers of the simulated servers', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  beforeEach(async () => {
    clock = new ManualClock();
    simulator = await startSimulator({ now: clock.now, limits: 'off' });
  });
  afterEach(() => simulator.close());

  it('answer an unknown path with HTTP 500 and JSON', async () => {
    for (const path of ['/', '/oauth2/tokens', '/api/dostk/order']) {
      const answer = await post(`${simulator.real.url}${path}`, {});
      assert.equal(answer.status, 500);
      assert.equal(
        answer.text,
        '{"error":"INTERNAL_SERVER_ERROR","status":500,"message":"예기치 못한 에러가 발생하였습니다"}',
      );
    }
  });

  it('answer a method other than POST as an unknown path', async () => {
    assert.equal((await fetch(`${simulator.real.url}/oauth2/token`)).status, 500);
  });

  it('send callers of real away during maintenance, before any key is looked at', async () => {
    simulator.control.switch({ maintenance: true }, 'real');
    const wrong = { ...simulator.accounts.real[0], secretkey: 'wrong' };
    const answer = await issue(simulator.real, wrong);
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get('location'), `http://api.kiwoom.com/start.html?${clock.now()}`);
    assert.match(answer.text, /^<html>/);
  });

  it('answer mock calls with a web page during maintenance', async () => {
    simulator.control.switch({ maintenance: true }, 'mock');
    const answer = await issue(simulator.mock, simulator.accounts.mock[0]);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(answer.text, /^<!DOCTYPE html>/);
    assert.equal(verdict(await issue(simulator.real, simulator.accounts.real[0])), '0');
  });

  it('block a client by its User-Agent', async () => {
    const url = `${simulator.real.url}/oauth2/token`;
    const blocked = await post(url, {}, { 'user-agent': 'Python/3.12 aiohttp/3.10.5' });
    assert.equal(blocked.status, 400);
    assert.match(blocked.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(blocked.text, /Request Blocked/);
    for (const agent of ['curl/8.5.0', 'axios/1.7.0']) {
      assert.equal((await post(url, {}, { 'user-agent': agent })).status, 200);
    }
  });

  it('tell their own time in the Date header and in every expiry', async () => {
    const account = simulator.accounts.real[0];
    simulator.control.switch({ clockSkewMs: 60 * second }, 'real');
    const answer = await issue(simulator.real, account);
    assert.equal(answer.headers.get('date'), 'Tue, 05 Nov 2024 23:38:13 GMT');
    assert.match(answer.text, /"expires_dt":"20241107083813"/);
    const mock = await issue(simulator.mock, simulator.accounts.mock[0]);
    assert.equal(mock.headers.get('date'), 'Tue, 05 Nov 2024 23:37:13 GMT');
  });

  it('let a token live 24 hours also when their clock is ahead', async () => {
    simulator.control.switch({ clockSkewMs: 60 * second });
    const { token } = await issued(simulator.real, simulator.accounts.real[0]);
    clock.advance(24 * hour - second);
    assert.equal(verdict(await transact(simulator.real, token, accountNumber)), '0');
    clock.advance(second);
    assert.equal(verdict(await transact(simulator.real, token, accountNumber)), '3/8005');
  });
});
