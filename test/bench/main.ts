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
import '../loopbackOnly.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { assistance } from './assistance.ts';
import { heldToken } from './heldToken.ts';
import { hostActivation } from './hostActivation.ts';
import { firstIssue, warmIssue } from './issueCost.ts';
import { parsing } from './parsing.ts';
import { type Measured, reached } from './measured.ts';
import { type Group, groups, method } from './method.ts';
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

const figures: Readonly<Record<Group, () => Promise<Measured[]>>> = {
  tokens: tokenFigures,
  package: packageFigures,
  files: fileFigures,
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
  for (const group of measured) results.push(...(await figures[group]()));
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
