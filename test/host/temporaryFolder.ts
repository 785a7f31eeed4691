import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import './exitOnSignal.ts';

const open = new Set<string>();

process.once('exit', () => {
  for (const folder of open) removeTemporaryFolder(folder);
});

/**
 * A fresh folder that is gone when this process ends, at the latest. The name is short on purpose:
 * VS Code puts Unix sockets below it, whose paths may have no more than about 100 characters.
 */
export function makeTemporaryFolder(purpose: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `kw-${purpose}-`)));
  open.add(folder);
  return folder;
}

/** Removes a folder of {@link makeTemporaryFolder}; a file still held by a dying process is retried for a second. */
export function removeTemporaryFolder(folder: string): void {
  open.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
