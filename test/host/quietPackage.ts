import { execFile } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** `npm run package`, which says nothing unless it fails. @throws Error with all that it printed */
export function packageQuietly(): Promise<void> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which needs a shell.
    const options = { cwd: root, shell: process.platform === 'win32' };
    execFile('npm', ['run', '--silent', 'package'], options, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`The extension could not be built.\n${stdout}${stderr}`));
    });
  });
}
