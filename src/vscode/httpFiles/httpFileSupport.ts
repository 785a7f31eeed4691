import * as vscode from 'vscode';
import { toKiwoomError } from '../../core/errors.ts';
import { isHttpDocument } from '../httpEditor.ts';
import type { HttpProviderParts } from './httpProviders.ts';

/** Help with writing `.http` files, loaded when the first one is opened. */
export class HttpFileSupport implements vscode.Disposable {
  readonly #parts: HttpProviderParts;
  readonly #disposables: vscode.Disposable[] = [];
  #started = false;

  constructor(parts: HttpProviderParts) {
    this.#parts = parts;
    const start = (document: vscode.TextDocument): void => {
      if (!this.#started && isHttpDocument(document)) void this.#start();
    };
    this.#disposables.push(vscode.workspace.onDidOpenTextDocument(start));
    vscode.workspace.textDocuments.forEach(start);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #start(): Promise<void> {
    this.#started = true;
    try {
      const { registerHttpProviders } = await import('./httpProviders.ts');
      this.#disposables.push(registerHttpProviders(this.#parts));
    } catch (thrown) {
      this.#parts.log.error('http-support-failed', { error: toKiwoomError(thrown).message });
    }
  }
}
