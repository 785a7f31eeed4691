import type { EnvironmentVariableCollection } from 'vscode';
import type { Localize } from '../shell/localize.ts';

/** Sets the environment variables of new terminals, including those of tasks. */
export class TerminalInjection {
  readonly #collection: () => EnvironmentVariableCollection;
  readonly #wanted: () => ReadonlyMap<string, string>;
  readonly #t: Localize;
  #opened: EnvironmentVariableCollection | undefined;
  #set: ReadonlyMap<string, string> = new Map();

  /**
   * @param collection created only when there is a variable to set
   * @param wanted returns the variables to set now; empty where injection is not allowed
   */
  constructor(
    collection: () => EnvironmentVariableCollection,
    wanted: () => ReadonlyMap<string, string>,
    t: Localize,
  ) {
    this.#collection = collection;
    this.#wanted = wanted;
    this.#t = t;
  }

  update(): void {
    this.#replace(this.#wanted());
  }

  dispose(): void {
    this.#replace(new Map());
  }

  /** Changes only variables that differ: each change makes VS Code mark the open terminals as stale. */
  #replace(wanted: ReadonlyMap<string, string>): void {
    if (wanted.size === 0 && this.#set.size === 0) return;
    const collection = (this.#opened ??= this.#open());
    for (const name of this.#set.keys()) if (!wanted.has(name)) collection.delete(name);
    for (const [name, value] of wanted) {
      if (this.#set.get(name) !== value) collection.replace(name, value);
    }
    this.#set = new Map(wanted);
  }

  #open(): EnvironmentVariableCollection {
    const collection = this.#collection();
    // Set first: otherwise VS Code would write the token to its own storage on disk.
    collection.persistent = false;
    collection.description = this.#t('Token and server of the Kiwoom account in use');
    return collection;
  }
}
