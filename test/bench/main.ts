/**
 * `npm run bench`: measures what the extension promises, prints a table, writes
 * `.test-output/bench.json`, and fails if a target is missed.
 *
 * Each value is the median of at least 20 runs after some that do not count, unless its note says
 * p95. Nothing leaves this machine: the server is the simulator, in a part of this process; everything
 * between it and the caller (HTTP client, lock, sealed file) is the extension's own code.
 *
 * - ensure: one after the other, each awaited, on a token in memory.
 * - issue, own cost: the time of an issue less that of the same request made with Node's bare client.
 *   Warm: the two in turn, over connections that are kept open. First: in fresh processes, of which
 *   each makes one request; the difference of the two medians. It includes the loading of the HTTP
 *   client, from a bundle such as users get.
 * - heap: 10,000 days pass on a clock of the test, each with its renewal; the heap is measured after
 *   every 500, after two full garbage collections.
 * - wake-ups: timers still armed through the one scheduler there is, while no token is held.
 * - pacing: 25 calls of each of 20 TRs, five TRs at a time, in real time; the server notes their arrivals and
 *   refuses what is too much. The first burst is not counted, as it would flatter the rate.
 * - in the host: a VS Code of its own; each reading in a fresh window, whose extension host is a new process.
 *   A probe there activates one extension, and reads the heap after garbage collections and the CPU time of
 *   three idle seconds. The extensions take turns. Packages named on the command line take part:
 *   `npm run bench -- path/to/rest-client.vsix`.
 * - sizes: of the package that users get, and of the files that are read when it starts.
 *
 * - files: the reading of a file of 5,000 requests, again and again in the same process; completion and hover
 *   at cursors all over it, each as after an edit (p95); reading and diagnosing it after an edit; a saved file
 *   with hundreds of candidates for a secret; the TR catalogue in fresh processes, of which each asks for it once.
 *
 * `--only tokens`, `--only package` or `--only files` measures one group.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import '../loopbackOnly.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { assistance } from './assistance.ts';
import { heldToken } from './heldToken.ts';
import { hostActivation } from './hostActivation.ts';
import { firstIssue, warmIssue } from './issueCost.ts';
import { parsing } from './parsing.ts';
import { type Measured, reached } from './measured.ts';
import { packageExtension, sizes } from './sizes.ts';
import { pacing } from './pacing.ts';
import { diagnosticsAfterEdit, savedFileCheck } from './secretChecks.ts';
import { renewalMemory } from './renewalMemory.ts';
import type { Access } from './tokenParts.ts';
import { trCatalogue } from './trCatalogue.ts';
import { wakeUps } from './wakeUps.ts';

const outputFile = path.resolve(import.meta.dirname, '../../.test-output/bench.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
});

async function tokenFigures(): Promise<Measured[]> {
  const simulator = await startSimulator({ limits: 'off' });
  try {
    const accessFor = (purpose: string): Access => ({
      environment: 'real',
      url: simulator.real.url,
      appkey: simulator.accounts.real[0].appkey,
      secretkey: simulator.accounts.real[0].secretkey,
      folder: makeTemporaryFolder(purpose),
    });
    return [
      await heldToken(),
      await warmIssue(accessFor('warm')),
      await firstIssue(accessFor('first')),
      await renewalMemory(),
      await wakeUps(accessFor('wake')),
      ...(await pacing(accessFor('pace'), simulator.control)),
    ];
  } finally {
    await simulator.close();
  }
}

async function packageFigures(): Promise<Measured[]> {
  const vsix = await packageExtension();
  return [...(await sizes(vsix)), ...(await hostActivation(vsix, positionals))];
}

async function fileFigures(): Promise<Measured[]> {
  return [
    ...(await parsing()),
    ...(await assistance()),
    await diagnosticsAfterEdit(),
    await savedFileCheck(),
    ...(await trCatalogue()),
  ];
}

const groups: Readonly<Record<string, () => Promise<Measured[]>>> = {
  tokens: tokenFigures,
  package: packageFigures,
  files: fileFigures,
};

async function measureAll(): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const [name, measure] of Object.entries(groups)) {
    if (values.only === undefined || values.only === name) results.push(...(await measure()));
  }
  return results;
}

function row(columns: readonly [string, string, string, string, string]): string {
  const [what, value, target, runs, verdict] = columns;
  return `${what.padEnd(44)}${value.padStart(16)}${target.padStart(18)}${runs.padStart(6)}  ${verdict}`;
}

function amount(value: number, unit: string): string {
  const digits = Math.abs(value) >= 1000 || Number.isInteger(value) ? 0 : 2;
  const text = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === '' ? text : `${text} ${unit}`;
}

function line(measured: Measured): string {
  const { what, value, unit, target, runs, note } = measured;
  if (target === undefined) return row([what, amount(value, unit), '', String(runs), '']);
  const limit =
    'atLeast' in target ? `≥ ${amount(target.atLeast, unit)}` : `≤ ${amount(target.atMost, unit)}`;
  const verdict = `${reached(measured) ? 'ok' : 'MISSED'}${note === undefined ? '' : ` (${note})`}`;
  return row([what, amount(value, unit), limit, String(runs), verdict]);
}

const cpus = os.cpus();
const machine = {
  cpu: cpus[0]?.model.trim() ?? 'unknown',
  cores: cpus.length,
  node: process.version,
};
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n`);
const results = await measureAll();
console.log(row(['', 'median', 'target', 'runs', '']));
for (const measured of results) console.log(line(measured));
await mkdir(path.dirname(outputFile), { recursive: true });
const report = {
  machine,
  results: results.map((measured) => ({ ...measured, reached: reached(measured) })),
};
await writeFile(outputFile, `${JSON.stringify(report, undefined, 2)}\n`);
if (!results.every(reached)) process.exitCode = 1;
