// First, before anything can open a connection.
import '../loopbackOnly.ts';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import TierReporter from '../tierReporter.ts';

/** What VS Code calls inside the extension host; the suites lie bundled beside this file. */
export async function run(): Promise<void> {
  markOutput();
  const mocha = new Mocha({
    ui: 'bdd',
    color: true,
    timeout: 120_000,
    reporter: TierReporter,
    reporterOptions: { tier: process.env['TEST_TIER'] ?? 'integration' },
    ...(process.env['MOCHA_GREP'] === undefined ? {} : { grep: process.env['MOCHA_GREP'] }),
  });
  const suites = readdirSync(__dirname).filter((file) => file.endsWith('.test.cjs'));
  for (const file of suites.sort()) mocha.addFile(path.join(__dirname, file));
  if (suites.length === 0) throw new Error('No suite was bundled.');
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} of the integration tests failed.`));
    });
  });
}

/** So that test/host/vscodeExecutable.ts tells the tests' output from the workbench's own logs. */
function markOutput(): void {
  const mark = process.env['TEST_OUTPUT_MARK'];
  if (mark === undefined) return;
  const write = console.log.bind(console);
  const marked = (...args: unknown[]): void => {
    write(mark + format(...args));
  };
  // An assignment would be ignored: VS Code's console has setters that do nothing. Its own code
  // prints by console.error and the like, which is why only the tests' console.log is marked.
  Object.defineProperty(console, 'log', { value: marked, configurable: true });
  Mocha.reporters.Base.consoleLog = marked;
}
