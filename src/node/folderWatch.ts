import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import type { Disposable } from '../core/base/event.ts';
import type { Log } from '../core/model/ports.ts';

/**
 * Watches `folder` for files that any process writes or removes.
 *
 * @param onChange called with the file's name; may be called several times for one write
 * If the system cannot watch, `onChange` is never called.
 *
 */
export function watchFolder(
  folder: string,
  onChange: (fileName: string) => void,
  log: Log,
): Disposable {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const watcher: FSWatcher = watch(folder, { persistent: false }, (_event, fileName) => {
      if (fileName !== null) onChange(fileName);
    });
    watcher.on('error', () => {
      log.warn('folder-watch-failed');
      watcher.close();
    });
    return {
      dispose: () => {
        watcher.close();
      },
    };
  } catch {
    log.warn('folder-watch-failed');
    return { dispose: () => undefined };
  }
}
