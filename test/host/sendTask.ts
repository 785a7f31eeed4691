import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const httpyac = path.resolve(import.meta.dirname, '../../node_modules/httpyac/bin/httpyac.js');

/**
 * Adds a build task to the sample workspace that sends its requests with the httpyac command line, for
 * environments where no `.http` client can be installed. Its terminal gets the token from
 * `kiwoom.injection.terminal`.
 */
export function addSendTask(workspace: string): void {
  const folder = path.join(workspace, '.vscode');
  mkdirSync(folder, { recursive: true });
  const task = {
    label: 'Send kiwoom.http · kiwoom.http 보내기',
    type: 'process',
    command: process.execPath,
    args: [httpyac, 'send', 'kiwoom.http', '--all', '--output', 'response'],
    options: { cwd: '${workspaceFolder}' },
    group: { kind: 'build', isDefault: true },
    presentation: { showReuseMessage: false },
    problemMatcher: [],
  };
  const text = JSON.stringify({ version: '2.0.0', tasks: [task] }, undefined, 2);
  writeFileSync(path.join(folder, 'tasks.json'), `${text}\n`);
}
