import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/event.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

/** Context keys for `when` clauses and the walkthrough in package.json. */
export class ContextKeys implements Disposable {
  readonly #profiles: Profiles;
  readonly #tokens: TokenManager;
  readonly #set = new Map<string, boolean>();
  readonly #listener: Disposable;

  constructor(profiles: Profiles, tokens: TokenManager) {
    this.#profiles = profiles;
    this.#tokens = tokens;
    this.#listener = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      // The walkthrough and VS Code's other built-in pages are tabs without an `input`.
      if ([...opened, ...changed].some(({ input }) => input === undefined)) void this.#pageShown();
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  update(): void {
    const { all } = this.#profiles;
    this.#put('kiwoom.hasAccount', all.length > 0);
    this.#put(
      'kiwoom.hasToken',
      all.some((profile) => this.#tokens.current(profile) !== undefined),
    );
  }

  /**
   * Sets and resets a second context key of the walkthrough steps: VS Code never completes a step whose
   * condition was true already when the walkthrough opened.
   */
  async #pageShown(): Promise<void> {
    for (const isNow of [true, false]) {
      await vscode.commands.executeCommand('setContext', 'kiwoom.pageShown', isNow);
    }
  }

  #put(key: string, value: boolean): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
