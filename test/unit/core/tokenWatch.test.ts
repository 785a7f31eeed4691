import assert from 'node:assert/strict';
import { Secret } from '../../../src/core/secret.ts';
import { ServerClock } from '../../../src/core/serverClock.ts';
import { TokenManager } from '../../../src/core/tokenManager.ts';
import { TokenWatch } from '../../../src/core/tokenWatch.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../fakes/memoryStores.ts';

const hour = 60 * 60 * 1000;
const profile = {
  id: 'mock-0123456789abcdef',
  environment: 'mock',
  label: '',
  addedAt: 0,
  formerIds: [],
} as const;

function setUp() {
  const local = new FakeClock();
  const clock = new ServerClock(local, unexpected);
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  const keys = { appkey: new Secret('a'), secretkey: new Secret('s') };
  keyStore.entries.set(profile.id, { profile, keys });
  const manager = new TokenManager({
    clock,
    api,
    keyStore,
    tokenStore: new MemoryTokenStore(),
    lock: new MemoryLock(),
    log: new RecordingLog(),
  });
  const watch = new TokenWatch(manager, local.schedulerOf(clock), unexpected);
  const kinds: string[] = [];
  watch.onDidChange((id) => kinds.push(manager.state(id).kind));
  return { local, clock, api, manager, watch, kinds };
}

describe('The token watch', () => {
  it('tells of operations and of time passing', async () => {
    const { local, manager, kinds } = setUp();
    await manager.issue(profile);
    assert.equal(kinds.at(-1), 'valid');
    local.advance(23 * hour);
    assert.equal(kinds.at(-1), 'expiring');
    local.advance(hour);
    assert.equal(kinds.at(-1), 'expired');
  });

  it('sets no alarm while no token lives', async () => {
    const { local, manager } = setUp();
    assert.equal(local.alarms, 0);
    await manager.issue(profile);
    assert.equal(local.alarms, 1);
    await manager.revoke(profile);
    assert.equal(local.alarms, 0);
  });

  it("goes by the server's clock", async () => {
    const { local, clock, manager, kinds } = setUp();
    clock.observe(local.now() + 9 * hour, local.monotonic());
    await manager.issue(profile);
    local.advance(24 * hour);
    assert.equal(kinds.at(-1), 'expired');
  });

  it('is silent when disposed of', async () => {
    const { local, manager, watch, kinds } = setUp();
    await manager.issue(profile);
    const before = kinds.length;
    watch.dispose();
    local.advance(48 * hour);
    assert.equal(kinds.length, before);
    assert.equal(local.alarms, 0);
  });
});
