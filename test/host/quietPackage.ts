import { execFile } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs `npm run package` and prints nothing unless it fails. @throws Error with its whole output */
export function packageQuietly(): Promise<void> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which requires a shell.
    const options = { cwd: root, shell: process.platform === 'win32' };
    execFile('npm', ['run', '--silent', 'package'], options, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`The extension could not be built.\n${stdout}${stderr}`));
    });
  });
}
