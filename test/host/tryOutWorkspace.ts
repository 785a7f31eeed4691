import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { addSendTask } from './sendTask.ts';
import type { Settings } from './userSettings.ts';
import { copyWorkspace } from './workspaceCopy.ts';

/** How the window of `npm start` differs from any other. */
export const tryOutSettings: Settings = {
  // For the task that sends.
  'kiwoom.injection.terminal': true,
  // Opened as text: a preview takes the focus when it has loaded, out of an open input box too.
  'workbench.startupEditor': 'readme',
  'editor.minimap.enabled': false,
};

/** Requests to try, what to do with them, and a task that sends them. */
export function makeTryOutWorkspace(): string {
  const workspace = copyWorkspace();
  // The window opens with it.
  copyFileSync(path.join(import.meta.dirname, 'tryOut.txt'), path.join(workspace, 'README.txt'));
  addSendTask(workspace);
  return workspace;
}
