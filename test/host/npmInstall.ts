import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What the tests install beside the project's own packages, kept between runs and out of git. */
export const downloadsFolder = path.resolve(import.meta.dirname, '../../.vscode-test');

/** Runs npm in `folder`. @throws Error with npm's output when it fails or takes longer. */
export type RunNpm = (folder: string, ...args: string[]) => Promise<void>;

/**
 * Fills `.vscode-test/<name>` by `fill`, once: later calls find the folder and return at once. The
 * work happens in a folder beside it that is renamed at the very end, so an install that was
 * interrupted is never taken for a complete one, and two runs at the same time do no harm.
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
    // A package.json of its own: otherwise npm would walk up and install into the project.
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    await fill(partial, npm);
    await rename(partial, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error; // Otherwise another run was quicker.
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

/** Folders of installs whose process died. */
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
  // Inside `npm run` the variable names npm's own script; another package manager's is of no use.
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
