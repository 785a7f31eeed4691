import type { DomainPorts } from '../../../src/core/domain.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeTokenApi } from './fakeTokenApi.ts';
import { MemoryChoices } from './memoryChoices.ts';
import {
  MemoryIssueLedger,
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from './memoryStores.ts';
import { unexpected } from './unexpected.ts';

/** All ports in memory; a test names those that it is about. By themselves they renew nothing. */
export function testPorts(named: Partial<DomainPorts> = {}): DomainPorts {
  const machine = new FakeClock();
  const clock = named.clock ?? new ServerClock(machine, unexpected);
  return {
    clock,
    scheduler: machine.schedulerOf(clock),
    tokenApi: new FakeTokenApi(clock),
    trApi: { send: () => Promise.reject(new Error('No TR is expected.')) },
    trFacts: () => Promise.resolve(undefined),
    keyStore: new MemoryKeyStore(),
    tokenStore: new MemoryTokenStore(),
    issueLedger: new MemoryIssueLedger(),
    lock: new MemoryLock(),
    choices: new MemoryChoices(),
    presence: { enter: () => {}, leave: () => {}, alone: () => true },
    preferences: testPreferences(),
    fingerprint: () => '',
    random: () => 0.5,
    log: new RecordingLog(),
    ...named,
  };
}

/** A trusted workspace in which nothing happens by itself, but for what a test names. */
export function testPreferences(
  named: Partial<DomainPorts['preferences']> = {},
): DomainPorts['preferences'] {
  return {
    renewalPolicy: () => ({ kind: 'off' }),
    revokesOnExit: () => false,
    sealsTokens: () => true,
    onDidChange: () => ({ dispose: () => undefined }),
    trusted: () => true,
    ...named,
  };
}
