import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

const httpyac = path.resolve(import.meta.dirname, '../../node_modules/httpyac/bin/httpyac.js');

/**
 * Sends all requests of a text with the httpyac command line, where nobody answers what it asks.
 *
 * @param config settings of httpyac, which in VS Code are the user's
 * @returns what it printed; it also ends with an error if a request was not sent
 */
export function sendWithHttpyac(
  text: string,
  env: Readonly<Record<string, string>>,
  config: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const folder = makeTemporaryFolder('httpyac');
  writeFileSync(path.join(folder, 'requests.http'), text);
  writeFileSync(path.join(folder, '.httpyac.json'), JSON.stringify(config));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [httpyac, 'send', 'requests.http', '--all', '--output', 'short', '--no-color'],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } },
      (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    );
    child.stdin?.end();
  });
}
