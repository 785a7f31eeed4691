import assert from 'node:assert/strict';
import { accountNumber } from '../../../../src/core/calls/accountNumber.ts';
import type { ApiCaller } from '../../../../src/core/calls/apiCaller.ts';
import { createDomain } from '../../../../src/core/domain.ts';
import { CancelledError } from '../../../../src/core/base/errors.ts';
import type { Scheduler } from '../../../../src/core/model/ports.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { ServerClock } from '../../../../src/core/time/serverClock.ts';
import type { TokenManager } from '../../../../src/core/tokens/tokenManager.ts';
import { createAxiosTransport } from '../../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../../src/kiwoom/oauthClient.ts';
import { trFacts } from '../../../../src/kiwoom/trCatalogue.ts';
import { TrClient } from '../../../../src/kiwoom/trClient.ts';
import type { Environment } from '../../../simulator/controlInterface.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { MemoryKeyStore } from '../../fakes/memoryStores.ts';
import { testPorts } from '../../fakes/testPorts.ts';
import { testKeys, testProfile } from '../../fakes/testProfile.ts';
import { unexpected } from '../../fakes/unexpected.ts';

const order = { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' };

describe('Calls with a token, against the simulated server', () => {
  let machine: FakeClock;
  let simulator: Simulator;
  let tokens: TokenManager;
  let caller: ApiCaller;
  let mock: Profile;
  let real: Profile;

  beforeEach(async () => {
    machine = new FakeClock();
    simulator = await startSimulator({ now: () => machine.now() });
    simulator.control.switch({ oauthLimit: 'off' });
    const clock = new ServerClock(machine, unexpected);
    const keyStore = new MemoryKeyStore();
    const profileOf = (environment: Environment): Profile => {
      const { appkey, secretkey } = simulator.accounts[environment][0];
      const profile = testProfile(environment);
      keyStore.put(profile, testKeys(appkey, secretkey));
      return profile;
    };
    [mock, real] = [profileOf('mock'), profileOf('real')];
    // A pause is over at once, on the clock of machine and server alike.
    const impatient: Scheduler = {
      at: (time, run) => machine.at(time, run),
      after: (ms, run) => {
        const timer = setImmediate(() => {
          machine.advance(ms);
          run();
        });
        return {
          dispose: () => {
            clearImmediate(timer);
          },
        };
      },
    };
    const transport = createAxiosTransport(machine);
    ({ tokens, caller } = createDomain(
      testPorts({
        clock,
        scheduler: impatient,
        tokenApi: new OAuthClient(transport, (environment) => simulator[environment].url, 'test'),
        trApi: new TrClient(transport, 'test'),
        trFacts,
        keyStore,
      }),
    ));
  });
  afterEach(() => simulator.close());

  const codes = (): (number | null)[] =>
    simulator.control.calls({ kind: 'tr' }).map(({ code }) => code);

  it('issue a token if none is held, and give the fields of the reply', async () => {
    const { body } = await caller.call(mock, 'ka00001', {});
    assert.equal(body['acctNo'], simulator.accounts.mock[0].account);
    assert.deepEqual(simulator.control.counts(), { issue: 1, revoke: 0, tr: 1, other: 0 });
    const [call] = simulator.control.calls({ kind: 'tr' });
    assert.equal(call?.headers['api-id'], 'ka00001');
    assert.equal(call.headers['cont-yn'], undefined);
  });

  it('go through the pages of a long reply', async () => {
    simulator.control.switch({ pages: 3 });
    const keys: (string | undefined)[] = [];
    let nextKey: string | undefined;
    do {
      const page = nextKey === undefined ? {} : { nextKey };
      ({ nextKey } = await caller.call(mock, 'ka10001', { stk_cd: '005930' }, page));
      keys.push(nextKey);
    } while (nextKey !== undefined);
    assert.equal(keys.length, 3);
  });

  it('are repeated once with a new token when the held one turns out dead', async () => {
    await caller.call(mock, 'ka00001', {});
    simulator.control.killTokens();
    await caller.call(mock, 'ka00001', {});
    assert.deepEqual(codes(), [0, 8005, 0]);
    assert.equal(simulator.control.counts().issue, 2);
  });

  it('are not repeated a second time', async () => {
    simulator.control.fault('tr', { kind: 'failure', code: 8005 });
    await assert.rejects(caller.call(mock, 'ka00001', {}), { code: 'token-invalid' });
    assert.deepEqual(codes(), [8005, 8005]);
    assert.equal(simulator.control.counts().issue, 2);
  });

  it('bring back no token that was revoked while they waited for their turn', async () => {
    await tokens.ensure(mock);
    simulator.control.fault('tr', { kind: 'hold' }, { times: 1 });
    const first = caller.call(mock, 'ka00001', {});
    const second = assert.rejects(caller.call(mock, 'ka00001', {}), { code: 'token-invalid' });
    await simulator.control.waitForCalls({ kind: 'tr' });
    await tokens.revoke(mock);
    simulator.control.release();
    await Promise.all([first, second]);
    assert.equal(tokens.state(mock.id).kind, 'none');
    assert.equal(simulator.control.counts().issue, 1);
  });

  it('for the account number of keys on trial neither replace nor record their token', async () => {
    const { account, appkey, secretkey } = simulator.accounts.mock[1];
    const token = await tokens.tryKeys(mock, testKeys(appkey, secretkey));
    const { signal } = new AbortController();
    const ask = () => accountNumber({ caller, scheduler: machine }, mock, token, signal);
    assert.equal(await ask(), account);
    simulator.control.killTokens();
    assert.equal(await ask(), undefined);
    assert.deepEqual(codes(), [0, 8005]);
    assert.equal(tokens.state(mock.id).kind, 'none');
  });

  it('repeat an order too when its token was dead, as nothing was ordered', async () => {
    await caller.call(mock, 'kt10000', order);
    simulator.control.killTokens();
    await caller.call(mock, 'kt10000', order);
    assert.deepEqual(codes(), [0, 8005, 0]);
  });

  for (const apiId of ['kt10000', 'ka00001']) {
    for (const part of ['headers', 'body'] as const) {
      it(`never repeat ${apiId} when it loses the ${part} of the reply`, async () => {
        simulator.control.fault('tr', { kind: 'reset', part }, { times: 1 });
        const call = caller.call(mock, apiId, apiId === 'kt10000' ? order : {});
        await assert.rejects(call, { code: 'connection-lost' });
        assert.equal(simulator.control.counts().tr, 1);
      });
    }
  }

  it('wait and repeat when the server counts too many', async () => {
    simulator.control.fault('tr', { kind: 'failure', code: 1700 }, { times: 2 });
    await caller.call(mock, 'ka00001', {});
    assert.deepEqual(codes(), [1700, 1700, 0]);
  });

  it('wait longer with each such refusal', async () => {
    await tokens.ensure(mock);
    simulator.control.fault('tr', { kind: 'failure', code: 1700 }, { times: 3 });
    const before = machine.now();
    await caller.call(mock, 'ka00001', {});
    const waited = machine.now() - before;
    assert.ok(waited >= 6_000 && waited < 10_000, `${waited} ms`);
  });

  it('repeat an order that Kiwoom itself counted as too many', async () => {
    simulator.control.fault('tr', { kind: 'failure', code: 1700 }, { times: 1 });
    await caller.call(mock, 'kt10000', order);
    assert.deepEqual(codes(), [1700, 0]);
  });

  it('repeat a question that some gateway refused', async () => {
    const gateway = { kind: 'reply', status: 429, body: '' } as const;
    simulator.control.fault('tr', gateway, { times: 1 });
    await caller.call(mock, 'ka00001', {});
    assert.equal(simulator.control.counts().tr, 2);
  });

  it('ask nothing for a caller who has cancelled', async () => {
    await tokens.ensure(mock);
    const signal = AbortSignal.abort();
    await assert.rejects(caller.call(mock, 'kt10000', order, { signal }), CancelledError);
    assert.equal(simulator.control.counts().tr, 0);
  });

  it('end with their caller, without a second try', async () => {
    await tokens.ensure(mock);
    simulator.control.fault('tr', { kind: 'hold' });
    const cancel = new AbortController();
    const call = caller.call(mock, 'kt10000', order, { signal: cancel.signal });
    await simulator.control.waitForCalls({ kind: 'tr' });
    cancel.abort();
    await assert.rejects(call, CancelledError);
    assert.equal(simulator.control.counts().tr, 1);
  });

  it('give up after three such refusals', async () => {
    simulator.control.fault('tr', { kind: 'failure', code: 1700 });
    await assert.rejects(caller.call(mock, 'ka00001', {}), { code: 'rate-limited' });
    assert.equal(simulator.control.counts().tr, 4);
  });

  it('do not repeat an order that some gateway refused', async () => {
    const gateway = { kind: 'reply', status: 429, body: '' } as const;
    simulator.control.fault('tr', gateway, { times: 1 });
    await assert.rejects(caller.call(mock, 'kt10000', order), { code: 'rate-limited' });
    assert.equal(simulator.control.counts().tr, 1);
  });

  it('keep to the rates of both environments without being told', async () => {
    for (const profile of [mock, real]) {
      for (let calls = 0; calls < 12; calls++) await caller.call(profile, 'ka00001', {});
    }
    assert.deepEqual(new Set(codes()), new Set([0]));
    assert.equal(codes().length, 24);
  });

  it('refuse a TR that the catalogue does not have, and ask nobody', async () => {
    for (const apiId of ['ka99999', '', '../oauth2/revoke', '0B']) {
      await assert.rejects(caller.call(mock, apiId, {}), { code: 'unknown-api' });
    }
    assert.deepEqual(simulator.control.counts(), { issue: 0, revoke: 0, tr: 0, other: 0 });
  });

  it('surface what the server says about the request itself', async () => {
    await assert
      .rejects(caller.call(mock, 'ka10001', {}), {
        code: 'invalid-request',
        details: { serverCode: 1511 },
      })
      .catch((thrown: unknown) => {
        // The details hold the server's message too.
        if (!(thrown instanceof assert.AssertionError)) throw thrown;
      });
    await assert.rejects(caller.call(mock, 'ka10001', {}), { code: 'invalid-request' });
  });

  describe('verify', () => {
    it('finds a living token live', async () => {
      await tokens.ensure(mock);
      assert.equal(await caller.verify(mock), 'live');
    });

    it('finds out that it is dead, and issues nothing', async () => {
      await tokens.ensure(mock);
      simulator.control.killTokens();
      assert.equal(await caller.verify(mock), 'dead');
      assert.equal(tokens.state(mock.id).kind, 'rejected');
      assert.equal(simulator.control.counts().issue, 1);
    });

    it('finds out that this computer has another IP address now', async () => {
      await tokens.ensure(mock);
      simulator.control.switch({ callerIp: '203.0.113.99' });
      assert.equal(await caller.verify(mock), 'other-ip');
    });

    it('finds out that it belongs to the other environment', async () => {
      await tokens.ensure(mock);
      simulator.control.fault('tr', { kind: 'failure', code: 8031 }, { times: 1 });
      assert.equal(await caller.verify(mock), 'other-environment');
    });

    it('says nothing about the token when the server could not be asked', async () => {
      await tokens.ensure(mock);
      simulator.control.fault('tr', { kind: 'serverError' }, { times: 1 });
      await assert.rejects(caller.verify(mock), { code: 'http-server-error' });
      assert.equal(tokens.state(mock.id).kind, 'valid');
    });

    it('needs a token', async () => {
      await assert.rejects(caller.verify(mock), { code: 'no-token' });
    });
  });
});
