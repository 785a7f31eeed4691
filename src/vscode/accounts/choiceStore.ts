import type * as vscode from 'vscode';
import type { Choice, ChoiceStore } from '../../core/accounts/activeProfile.ts';

/** Stores the active account per window; a window without a choice starts with the last one made in any window. */
export class MementoChoices implements ChoiceStore {
  readonly #workspace: vscode.Memento;
  readonly #global: vscode.Memento;

  constructor(workspace: vscode.Memento, global: vscode.Memento) {
    this.#workspace = workspace;
    this.#global = global;
  }

  get(name: string): Choice | undefined {
    const key = `profile.${name}`;
    const here: unknown = this.#workspace.get(key);
    if (typeof here === 'string') return { profileId: here, madeHere: true };
    const anywhere: unknown = this.#global.get(key);
    return typeof anywhere === 'string' ? { profileId: anywhere, madeHere: false } : undefined;
  }

  async set(name: string, profileId: string): Promise<void> {
    const key = `profile.${name}`;
    await Promise.all([
      this.#workspace.update(key, profileId),
      this.#global.update(key, profileId),
    ]);
  }
}
