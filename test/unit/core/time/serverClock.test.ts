import assert from 'node:assert/strict';
import { ServerClock } from '../../../../src/core/time/serverClock.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { unexpected } from '../../fakes/unexpected.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

const everyOffset = [minute, 9 * hour, 25 * hour, 3 * day, 6 * year].flatMap((ms) => [ms, -ms]);

function setUp() {
  const machine = new FakeClock();
  const server = new ServerClock(machine, unexpected);
  const start = machine.now();
  return { machine, server, start };
}

describe("The server's clock", () => {
  it("is this machine's until a reply says otherwise", () => {
    const { machine, server, start } = setUp();
    machine.advance(minute);
    assert.equal(server.now(), start + minute);
  });

  for (const off of [minute, -minute, 9 * hour, -9 * hour]) {
    it(`is known although this machine is ${off / minute} minutes off`, () => {
      const { machine, server, start } = setUp();
      server.observe(start - off, machine.monotonic());
      machine.advance(hour);
      assert.equal(server.now(), start - off + hour);
    });
  }

  it('does not follow the seconds that a Date header is rounded by', () => {
    const { machine, server, start } = setUp();
    server.observe(start - 1999, machine.monotonic());
    assert.equal(server.now(), start);
  });

  it('is not set back by a reply that was long on its way', () => {
    const { machine, server, start } = setUp();
    machine.advance(10_000);
    server.observe(start + 1000, 0);
    assert.equal(server.now(), start + 10_000);
  });

  it('keeps what it knows if a slow reply does not speak against it', () => {
    const { machine, server, start } = setUp();
    server.observe(start + hour, machine.monotonic());
    machine.advance(10_000);
    server.observe(start + hour + 4000, 0);
    assert.equal(server.now(), start + hour + 10_000);
  });

  it('ignores a Date header that is nonsense', () => {
    const { machine, server, start } = setUp();
    server.observe(0, machine.monotonic());
    server.observe(start + 25 * hour, machine.monotonic());
    assert.equal(server.now(), start);
  });

  it('goes on when this machine sleeps', () => {
    const { machine, server, start } = setUp();
    machine.jump(72 * hour);
    assert.equal(server.now(), start + 72 * hour);
  });

  it("does not go back when this machine's clock is set back", () => {
    const { machine, server, start } = setUp();
    machine.advance(hour);
    machine.jump(-9 * hour);
    machine.advance(hour);
    assert.equal(server.now(), start + 2 * hour);
  });

  it("is right again with the next reply after this machine's clock was set forward", () => {
    const { machine, server, start } = setUp();
    machine.jump(9 * hour);
    server.observe(start, machine.monotonic());
    assert.equal(server.now(), start);
    machine.advance(hour);
    assert.equal(server.now(), start + hour);
  });

  it('takes what was known before a restart, until a reply says otherwise', () => {
    const { machine, server, start } = setUp();
    const receivedAt = start + 8 * hour;
    const stored = { receivedAt, expiresAt: receivedAt + day, clockAheadMs: 9 * hour };
    server.restore(stored);
    assert.equal(server.now(), start + 9 * hour);
    server.observe(start + minute, machine.monotonic());
    server.restore(stored);
    machine.advance(minute);
    assert.equal(server.now(), start + 2 * minute);
  });

  it('tells when it turns out to differ', () => {
    const { machine, server, start } = setUp();
    let changes = 0;
    server.onDidChange(() => (changes += 1));
    server.observe(start, machine.monotonic());
    assert.equal(changes, 0);
    server.observe(start + hour, machine.monotonic());
    assert.equal(changes, 1);
    machine.advance(minute);
    server.observe(start + hour + minute, machine.monotonic());
    assert.equal(changes, 1);
  });

  it('judges a reply by how long it was on its way, however long the machine is up', () => {
    const { machine, server, start } = setUp();
    machine.advance(hour);
    server.observe(start, machine.monotonic());
    machine.advance(minute);
    assert.equal(server.now(), start + minute);
  });

  it('is this machine’s again once a reply agrees with that', () => {
    const { machine, server, start } = setUp();
    server.observe(start + 3000, machine.monotonic());
    server.observe(start + 1500, machine.monotonic());
    assert.equal(server.aheadMs, 0);
  });

  it('is judged by the time when a stored token was received, if this machine’s was corrected', () => {
    const { machine, server, start } = setUp();
    const stored = { receivedAt: start, expiresAt: start + day, clockAheadMs: -60 * hour };
    machine.advance(hour);
    server.restore(stored);
    assert.equal(server.now(), start + hour);
  });
});

describe("The server's clock, by a reply to an issue", () => {
  /** The server is `aheadMs` ahead; its token is `age` old. */
  const issueBy = (aheadMs: number, age = 0) => {
    const { machine, server, start } = setUp();
    const serverTime = start + aheadMs;
    const issued = { expiresAt: serverTime + day - age, serverTime };
    return { machine, server, serverTime, issued };
  };

  for (const aheadMs of everyOffset) {
    const far = `${aheadMs / hour} hours`;

    it(`is known although this machine is ${far} off`, () => {
      const { machine, server, serverTime, issued } = issueBy(aheadMs, hour);
      server.observeIssue(issued, machine.monotonic());
      machine.advance(hour);
      assert.equal(server.now(), serverTime + hour);
    });

    it(`stays what it was when this machine, ${far} off, is put right`, () => {
      const { machine, server, serverTime, issued } = issueBy(aheadMs);
      server.observeIssue(issued, machine.monotonic());
      machine.advance(hour);
      machine.jump(aheadMs);
      machine.advance(hour);
      assert.equal(server.now(), serverTime + 2 * hour);
      machine.jump(10 * hour);
      assert.equal(server.now(), serverTime + 12 * hour);
    });

    it(`is known after a restart of a machine that is ${far} off`, () => {
      const { machine, server, serverTime, issued } = issueBy(aheadMs);
      server.observeIssue(issued, machine.monotonic());
      const stored = { ...issued, receivedAt: server.now(), clockAheadMs: server.aheadMs };
      machine.advance(hour);
      const restarted = new ServerClock(machine, unexpected);
      restarted.restore(stored);
      assert.equal(restarted.now(), serverTime + hour);
    });

    it(`is right again with the next one after this machine was set ${far} off`, () => {
      const { machine, server, serverTime, issued } = issueBy(0);
      server.observeIssue(issued, machine.monotonic());
      machine.jump(aheadMs);
      server.observeIssue(issued, machine.monotonic());
      assert.ok(Math.abs(server.now() - serverTime) <= minute);
    });
  }

  for (const aheadMs of everyOffset) {
    it(`is never earlier than a day before the expiry, without a Date header, ${aheadMs / hour} hours off`, () => {
      const { machine, server, issued } = issueBy(aheadMs);
      server.observeIssue({ expiresAt: issued.expiresAt }, machine.monotonic());
      assert.ok(issued.expiresAt - server.now() <= day);
    });
  }

  it('counts a pause of the whole machine once its clock shows it', () => {
    const { machine, server, serverTime, issued } = issueBy(3 * day);
    server.observeIssue(issued, machine.monotonic());
    machine.jump(30 * hour);
    assert.equal(server.now(), serverTime + 30 * hour);
  });

  it('counts a sleep after this machine’s clock was set back', () => {
    const { machine, server, serverTime, issued } = issueBy(0);
    server.observeIssue(issued, machine.monotonic());
    machine.jump(-60 * hour);
    machine.advance(minute);
    assert.equal(server.now(), serverTime + minute);
    machine.jump(5 * hour);
    assert.equal(server.now(), serverTime + minute + 5 * hour);
  });

  for (const old of [hour, 9 * hour, 3 * day, 6 * year]) {
    it(`does not follow a Date that a cache kept for ${old / hour} hours`, () => {
      const { machine, server, serverTime, issued } = issueBy(0);
      server.observeIssue({ ...issued, serverTime: serverTime - old }, machine.monotonic());
      assert.equal(server.now(), serverTime);
    });

    it(`does not go back for a later reply whose Date is ${old / hour} hours old`, () => {
      const { machine, server, serverTime, issued } = issueBy(3 * day);
      server.observeIssue(issued, machine.monotonic());
      machine.advance(minute);
      server.observe(serverTime - old, machine.monotonic());
      assert.equal(server.now(), serverTime + minute);
    });
  }

  it('takes the Date of an ordinary reply for what it is, however far off this machine is', () => {
    const { machine, server, serverTime, issued } = issueBy(6 * year);
    server.observeIssue(issued, machine.monotonic());
    machine.jump(9 * hour);
    server.observe(serverTime + 10_000, machine.monotonic());
    assert.equal(server.now(), serverTime + 10_000);
  });
});
