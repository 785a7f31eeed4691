/**
 * `npm run test:steady -- [--tier e2e] [--file test/e2e/accounts.test.ts] [--times 10]` repeats a tier, or one
 * of its files, under load on all cores, and prints a line for each run. It fails if one run failed. For
 * `integration` and `lowest`, whose suites are bundled together, `--file` is a word of the tests' names.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const project = path.resolve(import.meta.dirname, '..');
const outputFolder = path.join(project, '.test-output');
const logs = path.join(outputFolder, 'steady');

const { values } = parseArgs({
  options: {
    tier: { type: 'string', default: 'e2e' },
    file: { type: 'string' },
    times: { type: 'string', default: '5' },
  },
});

interface Tier {
  /** npm script to run once before all runs. */
  readonly prepare?: string;
  readonly command: readonly string[];
  readonly wholeTier: readonly string[];
}

const mocha = path.join(project, 'node_modules/mocha/bin/mocha.js');
const inVsCode = path.join(project, 'test/integration/run.ts');
const tiers: Readonly<Record<string, Tier>> = {
  unit: {
    command: [mocha, '--config', 'test/unit/.mocharc.json'],
    wholeTier: ['--parallel', '--jobs=4', 'test/unit/**/*.test.ts', 'test/simulator/**/*.test.ts'],
  },
  integration: { prepare: 'build', command: [inVsCode], wholeTier: [] },
  lowest: { prepare: 'build', command: [inVsCode, '--lowest'], wholeTier: [] },
  e2e: {
    prepare: 'package',
    command: [mocha, '--config', 'test/e2e/.mocharc.json'],
    wholeTier: ['--parallel', '--jobs=2', 'test/e2e/**/*.test.ts'],
  },
};

/** Resolves to the exit code; writes the output to `log`. */
async function run(command: string, args: readonly string[], log: string): Promise<number | null> {
  const output = createWriteStream(log);
  const child = spawn(command, args, {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const [code] = (await once(child, 'close')) as [number | null];
  output.end();
  return code;
}

/** Starts one busy-looping process per core. */
function startLoad(): ChildProcess[] {
  return os.cpus().map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
}

async function counts(tier: string): Promise<string> {
  try {
    const text = await readFile(path.join(outputFolder, `${tier}.json`), 'utf8');
    const { passed, failed } = JSON.parse(text) as { passed: number; failed: number };
    return `${passed} passed, ${failed} failed`;
  } catch {
    return 'ended before it could count';
  }
}

const tier = tiers[values.tier];
if (tier === undefined) throw new Error(`--tier takes one of ${Object.keys(tiers).join(', ')}.`);
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) throw new Error('--times takes a number of runs.');

await mkdir(logs, { recursive: true });
if (tier.prepare !== undefined) {
  const log = path.join(logs, 'prepare.log');
  const code = await run('npm', ['run', tier.prepare], log);
  if (code !== 0) throw new Error(`npm run ${tier.prepare} failed, see ${log}`);
}
const load = startLoad();
const endLoad = (): void => {
  for (const each of load) each.kill('SIGKILL');
};
process.once('exit', endLoad);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const what = `${values.tier}${values.file === undefined ? '' : ` ${values.file}`}`;
let failures = 0;
for (let number = 1; number <= times; number += 1) {
  const log = path.join(logs, `${values.tier}-${number}.log`);
  await rm(path.join(outputFolder, `${values.tier}.json`), { force: true });
  const start = performance.now();
  const files = values.file === undefined ? tier.wholeTier : [values.file];
  const code = await run(process.execPath, [...tier.command, ...files], log);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const verdict = code === 0 ? 'ok' : `FAILED, see ${path.relative(project, log)}`;
  if (code !== 0) {
    failures += 1;
    // The next run would delete what the failed tests left.
    const left = path.join(logs, `${values.tier}-${number}-failures`);
    await rm(left, { recursive: true, force: true });
    await rename(path.join(outputFolder, 'failures'), left).catch(() => undefined);
  }
  console.log(
    `${number} of ${times}  ${what}  ${seconds} s  ${await counts(values.tier)}  ${verdict}`,
  );
}
// The busy processes would keep this one alive.
endLoad();
console.log(`${times} runs, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
