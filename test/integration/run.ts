import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build, type Plugin } from 'esbuild';
import { lowestCodeServer } from '../host/install.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { copyWorkspace } from '../host/workspaceCopy.ts';
import { endpointSettings, writeUserSettings } from '../host/userSettings.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { compileExample } from './example.ts';

/**
 * Runs the suites beside this file in the extension host of a real VS Code:
 * `node test/integration/run.ts [--lowest | --desktop] [word of a test's name ...]`. Without `--desktop`, which
 * downloads VS Code for the desktop, the one of test/host is used: the newest, or the lowest supported version.
 */
const project = path.resolve(import.meta.dirname, '../..');
const bundles = path.join(project, 'out/integration');
const outputFolder = path.join(project, '.test-output');

const {
  values: { lowest, desktop },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: {
    lowest: { type: 'boolean', default: false },
    desktop: { type: 'boolean', default: false },
  },
});
const grep = positionals.join(' ');
const tier = lowest ? 'lowest' : 'integration';
const countsFile = path.join(outputFolder, `${tier}.json`);

/**
 * Mocha is an ES module, which older and newer Node.js hand to `require` in different shapes: this gives the
 * suites the class itself in both.
 */
const mochaClass: Plugin = {
  name: 'mocha-class',
  setup(bundler) {
    const inside = 'mocha-class';
    bundler.onResolve({ filter: /^mocha$/ }, ({ namespace }) =>
      namespace === inside ? { external: true } : { path: 'mocha', namespace: inside },
    );
    bundler.onLoad({ filter: /./, namespace: inside }, () => ({
      contents: `const mocha = require('mocha'); module.exports = mocha.default ?? mocha;`,
    }));
  },
};

async function bundleSuites(): Promise<void> {
  const files = await readdir(import.meta.dirname);
  const suites = files.filter((file) => file === 'index.ts' || file.endsWith('.test.ts'));
  await rm(bundles, { recursive: true, force: true });
  await build({
    entryPoints: suites.map((file) => path.join(import.meta.dirname, file)),
    bundle: true,
    outdir: bundles,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    // As in esbuild.mjs: the other form of jsonc-parser cannot be bundled.
    mainFields: ['module', 'main'],
    target: 'node20',
    external: ['vscode'],
    plugins: [mochaClass],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** @throws Error with what to do where nothing can be downloaded */
async function vscodeExecutable(): Promise<string> {
  if (!desktop) return path.join(project, 'test/host/vscode-executable.sh');
  try {
    return await downloadAndUnzipVSCode({ extensionDevelopmentPath: project });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `VS Code for the desktop could not be downloaded (${reason}). This needs access to the internet; ` +
        '`npm run test:integration` runs the same tests with the VS Code that came from npm.',
      { cause: error },
    );
  }
}

async function runSuites(vscodeExecutablePath: string): Promise<void> {
  const simulator = await startSimulator({});
  try {
    const userDataDir = makeTemporaryFolder('user');
    await writeUserSettings(userDataDir, endpointSettings(simulator));
    const extensionsDir = makeTemporaryFolder('ext');
    await cp(path.join(import.meta.dirname, 'clients'), extensionsDir, { recursive: true });
    await compileExample(path.join(extensionsDir, 'kiwoom-rest-auth-tests.kiwoom-example-0.0.1'));
    const workspace = copyWorkspace(path.join(import.meta.dirname, 'workspace'));
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: project,
      extensionTestsPath: path.join(bundles, 'index.cjs'),
      launchArgs: [
        workspace,
        `--user-data-dir=${userDataDir}`,
        `--extensions-dir=${extensionsDir}`,
      ],
      extensionTestsEnv: {
        // Below it REST Client keeps what it sent.
        HOME: makeTemporaryFolder('home'),
        TEST_PROJECT_FOLDER: project,
        TEST_OUTPUT_FOLDER: outputFolder,
        TEST_TIER: tier,
        KIWOOM_SIMULATOR_REAL_URL: simulator.real.url,
        KIWOOM_SIMULATOR_MOCK_URL: simulator.mock.url,
        KIWOOM_SIMULATOR_CONTROL_URL: simulator.controlUrl,
        KIWOOM_SIMULATOR_ACCOUNTS: JSON.stringify(simulator.accounts),
        ...(grep === '' ? {} : { MOCHA_GREP: grep }),
      },
    });
  } finally {
    await simulator.close();
  }
}

// `runTests` gives our executable no environment of its own.
if (lowest) process.env['VSCODE_TEST_CODE_SERVER'] = lowestCodeServer;
await mkdir(outputFolder, { recursive: true });
await rm(countsFile, { force: true });
let started = false;
try {
  await bundleSuites();
  const executable = await vscodeExecutable();
  started = true;
  await runSuites(executable);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
if (!existsSync(countsFile)) {
  if (started) console.error('VS Code ended before the tests were counted.');
  await writeFile(countsFile, JSON.stringify({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
}
