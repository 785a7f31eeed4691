import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Progress } from './progress.ts';

/**
 * `npm test`: runs the static checks and the test tiers one after the other, each by its own npm script, even
 * if one fails. Before each step it prints the time left, estimated from the last run; the last line is the
 * sum. A failed check, or a tier that exits with an error but reports no failed test, counts as one failure.
 */
const checks = ['check-types', 'lint', 'format:check'];
const tiers = ['unit', 'integration', 'lowest', 'e2e'];
const outputFolder = path.resolve(import.meta.dirname, '../.test-output');
const progress = new Progress(path.join(outputFolder, 'durations/all.json'), [...checks, ...tiers]);

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Result extends Counts {
  readonly name: string;
  readonly seconds: number;
}

/** Runs an npm script that prints to this terminal; resolves to whether it succeeded. */
async function succeeds(script: string): Promise<boolean> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['run', '--silent', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0;
  } catch (error) {
    console.error(String(error)); // npm itself could not be started.
    return false;
  }
}

async function readCounts(tier: string): Promise<Counts> {
  try {
    return JSON.parse(await readFile(path.join(outputFolder, `${tier}.json`), 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // The tier crashed before it wrote its counts.
  }
}

async function runCheck(name: string): Promise<Counts> {
  return { passed: 0, failed: (await succeeds(name)) ? 0 : 1, skipped: 0 };
}

async function runTier(tier: string): Promise<Counts> {
  const success = await succeeds(`test:${tier}`);
  const counts = await readCounts(tier);
  return success || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

async function timed(name: string, run: (name: string) => Promise<Counts>): Promise<Result> {
  console.log(`\n── ${progress.begin(name)}`);
  const counts = await run(name);
  return { name, ...counts, seconds: progress.end(name) };
}

function row(...[name, ...columns]: [string, ...string[]]): string {
  return name.padEnd(14) + columns.map((column) => column.padStart(9)).join('');
}

function print(results: readonly Result[]): void {
  console.log(`\n${row('', 'passed', 'failed', 'skipped', 'seconds')}`);
  for (const { name, passed, failed, skipped, seconds } of results) {
    const numbers = checks.includes(name)
      ? [failed === 0 ? 'ok' : '', failed === 0 ? '' : 'failed', '']
      : [passed, failed, skipped].map(String);
    console.log(row(name, ...numbers, seconds.toFixed(1)));
  }
}

await mkdir(outputFolder, { recursive: true });
for (const file of await readdir(outputFolder)) {
  // Without this, counts of an earlier run would be read for a tier that crashes now.
  if (file.endsWith('.json')) await rm(path.join(outputFolder, file));
}

const results: Result[] = [];
for (const check of checks) results.push(await timed(check, runCheck));
for (const tier of tiers) results.push(await timed(tier, runTier));
print(results);

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
