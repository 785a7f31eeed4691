import type { EnvironmentVariableCollection } from 'vscode';
import type { Localize } from '../shell/localize.ts';

/** Keeps the variables of new terminals as they should be; tasks that run in a terminal have them too. */
export class TerminalInjection {
  readonly #collection: () => EnvironmentVariableCollection;
  readonly #wanted: () => ReadonlyMap<string, string>;
  readonly #t: Localize;
  #opened: EnvironmentVariableCollection | undefined;
  #set: ReadonlyMap<string, string> = new Map();

  /**
   * @param collection not asked for before there is something to put into it
   * @param wanted the variables as they should be now; none where they are not allowed
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

  /** Touches only what differs: each change marks the open terminals as out of date. */
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
    // First of all: otherwise VS Code would write the token to its own storage on disk.
    collection.persistent = false;
    collection.description = this.#t('Token and server of the Kiwoom account in use');
    return collection;
  }
}
