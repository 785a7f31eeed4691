import assert from 'node:assert/strict';
import {
  accountNumber,
  hour,
  issue,
  issueBody,
  issued,
  ManualClock,
  post,
  revoke,
  transact,
  verdict,
} from './kiwoomCalls.ts';
import { startSimulator, type Simulator } from './simulator.ts';

const deadToken =
  '{"return_code":3,"return_msg":"인증에 실패했습니다[8005:Token이 유효하지 않습니다]"}';
const done = '{"return_code":0,"return_msg":"정상적으로 처리되었습니다"}';

describe('The simulator issuing tokens', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  beforeEach(async () => {
    clock = new ManualClock();
    simulator = await startSimulator({ now: clock.now, limits: 'off' });
  });
  afterEach(() => simulator.close());

  it('answers in the captured key order with an 86-character token and a Korean expiry', async () => {
    const answer = await issue(simulator.real, simulator.accounts.real[0]);
    const token = simulator.control.tokens()[0]?.token ?? '';
    assert.match(token, /^[A-Za-z0-9_-]{86}$/);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/json;charset=UTF-8');
    assert.equal(
      answer.text,
      '{"expires_dt":"20241107083713","return_msg":"정상적으로 처리되었습니다",' +
        `"token_type":"Bearer","return_code":0,"token":"${token}"}`,
    );
  });

  it('writes the expiry in Korean time whatever the zone of the host', async () => {
    const zone = process.env['TZ'];
    try {
      for (const other of ['America/New_York', 'UTC', 'Pacific/Kiritimati']) {
        process.env['TZ'] = other;
        const { expires_dt } = await issued(simulator.mock, simulator.accounts.mock[0]);
        assert.equal(expires_dt, '20241107083713');
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('gives the same token and expiry when asked again within the 24 hours', async () => {
    const first = await issued(simulator.real, simulator.accounts.real[0]);
    clock.advance(23 * hour);
    assert.deepEqual(await issued(simulator.real, simulator.accounts.real[0]), first);
  });

  it('gives a new token once the 24 hours are over', async () => {
    const first = await issued(simulator.real, simulator.accounts.real[0]);
    clock.advance(24 * hour);
    const second = await issued(simulator.real, simulator.accounts.real[0]);
    assert.notEqual(second.token, first.token);
    assert.equal(second.expires_dt, '20241108083713');
  });

  it('keeps the tokens of two accounts apart', async () => {
    const first = await issued(simulator.real, simulator.accounts.real[0]);
    const second = await issued(simulator.real, simulator.accounts.real[1]);
    assert.notEqual(first.token, second.token);
  });

  it('kills the old token with a new one when it is switched to', async () => {
    simulator.control.switch({ stickyTokens: false }, 'mock');
    const first = await issued(simulator.mock, simulator.accounts.mock[0]);
    const second = await issued(simulator.mock, simulator.accounts.mock[0]);
    assert.equal((await transact(simulator.mock, first.token, accountNumber)).text, deadToken);
    assert.equal(verdict(await transact(simulator.mock, second.token, accountNumber)), '0');
  });

  it('refuses a wrong key pair with 8001', async () => {
    const wrong = { ...simulator.accounts.real[0], secretkey: 'wrong' };
    const { status, text } = await issue(simulator.real, wrong);
    assert.equal(status, 200);
    assert.equal(
      text,
      '{"return_code":3,"return_msg":"인증에 실패했습니다[8001:App Key와 Secret Key 검증에 실패했습니다]"}',
    );
    const unknown = { ...simulator.accounts.real[0], appkey: 'unknown' };
    assert.equal((await issue(simulator.real, unknown)).text, text);
  });

  it('refuses an ended key with 8001', async () => {
    const account = simulator.accounts.real[0];
    simulator.control.changeAccount(account.appkey, { ended: true });
    assert.equal(verdict(await issue(simulator.real, account)), '3/8001');
  });

  it('refuses a missing or misnamed secretkey with 8020', async () => {
    const { appkey, secretkey } = simulator.accounts.real[0];
    const misnamed = { grant_type: 'client_credentials', appkey, appsecret: secretkey };
    const { text } = await post(`${simulator.real.url}/oauth2/token`, misnamed);
    assert.equal(
      text,
      '{"return_code":2,"return_msg":"입력 값 오류입니다[8020:입력파라미터로 appkey 또는 secretkey가 전달되지 않았습니다.]"}',
    );
  });

  it('refuses a missing grant type with 8011 and a wrong one with 8012', async () => {
    const url = `${simulator.real.url}/oauth2/token`;
    const keys = issueBody(simulator.accounts.real[0]);
    assert.equal(verdict(await post(url, { ...keys, grant_type: undefined })), '2/8011');
    assert.equal(verdict(await post(url, { ...keys, grant_type: 'password' })), '2/8012');
  });

  it('refuses a body that is not JSON with 1517', async () => {
    for (const path of ['/oauth2/token', '/oauth2/revoke']) {
      const answer = await post(`${simulator.real.url}${path}`, 'grant_type=client_credentials');
      assert.equal(verdict(answer), '2/1517');
    }
  });

  it('refuses a key of the other environment with 8030', async () => {
    const { text } = await issue(simulator.mock, simulator.accounts.real[0]);
    assert.equal(
      text,
      '{"return_code":2,"return_msg":"입력 값 오류입니다[8030:투자구분(실전/모의)이 달라서 Appkey를 사용할수가 없습니다]"}',
    );
  });

  it('refuses a caller whose address is not registered with 8050', async () => {
    const account = simulator.accounts.real[0];
    simulator.control.changeAccount(account.appkey, { registeredIps: [] });
    assert.equal(
      (await issue(simulator.real, account)).text,
      '{"return_code":3,"return_msg":"인증에 실패했습니다[8050:지정단말기 인증에 실패했습니다]"}',
    );
  });

  it('never puts a token field into a failure', async () => {
    const { text } = await issue(simulator.mock, simulator.accounts.real[0]);
    assert.deepEqual(Object.keys(JSON.parse(text) as object), ['return_code', 'return_msg']);
  });
});

describe('The simulator revoking tokens', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ now: new ManualClock().now, limits: 'off' });
  });
  afterEach(() => simulator.close());

  it('needs the body only, kills the token, and makes the next issue a new one', async () => {
    const account = simulator.accounts.real[0];
    const { token } = await issued(simulator.real, account);
    const answer = await revoke(simulator.real, account, token);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, done);
    const dead = await transact(simulator.real, token, accountNumber);
    assert.equal(dead.status, 200);
    assert.equal(dead.text, deadToken);
    assert.notEqual((await issued(simulator.real, account)).token, token);
  });

  it('answers an unknown token with 8015, or with success when switched to', async () => {
    const account = simulator.accounts.real[0];
    assert.equal(verdict(await revoke(simulator.real, account, 'unknown')), '3/8015');
    simulator.control.switch({ revokeUnknownToken: 0 });
    assert.equal((await revoke(simulator.real, account, 'unknown')).text, done);
  });

  it("does not revoke another account's token", async () => {
    const [first, second] = simulator.accounts.real;
    const { token } = await issued(simulator.real, first);
    assert.equal(verdict(await revoke(simulator.real, second, token)), '3/8015');
    assert.equal(verdict(await transact(simulator.real, token, accountNumber)), '0');
  });

  it('refuses a missing token with 8016', async () => {
    assert.equal(verdict(await revoke(simulator.real, simulator.accounts.real[0], '')), '2/8016');
  });

  it('checks the key pair as the issue does', async () => {
    const account = simulator.accounts.real[0];
    const { token } = await issued(simulator.real, account);
    const wrong = { ...account, secretkey: 'wrong' };
    assert.equal(verdict(await revoke(simulator.real, wrong, token)), '3/8001');
    assert.equal(
      verdict(await revoke(simulator.real, { ...account, secretkey: '' }, token)),
      '2/8020',
    );
    assert.equal(verdict(await revoke(simulator.mock, account, token)), '2/8030');
  });
});
