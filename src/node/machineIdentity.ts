import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { systemClock } from './systemClock.ts';

/** Where a process number means something: this start of this machine, and there this container. */
export interface MachineIdentity {
  /** Hex digits. */
  readonly id: string;
  /** Epoch seconds; 0 where `id` tells one start from another. */
  readonly startedAt: number;
}

/** Two readings of one start differ by the rounding of clocks and what they are set by, in seconds. */
const sameStartSeconds = 120;

export function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
  return a.id === b.id && Math.abs(a.startedAt - b.startedAt) <= sameStartSeconds;
}

/**
 * Linux names each start of its kernel and each namespace of processes: containers have their own, and
 * so has WSL, which shares the name with its Windows. Elsewhere the name and the time of the start say it.
 */
export function thisMachine(): MachineIdentity {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const namespace = readlinkSync('/proc/self/ns/pid');
    return { id: digest(os.hostname(), boot, namespace), startedAt: 0 };
  } catch {
    const startedAt = Math.round(systemClock.now() / 1000 - os.uptime());
    return { id: digest(os.hostname(), process.platform), startedAt };
  }
}

function digest(...facts: readonly string[]): string {
  const { hash } = process.getBuiltinModule('node:crypto');
  return hash('sha256', facts.join('\n'), 'hex').slice(0, 16);
}
