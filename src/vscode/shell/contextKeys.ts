import * as vscode from 'vscode';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

/** What the `when` clauses and the walkthrough of package.json know of the accounts. */
export class ContextKeys {
  readonly #profiles: Profiles;
  readonly #tokens: TokenManager;
  readonly #set = new Map<string, boolean>();
  readonly #listener: vscode.Disposable;

  constructor(profiles: Profiles, tokens: TokenManager) {
    this.#profiles = profiles;
    this.#tokens = tokens;
    this.#listener = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      // VS Code's own pages, the walkthrough among them, are no kind of tab that it tells of.
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
   * VS Code reads a walkthrough when it first shows one, and never ticks a step whose condition holds by
   * then: so the steps have a second one, which holds for a moment once a page is there.
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
