import path from 'node:path';
import * as vscode from 'vscode';
import type { FoundKeys } from '../../core/keySources.ts';
import type { Log } from '../../core/ports.ts';
import { t } from '../localize.ts';

/**
 * After an import the key files are not needed any more, and in a workspace they are one commit away
 * from being public.
 */
export class KeyFileCleanup {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Asks what to do with files that lie in a workspace; does nothing about others. */
  async offer({ files, keysOnly }: FoundKeys): Promise<void> {
    const inWorkspace = files
      .map((file) => vscode.Uri.file(file))
      .filter((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
    if (inWorkspace.length === 0) return;
    const remove = t('Delete Files');
    const ignore = t('Add to .gitignore');
    const names = inWorkspace.map((uri) => path.basename(uri.fsPath)).join(', ');
    const chosen = await vscode.window.showWarningMessage(
      t('The imported keys are still in the workspace as plain text: {0}.', names),
      // A .env file holds other things too.
      ...(keysOnly ? [remove, ignore] : [ignore]),
    );
    try {
      if (chosen === remove) {
        // Not to the trash: a key there is still a key on the disk.
        for (const uri of inWorkspace) await vscode.workspace.fs.delete(uri);
      } else if (chosen === ignore) {
        for (const uri of inWorkspace) await addToGitignore(uri);
      }
    } catch (thrown) {
      const reason = thrown instanceof vscode.FileSystemError ? thrown.code : 'unknown';
      this.#log.warn('key-file-cleanup-failed', { reason });
      void vscode.window.showErrorMessage(
        t(
          'Could not clean up {0}. Delete the key files or add them to .gitignore yourself.',
          names,
        ),
      );
    }
  }
}

/** Adds the file's own line to the .gitignore of its workspace folder, once. */
async function addToGitignore(file: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (folder === undefined) return;
  const gitignore = vscode.Uri.joinPath(folder.uri, '.gitignore');
  const text = await vscode.workspace.fs.readFile(gitignore).then(
    (bytes) => new TextDecoder().decode(bytes),
    (thrown: unknown) => {
      if (thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound') return '';
      throw thrown;
    },
  );
  const relative = path.relative(folder.uri.fsPath, file.fsPath).split(path.sep).join('/');
  const line = `/${relative.replace(/[[\]*?\\ ]/g, '\\$&')}`;
  if (text.split(/\r?\n/).includes(line)) return;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : eol;
  const changed = new TextEncoder().encode(`${text}${separator}${line}${eol}`);
  await vscode.workspace.fs.writeFile(gitignore, changed);
}
