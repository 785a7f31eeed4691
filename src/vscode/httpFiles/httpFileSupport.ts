import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import { toKiwoomError } from '../../core/base/errors.ts';
import { isHttpDocument } from './httpEditor.ts';
import type { HttpProviderParts } from './httpProviders.ts';

type HttpFileSupportParts = Omit<HttpProviderParts, 'onDidChange'>;

/** Help with writing `.http` files, loaded when the first one is opened. */
export class HttpFileSupport implements Disposable {
  readonly #parts: HttpFileSupportParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: Disposable[] = [];
  #started = false;
  #isDisposed = false;

  constructor(parts: HttpFileSupportParts) {
    this.#parts = parts;
    const start = (document: vscode.TextDocument): void => {
      if (!this.#started && isHttpDocument(document)) void this.#start();
    };
    this.#disposables.push(vscode.workspace.onDidOpenTextDocument(start));
    vscode.workspace.textDocuments.forEach(start);
  }

  /** Refreshes code lenses and diagnostics after a change of the accounts. */
  update(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#isDisposed = true;
    disposeAll([...this.#disposables, this.#changed]);
  }

  async #start(): Promise<void> {
    this.#started = true;
    try {
      const { registerHttpProviders } = await import('./httpProviders.ts');
      if (this.#isDisposed) return;
      this.#disposables.push(
        registerHttpProviders({ ...this.#parts, onDidChange: this.#changed.event }),
      );
    } catch (thrown) {
      // The next opened file retries.
      this.#started = false;
      this.#parts.log.error('http-support-failed', { error: toKiwoomError(thrown).message });
    }
  }
}
