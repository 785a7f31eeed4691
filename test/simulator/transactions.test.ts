import assert from 'node:assert/strict';
import { transactions } from './catalogue.ts';
import {
  accountNumber,
  buyOrder,
  hour,
  issued,
  ManualClock,
  post,
  stockInfo,
  transact,
  verdict,
} from './kiwoomCalls.ts';
import { startSimulator, type Simulator } from './simulator.ts';

describe('The simulator answering TRs', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  let token: string;
  beforeEach(async () => {
    clock = new ManualClock();
    simulator = await startSimulator({ now: clock.now, limits: 'off' });
    ({ token } = await issued(simulator.real, simulator.accounts.real[0]));
  });
  afterEach(() => simulator.close());

  it('tells the account number of the key', async () => {
    const answer = await transact(simulator.real, token, accountNumber);
    assert.equal(answer.status, 200);
    assert.equal(
      answer.text,
      '{"acctNo":"51234567","return_code":0,"return_msg":"정상적으로 처리되었습니다"}',
    );
    assert.equal(answer.headers.get('api-id'), 'ka00001');
    assert.equal(answer.headers.get('cont-yn'), 'N');
    assert.equal(answer.headers.get('next-key'), '');
  });

  it('tells about a stock in all published fields', async () => {
    const { text } = await transact(simulator.real, token, stockInfo);
    const fields = JSON.parse(text) as Record<string, string>;
    assert.equal(fields['stk_cd'], '005930');
    assert.equal(fields['stk_nm'], '삼성전자');
    const published = transactions.find(({ id }) => id === 'ka10001')?.response ?? [];
    for (const name of published) assert.equal(typeof fields[name], 'string', name);
    assert.equal(Object.keys(fields).length, published.length + 2);
  });

  it('takes buy orders and numbers them', async () => {
    const orders = [
      await transact(simulator.real, token, buyOrder),
      await transact(simulator.real, token, buyOrder),
    ];
    assert.deepEqual(
      orders.map(({ text }) => (JSON.parse(text) as { ord_no: string }).ord_no),
      ['0000001', '0000002'],
    );
  });

  it('answers every REST TR of the catalogue with its published fields', async () => {
    const tested = transactions.filter(
      ({ transport, path }) => transport === 'rest' && path.startsWith('/api/'),
    );
    assert.ok(tested.length > 300);
    for (const { id, path, required, response, lists } of tested) {
      const body = Object.fromEntries(required.map((name) => [name, '1']));
      const answer = await transact(simulator.real, token, { apiId: id, path, body });
      assert.equal(verdict(answer), '0', id);
      const fields = JSON.parse(answer.text) as Record<string, unknown>;
      for (const name of response) assert.ok(name in fields, `${id} ${name}`);
      for (const [name, row] of Object.entries(lists)) {
        const rows = fields[name] as readonly object[];
        assert.deepEqual(Object.keys(rows[0] ?? {}).sort(), [...new Set(row)].sort(), id);
      }
    }
  });

  it('refuses a missing required field with 1511 and names it', async () => {
    const { text } = await transact(simulator.real, token, { ...stockInfo, body: { stk_cd: '' } });
    assert.equal(
      text,
      '{"return_code":2,"return_msg":"입력 값 오류입니다[1511:필수 입력 값에 값이 존재하지 않습니다. 필수입력 파라미터=stk_cd]"}',
    );
  });

  it('refuses a body that is not a JSON object with 1517', async () => {
    for (const body of ['{', '[]', '"text"']) {
      assert.equal(
        verdict(await transact(simulator.real, token, { ...stockInfo, body })),
        '2/1517',
      );
    }
  });

  const authorized = (headers: Record<string, string>, path = accountNumber.path) =>
    post(`${simulator.real.url}${path}`, {}, { authorization: `Bearer ${token}`, ...headers });

  it('refuses api-ids that are missing, unknown, or of another path', async () => {
    assert.equal(verdict(await authorized({})), '1/1501');
    assert.equal(verdict(await authorized({ 'api-id': '' })), '1/1501');
    assert.equal(verdict(await authorized({ 'api-id': 'ka99999' })), '1/1505');
    assert.equal(
      (await authorized({ 'api-id': 'usa10099' }, '/api/us/mrkcond')).text,
      '{"return_code":1,"return_msg":"잘못된 요청입니다[1504:해당 URI에서는 지원하는 API ID가 아닙니다. API ID=usa10099, URI=/api/us/mrkcond]"}',
    );
  });

  const withAuthorization = (header: Record<string, string>) =>
    post(`${simulator.real.url}${accountNumber.path}`, {}, { 'api-id': 'ka00001', ...header });

  it('tells apart what can be wrong with the authorization header', async () => {
    const cases: [Record<string, string>, string][] = [
      [{}, '2/1513'],
      [{ authorization: '' }, '2/1512'],
      [{ authorization: token }, '2/1514'],
      [{ authorization: `Bearer ${token} more` }, '2/1514'],
      [{ authorization: `Basic ${token}` }, '2/1515'],
      [{ authorization: 'Bearer ' }, '2/1516'],
      [{ authorization: `bearer ${token}` }, '0'],
    ];
    for (const [header, expected] of cases) {
      assert.equal(verdict(await withAuthorization(header)), expected, JSON.stringify(header));
    }
  });

  const deadToken =
    '{"return_code":3,"return_msg":"인증에 실패했습니다[8005:Token이 유효하지 않습니다]"}';

  it('answers an unknown token with 8005 inside HTTP 200, never a 401', async () => {
    const answer = await transact(simulator.real, 'unknown', accountNumber);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, deadToken);
  });

  it('lets a token live until its expiry and not a second longer', async () => {
    clock.advance(24 * hour - 251);
    assert.equal(verdict(await transact(simulator.real, token, accountNumber)), '0');
    clock.advance(1);
    assert.equal((await transact(simulator.real, token, accountNumber)).text, deadToken);
  });

  it('can let a token die early', async () => {
    assert.equal(simulator.control.killTokens({ environment: 'mock' }), 0);
    assert.equal(simulator.control.killTokens({ environment: 'real' }), 1);
    assert.equal((await transact(simulator.real, token, accountNumber)).text, deadToken);
    assert.notEqual((await issued(simulator.real, simulator.accounts.real[0])).token, token);
  });

  it('refuses a token of the other environment with 8031', async () => {
    assert.equal(verdict(await transact(simulator.mock, token, accountNumber)), '2/8031');
  });

  it('refuses a token used from another address with 8010 until it is issued there', async () => {
    const account = simulator.accounts.real[0];
    const elsewhere = '203.0.113.99';
    simulator.control.switch({ callerIp: elsewhere });
    assert.equal(verdict(await transact(simulator.real, token, accountNumber)), '3/8010');
    simulator.control.changeAccount(account.appkey, { registeredIps: [elsewhere] });
    const again = await issued(simulator.real, account);
    assert.equal(verdict(await transact(simulator.real, again.token, accountNumber)), '0');
  });

  it('refuses an address taken off the list after the issue with 8103', async () => {
    const { appkey } = simulator.accounts.real[0];
    simulator.control.changeAccount(appkey, { registeredIps: [] });
    assert.equal(verdict(await transact(simulator.real, token, accountNumber)), '3/8103');
  });

  it('refuses US TRs on mock with 8104', async () => {
    const mock = await issued(simulator.mock, simulator.accounts.mock[0]);
    const us = { apiId: 'usa10099', path: '/api/us/stkinfo' };
    assert.equal(verdict(await transact(simulator.mock, mock.token, us)), '2/8104');
    assert.equal(verdict(await transact(simulator.real, token, us)), '0');
  });

  it('continues an answer over as many pages as it is switched to', async () => {
    simulator.control.switch({ pages: 3 });
    const seen: (string | null)[] = [];
    let headers: Record<string, string> = {};
    for (let page = 1; page <= 3; page += 1) {
      const answer = await transact(simulator.real, token, { ...stockInfo, headers });
      seen.push(answer.headers.get('cont-yn'));
      headers = { 'cont-yn': 'Y', 'next-key': answer.headers.get('next-key') ?? '' };
    }
    assert.deepEqual(seen, ['Y', 'Y', 'N']);
    const unknown = { 'cont-yn': 'Y', 'next-key': 'unknown' };
    const answer = await transact(simulator.real, token, { ...stockInfo, headers: unknown });
    assert.equal(verdict(answer), '2/1517');
  });
});
