import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

/** Packages an extension that only tests need, to be installed beside the one under test. */
export async function packageFolder(folder: string): Promise<string> {
  const packagePath = path.join(makeTemporaryFolder('vsix'), `${path.basename(folder)}.vsix`);
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}
