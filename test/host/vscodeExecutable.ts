import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { TestServer } from './testServer.ts';
import { runTestsInWindow } from './testWindow.ts';

/**
 * Behaves like the VS Code executable that `runTests` of @vscode/test-electron starts: takes its
 * arguments, runs the tests in an extension host, prints what they print, ends with their exit code.
 * `VSCODE_TEST_CODE_SERVER` chooses the version of code-server, `VSCODE_TEST_VERBOSE` prints all the
 * window logs.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false, // `runTests` passes flags for the desktop that mean nothing here.
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
});

function flag(name: keyof typeof values): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function required(name: keyof typeof values): string {
  const value = flag(name);
  if (value === undefined) throw new Error(`--${name}=... is missing`);
  return value;
}

/**
 * The workbench logs plenty of its own. Entries that begin with this mark are from the tests (a test
 * bundle that knows `TEST_OUTPUT_MARK` puts it there) and are printed at once. The others are
 * printed when the tests never said anything, which means that they could not start.
 */
const outputMark = `${randomUUID()} `;
const otherLog: string[] = [];
let testsSpoke = false;

function onLog(text: string): void {
  if (text.startsWith(outputMark)) {
    testsSpoke = true;
    console.log(text.slice(outputMark.length));
  } else if (process.env['VSCODE_TEST_VERBOSE'] === undefined) {
    otherLog.push(text);
  } else {
    console.log(text);
  }
}

function explainSilence(): void {
  if (testsSpoke) return;
  console.error(`The tests printed nothing. The window's log:\n${otherLog.slice(-200).join('\n')}`);
}

const parent = process.ppid;
setInterval(() => {
  // Killed without a word to us: nobody is interested in the result any more.
  if (process.ppid !== parent) process.exit(1);
}, 500).unref();

const server = await TestServer.start({
  userDataDir: flag('user-data-dir'),
  extensionsDir: flag('extensions-dir'),
  version: process.env['VSCODE_TEST_CODE_SERVER'],
  env: { TEST_OUTPUT_MARK: outputMark },
});
let exitCode = 1;
try {
  exitCode = await runTestsInWindow(server, {
    folder: positionals[0],
    extension: required('extensionDevelopmentPath'),
    tests: required('extensionTestsPath'),
    onLog,
  });
} catch (error) {
  console.error(error);
  console.error(`The end of the server's log:\n${server.logTail()}`);
} finally {
  await server.stop();
}
if (exitCode !== 0) explainSilence();
process.exitCode = exitCode;
