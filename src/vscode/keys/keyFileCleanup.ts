import path from 'node:path';
import * as vscode from 'vscode';
import type { FoundKeys } from '../../core/accounts/keySources.ts';
import type { Log } from '../../core/model/ports.ts';
import { t } from '../shell/localize.ts';
import { unlinked } from '../shell/markdown.ts';
import { warnWithLog } from '../shell/warnWithLog.ts';
import { addToGitignore } from '../savedFiles/gitIgnore.ts';

/**
 * Offers to delete or ignore key files after an import: in a workspace they are one commit away from being
 * public.
 */
export class KeyFileCleanup {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Offers to clear the clipboard, which other programs can read and may record. */
  async offerClipboard(imported: string): Promise<void> {
    const clear = t('Clear Clipboard');
    const chosen = await vscode.window.showInformationMessage(
      t('The imported keys are still in the clipboard.'),
      clear,
    );
    if (chosen !== clear) return;
    if ((await vscode.env.clipboard.readText()) === imported)
      await vscode.env.clipboard.writeText('');
  }

  /** Offers to delete or ignore the files that are in a workspace. */
  async offer({ files, keysOnly }: Pick<FoundKeys, 'files' | 'keysOnly'>): Promise<void> {
    const inWorkspace = files
      .map((file) => vscode.Uri.file(file))
      .filter((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
    if (inWorkspace.length === 0) return;
    const remove = t('Delete Files');
    const ignore = t('Add to .gitignore');
    const names = namesOf(inWorkspace);
    const asImported = Promise.all(inWorkspace.map(stateOf));
    const chosen = await vscode.window.showWarningMessage(
      t('Imported keys are still in the workspace: {0}.', names),
      // A .env file contains other settings too, so it is not deleted.
      ...(keysOnly ? [remove, ignore] : [ignore]),
    );
    try {
      if (chosen === remove) {
        const imported = await asImported;
        const kept: vscode.Uri[] = [];
        for (const [index, uri] of inWorkspace.entries()) {
          const now = await stateOf(uri);
          // Does not use the trash, where the keys would remain on disk.
          if (now !== undefined && now === imported[index]) await vscode.workspace.fs.delete(uri);
          else if (now !== undefined) kept.push(uri);
        }
        if (kept.length > 0) {
          void vscode.window.showWarningMessage(
            t('Not deleted, as it has changed since: {0}.', namesOf(kept)),
          );
        }
      } else if (chosen === ignore) {
        for (const uri of inWorkspace) await addToGitignore(uri);
      }
    } catch (thrown) {
      const reason = thrown instanceof vscode.FileSystemError ? thrown.code : 'unknown';
      this.#log.warn('key-file-cleanup-failed', { reason });
      warnWithLog(
        t(
          'Could not clean up {0}. Delete the key files or add them to .gitignore yourself.',
          names,
        ),
      );
    }
  }
}

function namesOf(files: readonly vscode.Uri[]): string {
  return unlinked(files.map((uri) => path.basename(uri.fsPath)).join(', '));
}

/** Fingerprint to detect that the file changed while the message was open. */
async function stateOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(file);
    return `${mtime} ${size}`;
  } catch {
    return undefined;
  }
}
