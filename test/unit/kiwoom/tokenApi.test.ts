import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { CancelledError, type ErrorCode, KiwoomError } from '../../../src/core/base/errors.ts';
import type { TokenApi } from '../../../src/core/model/ports.ts';
import type { AppKeys } from '../../../src/core/model/profile.ts';
import { Secret } from '../../../src/core/base/secret.ts';
import { createAxiosTransport, timeLimitMs } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import type { Fault } from '../../simulator/controlInterface.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

const day = 24 * 60 * 60 * 1000;

describe('The token API against the simulated server', () => {
  const clock = new FakeClock();
  let simulator: Simulator;
  let api: TokenApi;
  let mockKeys: AppKeys;
  let realKeys: AppKeys;

  before(async () => {
    simulator = await startSimulator({ now: () => clock.now(), limits: 'off' });
    api = new OAuthClient(
      createAxiosTransport(clock),
      (environment) => simulator[environment].url,
      'kiwoom-rest-auth/test',
    );
    const [mock, real] = [simulator.accounts.mock[0], simulator.accounts.real[0]];
    mockKeys = { appkey: new Secret(mock.appkey), secretkey: new Secret(mock.secretkey) };
    realKeys = { appkey: new Secret(real.appkey), secretkey: new Secret(real.secretkey) };
  });
  afterEach(() => simulator.control.reset());
  after(() => simulator.close());

  async function failure(work: Promise<unknown>): Promise<KiwoomError> {
    const thrown: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(thrown instanceof KiwoomError, `expected a KiwoomError, got ${inspect(thrown)}`);
    const text = inspect(thrown, { depth: 9, showHidden: true });
    for (const { appkey, secretkey } of [mockKeys, realKeys]) {
      assert.ok(!text.includes(appkey.reveal()), 'an error tells an app key');
      assert.ok(!text.includes(secretkey.reveal()), 'an error tells a secret key');
    }
    return thrown;
  }

  it('issues a token with its expiry and the time of the server', async () => {
    const issued = await api.issue('mock', mockKeys);
    assert.equal(issued.expiresAt, clock.now() + day);
    assert.equal(issued.host, simulator.mock.url);
    assert.equal(issued.serverTime, clock.now());
    assert.match(issued.value.reveal(), /^[\w-]{86}$/);
  });

  it('sends the documented request and nothing else', async () => {
    await api.issue('mock', mockKeys);
    const [call] = simulator.control.calls({ kind: 'issue' });
    assert.equal(call?.method, 'POST');
    assert.equal(call.path, '/oauth2/token');
    assert.equal(call.headers['content-type'], 'application/json;charset=UTF-8');
    assert.equal(call.headers['user-agent'], 'kiwoom-rest-auth/test');
    assert.equal(call.headers['authorization'], undefined);
    assert.equal(
      call.body,
      JSON.stringify({
        grant_type: 'client_credentials',
        appkey: mockKeys.appkey.reveal(),
        secretkey: mockKeys.secretkey.reveal(),
      }),
    );
  });

  it('revokes, after which the token is dead', async () => {
    const issued = await api.issue('mock', mockKeys);
    await api.revoke(mockKeys, { ...issued, receivedAt: 0, clockAheadMs: 0 });
    assert.equal(simulator.control.tokens().filter(({ alive }) => alive).length, 0);
    const error = await failure(
      api.revoke(mockKeys, { ...issued, receivedAt: 0, clockAheadMs: 0 }),
    );
    assert.equal(error.code, 'revoke-failed');
    // Shows that Kiwoom answered; without it the revocation may have succeeded.
    assert.equal(error.details.returnCode, 3);
  });

  it('is refused with a wrong secret key', async () => {
    const error = await failure(api.issue('mock', { ...mockKeys, secretkey: new Secret('wrong') }));
    assert.equal(error.code, 'wrong-keys');
    assert.equal(error.details.serverCode, 8001);
  });

  it('is refused with a key of the other environment', async () => {
    assert.equal((await failure(api.issue('mock', realKeys))).code, 'key-of-other-environment');
  });

  it('recognises maintenance of the real server and does not follow its redirect', async () => {
    simulator.control.switch({ maintenance: true });
    assert.equal((await failure(api.issue('real', realKeys))).code, 'maintenance');
    assert.equal((await failure(api.issue('mock', mockKeys))).code, 'html-reply');
  });

  const faults: [string, Fault, ErrorCode][] = [
    ['a connection reset before the reply', { kind: 'reset', part: 'headers' }, 'connection-lost'],
    ['a connection reset in the middle', { kind: 'reset', part: 'body' }, 'connection-lost'],
    ['a reply cut short', { kind: 'truncated', contentLength: 'sent' }, 'truncated-reply'],
    [
      'a reply shorter than promised',
      { kind: 'truncated', contentLength: 'whole' },
      'truncated-reply',
    ],
    ['a huge reply', { kind: 'huge' }, 'reply-too-large'],
    ['an empty reply', { kind: 'empty' }, 'empty-reply'],
    ['a server error', { kind: 'serverError' }, 'http-server-error'],
    [
      'a lying encoding',
      {
        kind: 'reply',
        status: 200,
        headers: { 'content-encoding': 'gzip' },
        body: '{"return_code":0}',
      },
      'truncated-reply',
    ],
  ];
  for (const [what, fault, code] of faults) {
    it(`turns ${what} into ${code}`, async () => {
      simulator.control.fault('issue', fault, { times: 1 });
      assert.equal((await failure(api.issue('mock', mockKeys))).code, code);
    });
  }

  it('turns a server that is not there into connection-refused', async () => {
    await simulator.mock.close();
    try {
      assert.equal((await failure(api.issue('mock', mockKeys))).code, 'connection-refused');
    } finally {
      await simulator.mock.reopen();
    }
  });

  for (const part of ['headers', 'body'] as const) {
    it(`gives up on ${part} that do not come within the time limit`, async () => {
      simulator.control.fault('issue', { kind: 'hold', part }, { times: 1 });
      const issuing = failure(api.issue('mock', mockKeys));
      await simulator.control.waitForCalls({ kind: 'issue' });
      clock.advance(timeLimitMs);
      assert.equal((await issuing).code, 'timed-out');
      assert.equal(clock.alarms, 0);
    });
  }

  it('stops at once when cancelled, and leaves no timer behind', async () => {
    simulator.control.fault('issue', { kind: 'hold' }, { times: 1 });
    const cancel = new AbortController();
    const issuing = api.issue('mock', mockKeys, cancel.signal);
    await simulator.control.waitForCalls({ kind: 'issue' });
    cancel.abort();
    await assert.rejects(issuing, CancelledError);
    assert.equal(clock.alarms, 0);
  });

  it('makes no request when it was cancelled before', async () => {
    await assert.rejects(api.issue('mock', mockKeys, AbortSignal.abort()), CancelledError);
    assert.equal(simulator.control.counts().issue, 0);
  });

  it('ignores proxies of the environment', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    try {
      await api.issue('mock', mockKeys);
    } finally {
      delete process.env['http_proxy'];
    }
  });

  it('sends nothing to a server that the settings must not name', async () => {
    const refusing = new OAuthClient(
      () => Promise.reject(new Error('was sent')),
      () => 'http://api.kiwoom.com',
      '',
    );
    await assert.rejects(refusing.issue('real', realKeys), { code: 'endpoint-refused' });
  });
});
