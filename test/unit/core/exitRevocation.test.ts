import assert from 'node:assert/strict';
import { Profiles } from '../../../src/core/profiles.ts';
import { Secret } from '../../../src/core/secret.ts';
import { ServerClock } from '../../../src/core/serverClock.ts';
import { TokenManager } from '../../../src/core/tokenManager.ts';
import { ExitRevocation } from '../../../src/core/exitRevocation.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../fakes/memoryStores.ts';
import { unexpected } from '../fakes/unexpected.ts';

const profile = {
  id: 'mock-0123456789abcdef',
  environment: 'mock',
  label: '',
  addedAt: 0,
  formerIds: [],
} as const;

function setUp(wishes: { wanted?: boolean; renews?: boolean } = {}) {
  const machine = new FakeClock();
  const clock = new ServerClock(machine, unexpected);
  const api = new FakeTokenApi(clock);
  const keyStore = new MemoryKeyStore();
  const keys = { appkey: new Secret('a'), secretkey: new Secret('s') };
  keyStore.entries.set(profile.id, { profile, keys });
  const [tokenStore, lock, log] = [new MemoryTokenStore(), new MemoryLock(), new RecordingLog()];
  const windows = new Set<number>();
  const window = async (pid: number) => {
    const tokens = new TokenManager({ clock, api, keyStore, tokenStore, lock, log });
    const fingerprint = (): string => '';
    const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError: unexpected });
    await profiles.refresh();
    const exit = new ExitRevocation({
      profiles,
      tokens,
      scheduler: machine,
      log,
      wanted: () => wishes.wanted ?? true,
      renews: () => wishes.renews ?? true,
      presence: {
        enter: () => void windows.add(pid),
        leave: () => void windows.delete(pid),
        alone: () => [...windows].every((each) => each === pid),
      },
    });
    await exit.atStart();
    return { tokens, exit };
  };
  return { machine, api, tokenStore, windows, window };
}

describe('Revoking on exit', () => {
  it('happens with the last window only', async () => {
    const { api, window } = setUp();
    const [one, two] = [await window(1), await window(2)];
    await one.tokens.issue(profile);
    await one.exit.atExit();
    assert.equal(api.revokes, 0);
    await two.exit.atExit();
    assert.equal(api.revokes, 1);
  });

  it('does not happen unless it is wanted', async () => {
    const { api, window } = setUp({ wanted: false });
    const { tokens, exit } = await window(1);
    await tokens.issue(profile);
    await exit.atExit();
    assert.equal(api.revokes, 0);
  });

  it('leaves the next start something to renew', async () => {
    const { window } = setUp();
    const { tokens, exit } = await window(1);
    await tokens.issue(profile);
    await exit.atExit();
    const next = await window(2);
    await next.tokens.load(profile);
    assert.equal(next.tokens.state(profile.id).kind, 'rejected');
  });

  it('leaves nothing where nothing is renewed', async () => {
    const { tokenStore, window } = setUp({ renews: false });
    const { tokens, exit } = await window(1);
    await tokens.issue(profile);
    await exit.atExit();
    assert.equal(tokenStore.tokens.size, 0);
  });

  it('is made up for at the next start after a kill, before the token is used', async () => {
    const { api, windows, window } = setUp();
    await (await window(1)).tokens.issue(profile);
    windows.clear();
    const next = await window(2);
    assert.equal(api.revokes, 1);
    assert.equal(next.tokens.current(profile), undefined);
  });

  it('gives up in time when the server does not answer', async () => {
    const { machine, api, window } = setUp();
    const { tokens, exit } = await window(1);
    await tokens.issue(profile);
    api.hold();
    const exiting = exit.atExit();
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    machine.advance(4_000);
    await exiting;
    assert.equal(machine.alarms, 0);
  });
});
