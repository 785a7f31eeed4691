import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** What variables a program has that is started in a terminal of its own. */
export async function variablesInTerminal(...names: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-terminal-'));
  try {
    const file = path.join(folder, 'terminal');
    const printed = names.map((name) => `"$${name}"`).join(' ');
    const script = `printf '%s\\n' ${printed} > "$0"`;
    const terminal = vscode.window.createTerminal({
      shellPath: '/bin/sh',
      shellArgs: ['-c', script, file],
    });
    await new Promise<void>((resolve) => {
      const listener = vscode.window.onDidCloseTerminal((closed) => {
        if (closed !== terminal) return;
        listener.dispose();
        resolve();
      });
    });
    return (await readFile(file, 'utf8')).split('\n').slice(0, names.length);
  } finally {
    await rm(folder, { recursive: true });
  }
}
