import assert from 'node:assert/strict';
import { Circuit } from '../../../src/redis/circuit.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

describe('The circuit to the shared token store', () => {
  const setUp = (failures: number) => {
    const clock = new FakeClock();
    const circuit = new Circuit(clock, () => 0.5);
    for (let i = 0; i < failures; i++) circuit.failed();
    return { clock, circuit };
  };

  it('bears two failures in a row', () => {
    const { circuit } = setUp(2);
    assert.equal(circuit.admits(), true);
    circuit.succeeded();
    circuit.failed();
    circuit.failed();
    assert.equal(circuit.admits(), true);
  });

  it('lets nothing through after the third, until a pause is over', () => {
    const { clock, circuit } = setUp(3);
    assert.equal(circuit.admits(), false);
    clock.advance(1_999);
    assert.equal(circuit.admits(), false);
    clock.advance(1);
    assert.equal(circuit.admits(), true);
  });

  it('lets one call through as a trial, not all that wait', () => {
    const { clock, circuit } = setUp(3);
    clock.advance(2_000);
    assert.deepEqual([circuit.admits(), circuit.admits()], [true, false]);
  });

  it('closes when the trial succeeds', () => {
    const { clock, circuit } = setUp(3);
    clock.advance(2_000);
    circuit.admits();
    circuit.succeeded();
    assert.equal(circuit.isOpen, false);
    assert.equal(circuit.admits(), true);
  });

  it('doubles its pauses up to a minute, for a server that stays away', () => {
    const { clock, circuit } = setUp(3);
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) {
      const from = clock.monotonic();
      while (!circuit.admits()) clock.advance(100);
      pauses.push(clock.monotonic() - from);
      circuit.failed();
    }
    assert.deepEqual(pauses, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('is not fooled by a clock that somebody sets', () => {
    const { clock, circuit } = setUp(3);
    clock.jump(24 * 60 * 60_000);
    assert.equal(circuit.admits(), false);
  });
});
