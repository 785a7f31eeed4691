import assert from 'node:assert/strict';
import fc, { type Scheduler as ScheduledOrder } from 'fast-check';
import { KiwoomError } from '../../../../../src/core/base/errors.ts';
import type { TokenManager } from '../../../../../src/core/tokens/tokenManager.ts';
import { profile, settle, setUp } from './setUp.ts';

const refused = new KiwoomError('token-invalid');

const operations = {
  revoke: (manager) => manager.revoke(profile),
  suspend: (manager) => manager.suspend(profile),
  load: (manager) => manager.load(profile),
  store: (manager) => manager.store(profile),
} satisfies Record<string, (manager: TokenManager) => Promise<unknown>>;

const anyOperation = fc.constantFrom(...Object.values(operations));

describe('A rejection that comes while the token manager waits for something else', () => {
  it('is kept when a revoke stays without an answer', async () => {
    const { manager, api } = setUp();
    const { token } = await manager.issue(profile);
    const reply = api.hold();
    const revoking = assert.rejects(manager.revoke(profile), { code: 'connection-lost' });
    await settle();
    const rejecting = manager.reject(profile, token, refused);
    api.nextFailure = new KiwoomError('connection-lost');
    reply();
    await Promise.all([revoking, rejecting]);
    assert.equal(manager.state(profile.id).kind, 'rejected');
    assert.equal(manager.current(profile), undefined);
  });

  it('is kept in any order of what the server and the disk do', async () => {
    const property = async (
      order: ScheduledOrder,
      works: readonly ((manager: TokenManager) => Promise<unknown>)[],
      isAnswered: boolean,
    ): Promise<void> => {
      const { manager, api, tokenStore } = setUp();
      const { token } = await manager.issue(profile);
      const read = tokenStore.read.bind(tokenStore);
      const write = tokenStore.write.bind(tokenStore);
      const remove = tokenStore.remove.bind(tokenStore);
      const step = (label: string) => order.schedule(Promise.resolve(), label);
      tokenStore.read = (...args) => step('read').then(() => read(...args));
      tokenStore.write = (...args) => step('write').then(() => write(...args));
      tokenStore.remove = (...args) => step('remove').then(() => remove(...args));
      const revoke = api.revoke.bind(api);
      api.revoke = async (...args) => {
        await step('revoke');
        if (!isAnswered) throw new KiwoomError('connection-lost');
        return revoke(...args);
      };
      const all = works.map((work) => work(manager));
      all.push(step('a request is refused').then(() => manager.reject(profile, token, refused)));
      await order.waitFor(Promise.allSettled(all));
      assert.equal(manager.current(profile), undefined);
      assert.match(manager.state(profile.id).kind, /^(none|rejected)$/);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(anyOperation, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        property,
      ),
    );
  });
});
