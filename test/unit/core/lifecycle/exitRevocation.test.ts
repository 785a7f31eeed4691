import assert from 'node:assert/strict';
import { testMachine } from '../../fakes/testMachine.ts';
import { testPreferences } from '../../fakes/testPorts.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const profile = testProfile('mock');

function setUp(wishes: { wanted?: boolean; renews?: boolean; trusted?: boolean } = {}) {
  const shared = testMachine(profile);
  const windows = new Set<number>();
  const window = async (pid: number) => {
    const domain = shared.window({
      preferences: testPreferences({
        revokesOnExit: () => wishes.wanted ?? true,
        renewalPolicy: () => ({ kind: (wishes.renews ?? true) ? 'at-expiry' : 'off' }),
        trusted: () => wishes.trusted ?? true,
      }),
      presence: {
        enter: () => void windows.add(pid),
        leave: () => void windows.delete(pid),
        alone: () => [...windows].every((each) => each === pid),
      },
    });
    // What is left is looked at before anything is done with it by itself.
    domain.dispose();
    const { tokens, profiles, exitRevocation: exit } = domain;
    await profiles.refresh();
    await exit.atStart();
    return { tokens, exit };
  };
  return { ...shared, windows, window };
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

  it('is not made up for by opening a workspace that is not trusted', async () => {
    const wishes = { trusted: true };
    const { api, windows, window } = setUp(wishes);
    await (await window(1)).tokens.issue(profile);
    windows.clear();
    wishes.trusted = false;
    const { exit } = await window(2);
    assert.equal(api.revokes, 0);
    // Closing the window is the user's own doing.
    await exit.atExit();
    assert.equal(api.revokes, 1);
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

  it('fails in silence where the folder of the windows cannot be read', async () => {
    const { api, windows, window } = setUp();
    const { tokens, exit } = await window(1);
    await tokens.issue(profile);
    windows.delete = () => {
      throw new Error('EACCES');
    };
    await exit.atExit();
    assert.equal(api.revokes, 0);
  });
});
