import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Cache folder of additional packages for the tests, kept between runs and outside git. */
export const downloadsFolder = path.resolve(import.meta.dirname, '../../.vscode-test');

/** Runs npm in `folder`. @throws Error with npm's output when it fails or takes longer. */
export type RunNpm = (folder: string, ...args: string[]) => Promise<void>;

/**
 * Fills `.vscode-test/<name>` once: later calls return the existing folder. It is filled under a temporary name
 * and renamed at the end, so that an interrupted install never counts as complete and concurrent runs are safe.
 */
export async function installOnce(
  name: string,
  fill: (folder: string, npm: RunNpm) => Promise<void>,
): Promise<string> {
  const target = path.join(downloadsFolder, name);
  if (existsSync(target)) return target;
  await removeLeftovers(name);
  const partial = `${target}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    // Without its own package.json, npm would walk up and install into the project.
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    await fill(partial, npm);
    await rename(partial, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error; // Otherwise a concurrent run was faster.
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

/** Deletes the folders of installs whose process has died. */
async function removeLeftovers(name: string): Promise<void> {
  await mkdir(downloadsFolder, { recursive: true });
  for (const entry of await readdir(downloadsFolder)) {
    const [, owner] = entry.split(`${name}.partial-`);
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(path.join(downloadsFolder, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const npmTimeoutMs = 10 * 60_000;

function npm(folder: string, ...args: string[]): Promise<void> {
  // Inside `npm run` the variable names npm's own script; another package manager's cannot be used.
  const script = process.env['npm_execpath'];
  const isNpm = script !== undefined && /npm-cli\.[cm]?js$/.test(script);
  const command = isNpm ? process.execPath : 'npm';
  const quietly = ['--no-audit', '--no-fund', '--no-progress'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...(isNpm ? [script] : []), ...args, ...quietly], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: npmTimeoutMs,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} failed (${code ?? 'timeout'}):\n${output}`));
    });
  });
}
