import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/event.ts';
import { toKiwoomError } from '../../core/base/errors.ts';
import { settings } from '../shell/settings.ts';
import type { SecretWarnings, SecretWarningsParts } from './secretWarnings.ts';

/** Scans workspace files for keys and tokens when they are saved; the scanner is loaded at the first save. */
export class SavedFileWatch implements Disposable {
  readonly #parts: SecretWarningsParts;
  readonly #saves: Disposable;
  #warnings: SecretWarnings | undefined;

  constructor(parts: SecretWarningsParts) {
    this.#parts = parts;
    this.#saves = vscode.workspace.onDidSaveTextDocument((document) => {
      const isOurs = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
      if (isOurs && settings.warnsOfSecrets()) void this.#check(document);
    });
  }

  dispose(): void {
    this.#saves.dispose();
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    try {
      const { SecretWarnings: Warnings } = await import('./secretWarnings.ts');
      this.#warnings ??= new Warnings(this.#parts);
      await this.#warnings.check(document);
    } catch (thrown) {
      this.#parts.log.error('saved-file-check-failed', { error: toKiwoomError(thrown).message });
    }
  }
}
