import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { HostReading } from './hostReading.ts';

/**
 * Runs in the extension host of a fresh window: activates one extension that is not active yet and
 * notes what that took.
 */
export async function run(): Promise<void> {
  const id = process.env['PROBE_EXTENSION'] ?? '';
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed`);
  if (extension.isActive) throw new Error(`${id} is active already`);
  await othersAreStarted();
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collectGarbage();
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const heapBefore = heap();
  const startCpu = process.cpuUsage();
  const start = performance.now();
  await extension.activate();
  const activationMs = performance.now() - start;
  // What an activation begins and does not wait for is part of its heap, and over by then.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const startCpuMs = milliseconds(process.cpuUsage(startCpu));
  const heapBytes = heap() - heapBefore;
  const idleMs = 3_000;
  const cpuBefore = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const idleCpuMs = milliseconds(process.cpuUsage(cpuBefore));
  const reading: HostReading = {
    activationMs,
    startCpuMs,
    heapBytes,
    idleCpuPercent: (idleCpuMs / idleMs) * 100,
  };
  const file = process.env['PROBE_OUTPUT'] ?? '';
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(reading));
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

/** What VS Code starts by itself must not fall into the reading. */
async function othersAreStarted(): Promise<void> {
  const active = (): number => vscode.extensions.all.filter(({ isActive }) => isActive).length;
  for (let before = -1; before !== active();) {
    before = active();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
