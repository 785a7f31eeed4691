import assert from 'node:assert/strict';
import { testMachine } from '../../fakes/testMachine.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const hour = 60 * 60 * 1000;
const profile = testProfile('mock');

function setUp() {
  const { machine, clock, window } = testMachine(profile);
  const { tokens, watch } = window();
  const kinds: string[] = [];
  watch.onDidChange((id) => kinds.push(tokens.state(id).kind));
  return { machine, clock, tokens, watch, kinds };
}

describe('The token watch', () => {
  it('tells of operations and of time passing', async () => {
    const { machine, tokens, kinds } = setUp();
    await tokens.issue(profile);
    assert.equal(kinds.at(-1), 'valid');
    machine.advance(23 * hour);
    assert.equal(kinds.at(-1), 'expiring');
    machine.advance(hour);
    assert.equal(kinds.at(-1), 'expired');
  });

  it('leaves no alarm while no token lives', async () => {
    const { machine, tokens } = setUp();
    assert.equal(machine.alarms, 0);
    await tokens.issue(profile);
    assert.notEqual(machine.alarms, 0);
    await tokens.revoke(profile);
    assert.equal(machine.alarms, 0);
  });

  it("goes by the server's clock", async () => {
    const { machine, clock, tokens, kinds } = setUp();
    clock.observe(machine.now() + 9 * hour, machine.monotonic());
    await tokens.issue(profile);
    machine.advance(24 * hour);
    assert.equal(kinds.at(-1), 'expired');
  });

  it('is silent when disposed of', async () => {
    const { machine, tokens, watch, kinds } = setUp();
    await tokens.issue(profile);
    const before = kinds.length;
    watch.dispose();
    machine.advance(48 * hour);
    assert.equal(kinds.length, before);
    assert.equal(machine.alarms, 0);
  });
});
