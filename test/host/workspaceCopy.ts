import { cpSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from './temporaryFolder.ts';

/** A copy of `test/host/sample/`, or of another folder, that may be written to; gone when this process ends. */
export function copyWorkspace(from = path.join(import.meta.dirname, 'sample')): string {
  const workspace = path.join(makeTemporaryFolder('files'), path.basename(from));
  cpSync(from, workspace, { recursive: true });
  return workspace;
}
