import assert from 'node:assert/strict';
import { ServerClock } from '../../../../src/core/time/serverClock.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { unexpected } from '../../fakes/unexpected.ts';

const minute = 60_000;
const hour = 60 * minute;

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
    server.assume(9 * hour);
    assert.equal(server.now(), start + 9 * hour);
    server.observe(start + minute, machine.monotonic());
    server.assume(9 * hour);
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

  it('does not take nonsense from before a restart', () => {
    const { server, start } = setUp();
    for (const aheadMs of [25 * hour, -25 * hour]) server.assume(aheadMs);
    assert.equal(server.now(), start);
  });
});
