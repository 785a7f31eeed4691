import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { compileExample } from '../integration/example.ts';

/** Its command that takes a session of an account and calls Kiwoom with it. */
export const showNumber = 'Kiwoom Example: Show Account Number';

/** Packages the example of an extension that uses this one. */
export async function packageExample(): Promise<string> {
  const cwd = makeTemporaryFolder('example');
  await compileExample(cwd);
  const packagePath = path.join(makeTemporaryFolder('vsix'), 'example.vsix');
  await createVSIX({
    cwd,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}
