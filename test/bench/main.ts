/**
 * `npm run bench`: measures what the extension promises, prints a table and how it was measured, writes both with
 * the machine to `.test-output/bench.json`, and fails if a target is missed. Packages named on the command line
 * are measured beside it: `npm run bench -- path/to/rest-client.vsix`. `--only` measures one group of
 * method.ts.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { Progress } from '../progress.ts';
import '../loopbackOnly.ts';
import type { SimulatorControl } from '../simulator/controlInterface.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { assistance } from './assistance.ts';
import { gateway } from './gateway.ts';
import { heldToken } from './heldToken.ts';
import { hostActivation } from './hostActivation.ts';
import { firstIssue, warmIssue } from './issueCost.ts';
import { keyReading } from './keyReading.ts';
import { parsing } from './parsing.ts';
import { type Measured, reached } from './measured.ts';
import { type Group, groups, method } from './method.ts';
import { packageExtension, sizes } from './sizes.ts';
import { pacing } from './pacing.ts';
import { diagnosticsAfterEdit, savedFileCheck } from './secretChecks.ts';
import { shared } from './shared.ts';
import { renewalMemory } from './renewalMemory.ts';
import type { Access } from './tokenParts.ts';
import { trCatalogue } from './trCatalogue.ts';
import { wakeUps } from './wakeUps.ts';

const outputFolder = path.resolve(import.meta.dirname, '../../.test-output');
const outputFile = path.join(outputFolder, 'bench.json');
const durationsFile = path.join(outputFolder, 'durations/bench.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
});

interface Figure {
  readonly name: string;
  readonly measure: () => Promise<Measured[]>;
}

/** With a simulator of its own. */
async function withSimulator<T>(
  measure: (access: Access, control: SimulatorControl) => Promise<T>,
): Promise<T> {
  const simulator = await startSimulator({ limits: 'off' });
  const [{ appkey, secretkey }] = simulator.accounts.real;
  const folder = makeTemporaryFolder('bench');
  try {
    const access = {
      environment: 'real',
      url: simulator.real.url,
      appkey,
      secretkey,
      folder,
    } as const;
    return await measure(access, simulator.control);
  } finally {
    await simulator.close();
  }
}

let packaged: Promise<string> | undefined;
const vsix = (): Promise<string> => (packaged ??= packageExtension());

const figures: Readonly<Record<Group, readonly Figure[]>> = {
  tokens: [
    { name: 'a held token', measure: async () => [await heldToken()] },
    { name: 'warm issues', measure: async () => [await withSimulator(warmIssue)] },
    { name: 'first issues', measure: async () => [await withSimulator(firstIssue)] },
    { name: '10,000 renewals', measure: async () => [await renewalMemory()] },
    { name: 'wake-ups', measure: async () => [await withSimulator(wakeUps)] },
    { name: 'paced calls', measure: () => withSimulator(pacing) },
  ],
  shared: [{ name: 'the shared token store', measure: () => withSimulator(shared) }],
  gateway: [{ name: 'the gateway', measure: gateway }],
  package: [
    { name: 'sizes', measure: async () => sizes(await vsix()) },
    {
      name: 'the start in VS Code',
      measure: async () => hostActivation(await vsix(), positionals),
    },
  ],
  files: [
    { name: 'reading a file', measure: parsing },
    { name: 'completion and hover', measure: assistance },
    { name: 'diagnostics', measure: async () => [await diagnosticsAfterEdit()] },
    { name: 'the check of a saved file', measure: async () => [await savedFileCheck()] },
    { name: 'app keys in a text', measure: () => withSimulator(keyReading) },
    { name: 'the TR catalogue', measure: trCatalogue },
  ],
};

/** @throws Error for a group that there is not */
function wantedGroups(): readonly Group[] {
  if (values.only === undefined) return groups;
  const wanted = groups.filter((group) => group === values.only);
  if (wanted.length === 0) throw new Error(`--only takes one of ${groups.join(', ')}.`);
  return wanted;
}

async function measureAll(measured: readonly Group[]): Promise<Measured[]> {
  const results: Measured[] = [];
  const steps = measured.flatMap((group) => figures[group].map(({ name }) => name));
  const progress = new Progress(durationsFile, steps);
  for (const group of measured) {
    for (const { name, measure } of figures[group]) {
      console.log(progress.begin(name));
      results.push(...(await measure()));
      progress.end(name);
    }
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

function limitOf(target: NonNullable<Measured['target']>, unit: string): string {
  return 'atLeast' in target
    ? `≥ ${amount(target.atLeast, unit)}`
    : `≤ ${amount(target.atMost, unit)}`;
}

function line(measured: Measured): string {
  const { what, value, unit, target, ratios, runs, note } = measured;
  if (target === undefined && ratios === undefined) {
    return row([what, amount(value, unit), '', String(runs), note ?? '']);
  }
  const limit = target === undefined ? '' : limitOf(target, unit);
  const against = (ratios ?? []).map(
    ({ atMost, to, reference }) =>
      `${(value / reference).toFixed(2)} × ${to}, which takes ${amount(reference, unit)}; ≤ ${atMost}`,
  );
  const notes = [...against, ...(note === undefined ? [] : [note])];
  const verdict = `${reached(measured) ? 'ok' : 'MISSED'}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  return row([what, amount(value, unit), limit, String(runs), verdict]);
}

const cpus = os.cpus();
const machine = {
  cpu: cpus[0]?.model.trim() ?? 'unknown',
  cores: cpus.length,
  node: process.version,
};
const measuredGroups = wantedGroups();
const results = await measureAll(measuredGroups);
const explained = ['general', ...measuredGroups] as const;
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n`);
console.log(row(['', 'median', 'target', 'runs', '']));
for (const measured of results) console.log(line(measured));
console.log(`\n${explained.map((name) => method[name]).join('\n')}`);
await mkdir(path.dirname(outputFile), { recursive: true });
const report = {
  machine,
  method: Object.fromEntries(explained.map((name) => [name, method[name]])),
  results: results.map((measured) => ({ ...measured, reached: reached(measured) })),
};
await writeFile(outputFile, `${JSON.stringify(report, undefined, 2)}\n`);
if (!results.every(reached)) process.exitCode = 1;
