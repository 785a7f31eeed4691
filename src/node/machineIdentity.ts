import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { systemClock } from './systemClock.ts';

/** Scope in which a process id is unique: one boot of this machine, or a container on it. */
export interface MachineIdentity {
  /** Hex digits. */
  readonly id: string;
  /** Boot time in epoch seconds; 0 if `id` is different for each boot. */
  readonly startedAt: number;
}

/**
 * Tolerance for two readings of the same boot time, in seconds, as clocks are rounded and corrected.
 */
const sameStartSeconds = 120;

export function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
  return a.id === b.id && Math.abs(a.startedAt - b.startedAt) <= sameStartSeconds;
}

/**
 * Linux has an id for each boot and each process namespace: containers have their own, and so has WSL,
 * which shares the host name with its Windows. Elsewhere the host name and the boot time identify it.
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
