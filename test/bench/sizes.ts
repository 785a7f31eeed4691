import { exec } from 'node:child_process';
import { glob, stat } from 'node:fs/promises';
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
  const pictures = glob('media/{overview*,walkthrough/*}.png', { cwd: project });
  let bytes = 0;
  for await (const name of pictures) bytes += (await stat(path.join(project, name))).size;
  return bytes;
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
      target: { atMost: 540 },
      runs: 1,
    },
  ];
}
