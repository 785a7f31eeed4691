import type * as vscode from 'vscode';
import { heldToken } from '../../core/model/tokenState.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

const storageKey = 'keys.checked';

/**
 * Stores which profiles' keys Kiwoom has accepted at least once, which is unknown otherwise once the token is
 * gone.
 */
export class CheckedKeys {
  readonly #profiles: Profiles;
  readonly #tokens: TokenManager;
  readonly #remembered: vscode.Memento;

  constructor(profiles: Profiles, tokens: TokenManager, remembered: vscode.Memento) {
    this.#profiles = profiles;
    this.#tokens = tokens;
    this.#remembered = remembered;
  }

  has(profileId: string): boolean {
    return this.#ids().includes(profileId);
  }

  update(): void {
    const known = this.#ids();
    const proven = this.#profiles.all
      .map(({ id }) => id)
      .filter((id) => !known.includes(id) && heldToken(this.#tokens.state(id)) !== undefined);
    if (proven.length > 0) void this.#remembered.update(storageKey, [...known, ...proven]);
  }

  #ids(): readonly string[] {
    return this.#remembered.get<readonly string[]>(storageKey, []);
  }
}
