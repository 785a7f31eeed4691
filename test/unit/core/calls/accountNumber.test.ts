import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../../src/core/base/errors.ts';
import { accountNumber } from '../../../../src/core/calls/accountNumber.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import type { ApiCaller } from '../../../../src/core/calls/apiCaller.ts';
import type { AccessToken } from '../../../../src/core/model/token.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const profile = testProfile('mock');
const token: AccessToken = {
  value: new Secret('of keys that are not stored yet'),
  expiresAt: 1,
  receivedAt: 0,
  clockAheadMs: 0,
  host: 'https://server.test',
};

describe('The account number of a key', () => {
  const told = (body: Record<string, unknown>) =>
    ask(() => Promise.resolve({ body })).then(({ number }) => number);

  it('is what Kiwoom answers to ka00001, asked with the token of the key', async () => {
    const { number, calls } = await ask(() => Promise.resolve({ body: { acctNo: '81234567' } }));
    assert.equal(number, '81234567');
    assert.deepEqual(await Promise.all(calls), [profile, 'ka00001', token]);
  });

  it('is not known where the answer is none', async () => {
    assert.equal(await told({}), undefined);
    assert.equal(await told({ acctNo: 81234567 }), undefined);
    assert.equal(await told({ acctNo: '[a](command:x)' }), undefined);
  });

  it('is not known where Kiwoom refuses, and that is no failure', async () => {
    const { number } = await ask(() => Promise.reject(new KiwoomError('maintenance')));
    assert.equal(number, undefined);
  });

  it('is not waited for longer than five seconds', async () => {
    const clock = new FakeClock();
    const asked = ask(untilAborted, clock);
    clock.advance(4_999);
    clock.advance(1);
    assert.equal((await asked).number, undefined);
  });

  it('is not awaited by somebody who cancels', async () => {
    const abort = new AbortController();
    const asked = ask(untilAborted, new FakeClock(), abort.signal);
    abort.abort();
    await assert.rejects(asked, CancelledError);
  });
});

const untilAborted: ApiCaller['call'] = (_profile, _apiId, _body, options) =>
  new Promise((_resolve, reject) => {
    options?.signal?.addEventListener('abort', () => {
      reject(new CancelledError());
    });
  });

async function ask(
  call: ApiCaller['call'],
  scheduler = new FakeClock(),
  signal = new AbortController().signal,
) {
  const calls: unknown[] = [];
  const caller: Pick<ApiCaller, 'call'> = {
    call: (asked, apiId, body, options) => {
      calls.push(asked, apiId, options?.tokens?.ensure(asked));
      return call(asked, apiId, body, options);
    },
  };
  return { number: await accountNumber({ caller, scheduler }, profile, token, signal), calls };
}
