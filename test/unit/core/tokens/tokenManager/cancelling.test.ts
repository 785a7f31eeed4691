import assert from 'node:assert/strict';
import { CancelledError, KiwoomError } from '../../../../../src/core/base/errors.ts';
import type { AccessToken } from '../../../../../src/core/model/token.ts';
import type { TokenManager } from '../../../../../src/core/tokens/tokenManager.ts';
import { testKeys } from '../../../fakes/testProfile.ts';
import { profile, settle, setUp } from './setUp.ts';

type Operation = (
  manager: TokenManager,
  signal: AbortSignal,
  held: AccessToken,
) => Promise<unknown>;

/** What asks the server while a token is held. */
const operations: Readonly<Record<string, Operation>> = {
  'An issue': (manager, signal) => manager.issue(profile, signal),
  'Keys on trial': (manager, signal) => manager.tryKeys(profile, testKeys('new'), signal),
  'A revoke': (manager, signal) => manager.revoke(profile, signal),
  'A suspension': (manager, signal) => manager.suspend(profile, signal),
  'A replacement': (manager, signal, held) => manager.replace(profile, held, signal),
};

for (const [name, run] of Object.entries(operations)) {
  describe(`${name} that is cancelled`, () => {
    async function holding() {
      const parts = setUp();
      const held = await parts.manager.ensure(profile);
      const changes: string[] = [];
      parts.manager.onDidChange(() => changes.push(parts.manager.state(profile.id).kind));
      const cancel = new AbortController();
      const start = (): Promise<unknown> => run(parts.manager, cancel.signal, held);
      const asked = (): number => parts.api.issues - 1 + parts.api.revokes;
      return { ...parts, held, changes, cancel, start, asked };
    }

    it('before it began asks nothing, and nobody notices', async () => {
      const { cancel, start, asked, changes, manager, held } = await holding();
      cancel.abort();
      await assert.rejects(start(), CancelledError);
      await settle();
      assert.equal(asked(), 0);
      assert.deepEqual(changes, []);
      assert.equal(manager.current(profile), held);
    });

    it('while it waits its turn is never shown', async () => {
      const { cancel, start, asked, lock, changes, manager } = await holding();
      const busy = Promise.withResolvers<undefined>();
      void lock.run('', new AbortController().signal, () => busy.promise);
      const storing = manager.store(profile);
      const running = start();
      await settle();
      cancel.abort();
      await assert.rejects(running, CancelledError);
      busy.resolve(undefined);
      await storing;
      await settle();
      assert.equal(asked(), 0);
      assert.ok(!changes.includes('issuing') && !changes.includes('revoking'), changes.join());
    });

    it('while it waits for another window asks nothing afterwards', async () => {
      const { cancel, start, asked, lock, manager, held } = await holding();
      const busy = Promise.withResolvers<undefined>();
      void lock.run('', new AbortController().signal, () => busy.promise);
      const running = start();
      await settle();
      cancel.abort();
      await assert.rejects(running, CancelledError);
      busy.resolve(undefined);
      await settle();
      assert.equal(asked(), 0);
      assert.equal(manager.current(profile), held);
    });

    it('ends its request, and leaves what was held', async () => {
      const { cancel, start, asked, api, manager, held } = await holding();
      api.hold();
      const running = start();
      await settle();
      assert.equal(asked(), 1);
      cancel.abort();
      await assert.rejects(running, CancelledError);
      await settle();
      assert.equal(api.inFlight, 0);
      assert.equal(manager.current(profile), held);
      assert.equal(manager.state(profile.id).kind, 'valid');
      assert.equal(manager.lastError(profile.id), undefined);
    });

    it('is cancelled, whatever its request fails with because of it', async () => {
      const { cancel, start, api, manager } = await holding();
      const fail = (_first: unknown, _second: unknown, signal?: AbortSignal): Promise<never> =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new KiwoomError('connection-lost'));
          });
        });
      api.issue = fail;
      api.revoke = fail;
      const running = start();
      await settle();
      cancel.abort();
      await assert.rejects(running, CancelledError);
      await settle();
      assert.equal(manager.lastError(profile.id), undefined);
    });

    it('can be had again at once', async () => {
      const { cancel, start, api, manager, held } = await holding();
      const answer = api.hold();
      const running = start();
      await settle();
      cancel.abort();
      answer();
      await run(manager, new AbortController().signal, held);
      await assert.rejects(running, CancelledError);
      assert.equal(api.mostInFlight, 1);
    });
  });
}

describe('A caller who has cancelled', () => {
  it('gets no token, not even one that is held', async () => {
    const { manager } = setUp();
    await manager.ensure(profile);
    await assert.rejects(manager.ensure(profile, AbortSignal.abort()), CancelledError);
  });
});

describe('A caller who joined and cancels', () => {
  it('leaves at once, and the request goes on for the others', async () => {
    const { api, manager } = setUp();
    const answer = api.hold();
    const staying = manager.ensure(profile);
    const cancel = new AbortController();
    const leaving = manager.ensure(profile, cancel.signal);
    const revoking = manager.revoke(profile);
    const leavingToo = manager.revoke(profile, cancel.signal);
    await settle();
    cancel.abort();
    await assert.rejects(leaving, CancelledError);
    await assert.rejects(leavingToo, CancelledError);
    answer();
    await staying;
    assert.equal(await revoking, 'revoked');
    assert.deepEqual([api.issues, api.revokes], [1, 1]);
  });
});
