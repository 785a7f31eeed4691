import * as vscode from 'vscode';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

/** What the `when` clauses and the walkthrough of package.json know of the accounts. */
export class ContextKeys {
  readonly #profiles: Profiles;
  readonly #tokens: TokenManager;
  readonly #set = new Map<string, boolean>();
  readonly #title: string;
  readonly #listener: vscode.Disposable;

  /** @param title of this extension, which the tab of its walkthrough bears */
  constructor(profiles: Profiles, tokens: TokenManager, title: string) {
    this.#profiles = profiles;
    this.#tokens = tokens;
    this.#title = title;
    this.#listener = vscode.window.tabGroups.onDidChangeTabs(() => {
      this.update();
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
    // VS Code reads a walkthrough when it first shows one, and ticks no step that is done by then: its
    // conditions need something that comes true afterwards.
    const { all: groups } = vscode.window.tabGroups;
    const isShown = groups.some(({ tabs }) =>
      tabs.some(({ label }) => label.includes(this.#title)),
    );
    this.#put('kiwoom.walkthroughShown', isShown);
  }

  #put(key: string, value: boolean): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
