import { exec } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import type { Measured } from './measured.ts';
import { startUpBundleBytes } from './startUpBundle.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** Packages the extension as a user gets it, and tells where. */
export async function packageExtension(): Promise<string> {
  const packagePath = path.join(makeTemporaryFolder('vsix'), 'kiwoom-rest-auth.vsix');
  // In a process of its own, because it prints its progress.
  await promisify(exec)(`npm run package -- --out "${packagePath}"`, { cwd: project });
  return packagePath;
}

/** Bytes of the pictures of walkthrough and README, which a package hardly compresses. */
export async function pictureBytes(): Promise<number> {
  const folder = path.join(project, 'media/walkthrough');
  const names = await readdir(folder).catch(() => []);
  const pictures = names.filter((name) => name.endsWith('.png'));
  const stats = await Promise.all(pictures.map((name) => stat(path.join(folder, name))));
  return stats.reduce((sum, { size }) => sum + size, 0);
}

export async function sizes(vsix: string): Promise<Measured[]> {
  const packageBytes = (await stat(vsix)).size;
  return [
    {
      what: 'start-up bundle',
      value: (await startUpBundleBytes()) / 1024,
      unit: 'KB',
      target: { atMost: 100 },
      runs: 1,
    },
    {
      what: 'package, with all pictures',
      value: packageBytes / 1024,
      unit: 'KB',
      target: { atMost: 750 },
      runs: 1,
    },
    {
      what: 'package, without those of the walkthrough',
      value: (packageBytes - (await pictureBytes())) / 1024,
      unit: 'KB',
      target: { atMost: 525 },
      runs: 1,
    },
  ];
}
