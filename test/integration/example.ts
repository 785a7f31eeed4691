import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const source = path.join(import.meta.dirname, 'exampleExtension');
const compiler = path.resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc');

/**
 * Compiles the example of another extension against the published types, without skipping any, into a folder
 * that VS Code can load.
 *
 * @throws Error with the compiler's words
 */
export async function compileExample(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    await promisify(execFile)(process.execPath, [
      ...[compiler, '--project', source],
      ...['--outDir', folder, '--rootDir', source],
    ]);
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    throw new Error(`The example extension does not compile:\n${stdout}`, { cause: error });
  }
  await cp(path.join(source, 'package.json'), path.join(folder, 'package.json'));
}
