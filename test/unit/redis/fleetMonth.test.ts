import assert from 'node:assert/strict';
import { testProfile } from '../fakes/testProfile.ts';
import { Fleet, type FleetMachine } from './fleet.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const size = 200;
const days = 30;
const accounts = Array.from({ length: 5 }, (_, index) =>
  testProfile('mock', { id: `mock-${index}`.padEnd(21, '0'), label: `account ${index}` }),
);

/** The accounts are issued, and renewed, some hours apart. */
const renewedAt = (account: number): number => (3 + 4 * account) * hour;

/** Something that goes wrong, around the renewal of an account or far from all of them. */
interface Fault {
  readonly what: string;
  readonly onDay: number;
  /** From the beginning of the day, in milliseconds. */
  readonly at: number;
  readonly begin: (fleet: Fleet) => void;
  readonly lastsMs?: number;
  readonly end?: (fleet: Fleet) => void;
  /** Issue calls more than without it. */
  readonly extra: number;
}

const some = (fleet: Fleet, count: number): readonly FleetMachine[] =>
  fleet.machines.slice(size - count);

/** So many machines do not reach the store. */
const cutOff = (count: number): Pick<Fault, 'begin' | 'end'> => ({
  begin: (fleet) => {
    for (const { link } of some(fleet, count)) link.cut();
  },
  end: (fleet) => {
    for (const { link } of some(fleet, count)) link.mend();
  },
});

const faults: readonly Fault[] = [
  {
    what: 'forty machines are cut off while the first account is renewed',
    onDay: 3,
    at: renewedAt(0) - 5 * minute,
    ...cutOff(40),
    lastsMs: 10 * minute,
    // Each asks for itself, and gets the same token.
    extra: 40,
  },
  {
    what: 'the store restarts while nothing is renewed',
    onDay: 7,
    at: 2 * hour,
    ...cutOff(size),
    lastsMs: 2 * minute,
    extra: 0,
  },
  {
    what: 'the store is away while the second account is renewed',
    onDay: 11,
    at: renewedAt(1) - minute,
    ...cutOff(size),
    lastsMs: 2 * minute,
    extra: size - 1,
  },
  {
    what: 'the store loses everything',
    onDay: 15,
    at: 2 * hour,
    begin: ({ store }) => {
      store.flush();
    },
    extra: 0,
  },
  {
    what: 'the store restarts and has lost everything',
    onDay: 18,
    at: 2 * hour,
    ...cutOff(size),
    begin: (fleet) => {
      cutOff(size).begin(fleet);
      fleet.store.flush();
    },
    lastsMs: minute,
    extra: 0,
  },
  {
    what: 'twenty machines sleep while the last two accounts are renewed',
    onDay: 22,
    at: renewedAt(3) - hour,
    begin: (fleet) => {
      for (const machine of some(fleet, 20)) machine.sleep(8 * hour);
    },
    // When they wake up, they do not reach the store yet.
    extra: 20 * 2,
  },
];

describe(`A month of ${size} machines with ${accounts.length} accounts`, function () {
  // Ten seconds of work, on a machine that may be busy.
  this.timeout(300_000);

  it('costs an issue for each account and day, whatever fails, and little of the store', async () => {
    const fleet = new Fleet(size, accounts);
    await fleet.start();
    const [first] = fleet.machines;
    for (const [index, account] of accounts.entries()) {
      fleet.clock.after(renewedAt(index), () => void first?.domain.tokens.ensure(account));
    }
    let extra = 0;
    let ofAQuietDay = 0;
    for (let today = 0; today < days; today += 1) {
      const expected = fleet.issues + accounts.length;
      const due = faults.filter(({ onDay }) => onDay === today);
      for (const { at, begin, lastsMs = 0, end } of due) {
        fleet.clock.after(at, () => {
          begin(fleet);
        });
        fleet.clock.after(at + lastsMs, () => end?.(fleet));
      }
      const commands = await fleet.commandsOf(() => fleet.pass(day));
      if (today === 1) ofAQuietDay = commands;
      const more = due.reduce((sum, fault) => sum + fault.extra, 0);
      assert.equal(
        fleet.issues - expected,
        more,
        `on day ${today}: ${due.map(({ what }) => what).join()}`,
      );
      for (const account of accounts) assert.notEqual(fleet.theToken(account), 'none');
      extra += more;
    }
    assert.equal(fleet.issues, accounts.length * days + extra);
    assert.equal(fleet.mostAtOnce, 1);
    const perHour = ofAQuietDay / size / 24;
    assert.ok(perHour <= 60, `${perHour} commands for each machine and hour`);
  });
});
