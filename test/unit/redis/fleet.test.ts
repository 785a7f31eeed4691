import assert from 'node:assert/strict';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import { testProfile } from '../fakes/testProfile.ts';
import { Fleet } from './fleet.ts';

const minute = 60_000;
const hour = 60 * minute;

const profile = testProfile('mock');

describe('Two hundred machines that share a token', () => {
  const size = 200;

  /** They hold a token that expires in a minute. */
  async function aboutToRenew(): Promise<Fleet> {
    const fleet = new Fleet(size, [profile]);
    await fleet.start();
    void fleet.machines[0]?.domain.tokens.ensure(profile);
    await fleet.pass(24 * hour - minute);
    fleet.theToken(profile);
    return fleet;
  }

  it('renew it with one issue, and take no turns for what is there already', async () => {
    const fleet = await aboutToRenew();
    const [issues, before] = [fleet.issues, fleet.theToken(profile)];
    const commands = await fleet.commandsOf(() => fleet.pass(2 * minute));
    assert.notEqual(fleet.theToken(profile), before);
    assert.equal(fleet.issues - issues, 1);
    // A try for the lock, a look when the token is announced, and a reading of what was announced;
    // a few poll meanwhile.
    assert.ok(commands <= 4 * size, `${commands} commands`);
  });

  it('replace it once, when all of them want to at the same time', async () => {
    const fleet = await aboutToRenew();
    const [issues, before] = [fleet.issues, fleet.theToken(profile)];
    const commands = await fleet.commandsOf(async () => {
      for (const { domain } of fleet.machines) {
        const held = domain.tokens.current(profile);
        assert.ok(held !== undefined);
        void domain.tokens.replace(profile, held);
      }
      await fleet.pass(10_000);
    });
    assert.notEqual(fleet.theToken(profile), before);
    assert.deepEqual([fleet.kiwoom.revokes, fleet.issues - issues], [1, 1]);
    assert.ok(commands <= 8 * size, `${commands} commands`);
  });

  it('check it one after the other, within an hour', async () => {
    const { checks } = await aboutToRenew();
    assert.equal(checks.length, size);
    const waits = checks.slice(1).map((at, index) => at - (checks[index] ?? 0));
    const crowded = waits.filter((ms) => ms < 1_000);
    assert.ok(crowded.length < size / 10, `${crowded.length} within a second of another`);
    assert.ok((checks.at(-1) ?? 0) - (checks[0] ?? 0) < hour);
  });

  it('do not crowd the store while Kiwoom refuses every connection', async () => {
    const fleet = await aboutToRenew();
    const issues = fleet.issues;
    fleet.failure = new KiwoomError('connection-refused');
    const commands = await fleet.commandsOf(() => fleet.pass(minute + 20_000));
    const asked = fleet.issues - issues;
    assert.ok(asked >= size, `${asked} requests`);
    assert.ok(commands <= 12 * asked, `${commands} commands for ${asked} requests`);
    fleet.failure = undefined;
    await fleet.pass(hour);
    fleet.theToken(profile);
  });
});
