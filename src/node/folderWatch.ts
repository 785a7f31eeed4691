import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import type { Log } from '../core/model/ports.ts';

/**
 * Tells of files that were written or removed in `folder`, by this process or another.
 *
 * @param onChange called with the file's name; several times for one write, perhaps
 * @returns stops watching. Where the system cannot watch, nothing is ever told.
 */
export function watchFolder(
  folder: string,
  onChange: (fileName: string) => void,
  log: Log,
): () => void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const watcher: FSWatcher = watch(folder, { persistent: false }, (_event, fileName) => {
      if (fileName !== null) onChange(fileName);
    });
    watcher.on('error', () => {
      log.warn('folder-watch-failed');
      watcher.close();
    });
    return () => {
      watcher.close();
    };
  } catch {
    log.warn('folder-watch-failed');
    return () => undefined;
  }
}
