import * as vscode from 'vscode';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

/** What the `when` clauses and the walkthrough of package.json know of the accounts. */
export class ContextKeys {
  readonly #profiles: Profiles;
  readonly #tokens: TokenManager;
  readonly #set = new Map<string, boolean>();

  constructor(profiles: Profiles, tokens: TokenManager) {
    this.#profiles = profiles;
    this.#tokens = tokens;
  }

  update(): void {
    const { all } = this.#profiles;
    this.#put('kiwoom.hasAccount', all.length > 0);
    this.#put(
      'kiwoom.hasToken',
      all.some((profile) => this.#tokens.current(profile) !== undefined),
    );
  }

  #put(key: string, value: boolean): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
