import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

/** Packages what stands in for REST Client: its setting for environments and its command to choose one. */
export async function packageRestClient(): Promise<string> {
  const packagePath = path.join(makeTemporaryFolder('vsix'), 'rest-client.vsix');
  await createVSIX({
    cwd: path.join(import.meta.dirname, '../integration/clients/humao.rest-client-0.0.1'),
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}
