import * as vscode from 'vscode';
import type { KnownSecrets } from '../../core/knownSecrets.ts';
import { toKiwoomError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import type { TrCatalogue } from '../../core/tr.ts';
import type { Circumstances } from '../httpFiles/diagnosisContext.ts';
import type { SecretWarnings } from './secretWarnings.ts';
import { settings } from '../settings.ts';

export interface SavedFileParts extends Circumstances {
  readonly knownSecrets: () => Promise<KnownSecrets>;
  readonly catalogue: () => Promise<TrCatalogue>;
  readonly log: Log;
}

/** Looks for keys and tokens in files of the workspace as they are saved; loaded at the first save. */
export class SavedFileWatch implements vscode.Disposable {
  readonly #parts: SavedFileParts;
  readonly #saves: vscode.Disposable;
  #warnings: Promise<SecretWarnings> | undefined;

  constructor(parts: SavedFileParts) {
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
      this.#warnings ??= import('./secretWarnings.ts').then(
        (loaded) => new loaded.SecretWarnings(this.#parts),
      );
      await (await this.#warnings).check(document);
    } catch (thrown) {
      this.#parts.log.error('saved-file-check-failed', { error: toKiwoomError(thrown).message });
    }
  }
}
