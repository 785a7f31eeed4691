import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiCaller } from '../../src/core/calls/apiCaller.ts';
import { CancelledError } from '../../src/core/base/errors.ts';
import { RateLimiter } from '../../src/core/calls/rateLimiter.ts';
import type { Scheduler, TrApi, TrRequest } from '../../src/core/model/ports.ts';
import type { Profile } from '../../src/core/model/profile.ts';
import { loadTrCatalogue, trFacts } from '../../src/kiwoom/trCatalogue.ts';
import { ConsentedCalls } from '../../src/vscode/otherExtensions/consentedCalls.ts';
import { SignIn } from '../../src/vscode/otherExtensions/signIn.ts';
import { RecordingLog } from '../unit/fakes/memoryStores.ts';
import {
  accountSessionsOf,
  mock,
  otherMock,
  real,
} from '../unit/vscode/otherExtensions/accountSessionsOf.ts';

const isCancellation = (thrown: unknown): boolean => thrown instanceof vscode.CancellationError;

/** Presses a key of the list again and again until it has led to an answer: nothing tells when the list is there. */
async function answered<T>(asking: Promise<T>, ...commands: readonly string[]): Promise<T> {
  const over = asking.then(
    () => true,
    () => true,
  );
  const press = async (): Promise<false> => {
    for (const command of commands) await vscode.commands.executeCommand(command);
    return false;
  };
  for (;;) {
    const pressed = press();
    const isOver = await Promise.race([over, pressed]);
    // What was pressed last must not reach the list of another test.
    await pressed;
    if (isOver) return asking;
  }
}

describe('Signing in for another extension', () => {
  async function setUp(...stored: readonly Profile[]) {
    const parts = await accountSessionsOf(...stored);
    const signIn = new SignIn({
      ...parts,
      ready: () => Promise.resolve(),
      trusted: () => parts.host.trusted,
      log: new RecordingLog(),
    });
    return { ...parts, signIn };
  }

  it('takes the only account that fits, and asks nothing', async () => {
    const { signIn, api } = await setUp(mock, real);
    const session = await signIn.create(['real'], undefined);
    assert.equal(session.id, real.id);
    assert.deepEqual(session.scopes, ['real']);
    assert.equal(api.issues, 1);
  });

  it('asks which of several accounts, and takes the one that was chosen', async () => {
    // The first of the list is chosen.
    for (const [first, second] of [
      [mock, otherMock],
      [otherMock, mock],
    ] as const) {
      const { signIn } = await setUp(first, second, real);
      const accept = 'workbench.action.acceptSelectedQuickOpenItem';
      const session = await answered(signIn.create(['mock'], undefined), accept);
      assert.equal(session.id, first.id);
      assert.deepEqual(session.scopes, ['mock']);
    }
  });

  it('gets nothing and issues nothing when the list is closed', async () => {
    const { signIn, api } = await setUp(mock, otherMock);
    const asking = signIn.create(['mock'], undefined);
    await assert.rejects(answered(asking, 'workbench.action.closeQuickOpen'), isCancellation);
    assert.equal(api.issues, 0);
  });

  it('refuses in a workspace that is not trusted', async () => {
    const { signIn, api, host } = await setUp(mock);
    host.trusted = false;
    await assert.rejects(signIn.create(['mock'], undefined), { code: 'untrusted-workspace' });
    assert.equal(api.issues, 0);
  });
});

describe('A call for another extension', () => {
  async function setUp(
    answer: TrApi['send'],
    meanwhile = () => Promise.resolve(),
    account: Profile = mock,
  ) {
    const parts = await accountSessionsOf(account);
    const { api, machine, clock, tokens, sessions, host } = parts;
    // A pause is over at once.
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
    const sent: TrRequest[] = [];
    const send: TrApi['send'] = (request, signal) => {
      sent.push(request);
      return answer(request, signal);
    };
    const caller = new ApiCaller({
      tokens,
      api: { send },
      trFacts,
      limiter: new RateLimiter(machine, impatient),
      scheduler: impatient,
      clock,
    });
    const log = new RecordingLog();
    const trusted = (): boolean => host.trusted;
    const calls = new ConsentedCalls({
      sessions,
      caller,
      catalogue: async () => {
        await meanwhile();
        return loadTrCatalogue();
      },
      trusted,
      log,
    });
    await tokens.issue(account);
    const [session] = await sessions.list([account.environment], undefined);
    assert.ok(session !== undefined);
    return { api, calls, session, sent, tokens, host };
  }
  const page: TrApi['send'] = ({ nextKey }) =>
    Promise.resolve({ body: { return_code: 0 }, ...(nextKey === undefined && { nextKey: '2' }) });

  it('goes through the pages by the key of the one before', async () => {
    const { calls, session, sent } = await setUp(page);
    const first = await calls.call('ka10081', {}, { session });
    assert.equal(first.nextKey, '2');
    const second = await calls.call('ka10081', {}, { session, nextKey: first.nextKey });
    assert.deepEqual(second, { body: { return_code: 0 } });
    assert.deepEqual(
      sent.map(({ nextKey }) => nextKey),
      [undefined, '2'],
    );
  });

  it('is refused in a workspace that is not trusted, whatever session it has', async () => {
    const { calls, session, sent, host } = await setUp(page);
    host.trusted = false;
    const call = calls.call('ka10081', {}, { session });
    await assert.rejects(call, { name: 'KiwoomApiError', code: 'untrusted-workspace' });
    assert.deepEqual(sent, []);
  });

  it('is refused when the token was revoked before it could be sent, and issues none', async () => {
    let revoke = (): Promise<unknown> => Promise.resolve();
    const { api, calls, session, sent, tokens } = await setUp(page, async () => {
      await revoke();
    });
    revoke = () => tokens.revoke(mock);
    const call = calls.call('ka10081', {}, { session });
    await assert.rejects(call, { name: 'KiwoomApiError', code: 'no-consent' });
    assert.deepEqual(sent, []);
    assert.equal(api.issues, 1);
  });

  it('with real money is asked about first, and not sent without an answer', async () => {
    const now = (): Promise<void> => Promise.resolve();
    const { calls, session, sent } = await setUp(page, now, real);
    // The test host shows no dialog, it refuses.
    const order = calls.call('kt10000', {}, { session });
    await assert.rejects(order, { name: 'KiwoomApiError' });
    assert.deepEqual(sent, []);
    await calls.call('ka10081', {}, { session });
    const onMock = await setUp(page);
    await onMock.calls.call('kt10000', {}, { session: onMock.session });
    assert.deepEqual([sent.length, onMock.sent.length], [1, 1]);
  });

  it('with real money is not asked about when its caller has cancelled', async () => {
    const abort = new AbortController();
    const cancel = (): Promise<void> => {
      abort.abort();
      return Promise.resolve();
    };
    const { calls, session } = await setUp(page, cancel, real);
    // The test host refuses a dialog with another error.
    await assert.rejects(
      calls.call('kt10000', {}, { session, signal: abort.signal }),
      isCancellation,
    );
  });

  it('sends what it was given, whatever the caller changes meanwhile', async () => {
    const body = { stk_cd: '005930' };
    const { calls, session, sent } = await setUp(page, () => {
      body.stk_cd = '000660';
      return Promise.resolve();
    });
    await calls.call('ka10081', body, { session });
    assert.deepEqual(
      sent.map((request) => request.body),
      [{ stk_cd: '005930' }],
    );
  });

  it('refuses a body that is no JSON object', async () => {
    const { calls, session, sent } = await setUp(page);
    for (const body of [{ ord_qty: 1n }, { toJSON: () => 'text' }]) {
      await assert.rejects(calls.call('ka10081', body, { session }), {
        name: 'KiwoomApiError',
        code: 'invalid-arguments',
      });
    }
    assert.deepEqual(sent, []);
  });

  it('refuses a key that is no text', async () => {
    const { calls, session, sent } = await setUp(page);
    const options = { session, nextKey: 2 } as unknown as { session: typeof session };
    await assert.rejects(calls.call('ka10081', {}, options), { code: 'invalid-arguments' });
    assert.deepEqual(sent, []);
  });

  const pending: TrApi['send'] = (_request, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new CancelledError());
      });
    });

  it('ends with an AbortSignal or a CancellationToken, as a cancellation', async () => {
    const abort = new AbortController();
    const source = new vscode.CancellationTokenSource();
    for (const [signal, cancel] of [
      [
        abort.signal,
        () => {
          abort.abort();
        },
      ],
      [
        source.token,
        () => {
          source.cancel();
        },
      ],
    ] as const) {
      const { calls, session, sent } = await setUp((request, inner) => {
        cancel();
        return inner?.aborted === true
          ? Promise.reject(new CancelledError())
          : pending(request, inner);
      });
      await assert.rejects(calls.call('ka10081', {}, { session, signal }), isCancellation);
      assert.equal(sent.length, 1);
      // From now on the signal is given already.
      await assert.rejects(calls.call('ka10081', {}, { session, signal }), isCancellation);
      assert.equal(sent.length, 1);
    }
  });
});
