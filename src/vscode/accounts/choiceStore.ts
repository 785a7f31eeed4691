import type * as vscode from 'vscode';
import type { ChoiceStore } from '../../core/accounts/activeProfile.ts';

/** A window keeps its own choice; a window that never chose starts with the last one made anywhere. */
export class MementoChoices implements ChoiceStore {
  readonly #workspace: vscode.Memento;
  readonly #global: vscode.Memento;

  constructor(workspace: vscode.Memento, global: vscode.Memento) {
    this.#workspace = workspace;
    this.#global = global;
  }

  get(name: string): string | undefined {
    const key = `profile.${name}`;
    const value: unknown = this.#workspace.get(key) ?? this.#global.get(key);
    return typeof value === 'string' ? value : undefined;
  }

  async set(name: string, profileId: string): Promise<void> {
    const key = `profile.${name}`;
    await Promise.all([
      this.#workspace.update(key, profileId),
      this.#global.update(key, profileId),
    ]);
  }
}
