import { systemClock, SystemScheduler, type Timers } from '../../src/node/systemClock.ts';
import { testPreferences } from '../unit/fakes/testPorts.ts';
import { type Measured, median, repeat } from './measured.ts';
import { type Access, realDomain } from './tokenParts.ts';

/** Node's timers, with a list of those that are still to come. */
class CountedTimers implements Timers {
  readonly armed = new Set<NodeJS.Timeout>();

  setTimeout(run: () => void, ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.armed.delete(timer);
      run();
    }, ms);
    this.armed.add(timer);
    return timer;
  }

  clearTimeout(timer: NodeJS.Timeout | undefined): void {
    clearTimeout(timer);
    if (timer !== undefined) this.armed.delete(timer);
  }
}

/**
 * Timers that a window has armed while no token is held: after its start, and after an issue and a
 * revoke. A window that armed none wakes up in no minute.
 */
export async function wakeUps(access: Access): Promise<Measured> {
  const runs = 20;
  const counts = await repeat(runs, async () => {
    const timers = new CountedTimers();
    const scheduler = new SystemScheduler(systemClock, timers);
    const preferences = testPreferences({ renewalPolicy: () => ({ kind: 'at-expiry' }) });
    const domain = realDomain(access, scheduler, preferences);
    const { profiles, tokens, profile } = domain;
    await profiles.refresh();
    await tokens.load(profile);
    const atStart = timers.armed.size;
    await tokens.issue(profile);
    if (timers.armed.size === 0) throw new Error('A held token is not watched.');
    await tokens.revoke(profile);
    const afterRevoke = timers.armed.size;
    domain.dispose();
    return atStart + afterRevoke;
  });
  return {
    what: 'wake-ups without a token',
    value: Math.max(median(counts), ...counts),
    unit: '/min',
    target: { atMost: 0 },
    runs,
    note: 'the most of all runs',
  };
}
