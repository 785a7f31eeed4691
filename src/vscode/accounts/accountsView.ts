import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import { toKiwoomError } from '../../core/base/errors.ts';
import type { Scheduler } from '../../core/model/ports.ts';
import { Alarm } from '../../core/time/alarm.ts';
import { t } from '../shell/localize.ts';
import type { TreeElement } from './accountElements.ts';
import type { AccountTree, AccountTreeParts } from './accountTree.ts';

export interface AccountsViewParts extends AccountTreeParts {
  readonly scheduler: Scheduler;
  readonly createView: (
    id: string,
    options: vscode.TreeViewOptions<TreeElement>,
  ) => vscode.TreeView<TreeElement>;
  /** Resolves once the stored keys and tokens have been read. @throws KiwoomError `key-store-failed` */
  readonly ready: () => Promise<void>;
  /** Stores that the badge is no longer needed. */
  readonly globalState: vscode.Memento;
}

const foundKey = 'accountsView.found';

/** The Accounts view. Its code is loaded when it is first visible, and its timer is stopped while it is hidden. */
export class AccountsView implements Disposable {
  readonly #parts: AccountsViewParts;
  readonly #changed = new vscode.EventEmitter<TreeElement[] | undefined>();
  readonly #view: vscode.TreeView<TreeElement>;
  #tree: AccountTree | undefined;
  readonly #alarm: Alarm;

  constructor(parts: AccountsViewParts) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.scheduler);
    this.#view = parts.createView('kiwoom.accounts', {
      treeDataProvider: {
        onDidChangeTreeData: this.#changed.event,
        getChildren: (parent) => this.#children(parent),
        getTreeItem: async (element) => (await this.#load()).item(element),
      },
    });
    this.#view.onDidChangeVisibility(() => {
      this.update();
    });
  }

  get selected(): TreeElement | undefined {
    return this.#view.selection[0];
  }

  update(): void {
    this.#alarm.cancel();
    this.#hint();
    if (!this.#view.visible || this.#tree === undefined) return;
    // A message goes only with the whole tree.
    const outdated = this.#view.message ? undefined : this.#tree.outdated();
    if (outdated?.length !== 0) this.#changed.fire(outdated);
    this.#scheduleRefresh(this.#tree);
  }

  dispose(): void {
    disposeAll([this.#alarm, this.#view, this.#changed]);
  }

  async #children(parent: TreeElement | undefined): Promise<TreeElement[]> {
    const tree = await this.#load();
    if (parent !== undefined) return tree.children(parent);
    // Replaces the welcome text, which would claim that there is no key.
    const problem = await this.#problem();
    if (problem !== (this.#view.message ?? '')) this.#view.message = problem;
    this.#scheduleRefresh(tree);
    return tree.children(undefined);
  }

  async #problem(): Promise<string> {
    try {
      await this.#parts.ready();
      return '';
    } catch (thrown) {
      const { describeError } = await import('../shell/messages.ts');
      return describeError(toKiwoomError(thrown), t).message;
    }
  }

  async #load(): Promise<AccountTree> {
    const { AccountTree } = await import('./accountTree.ts');
    return (this.#tree ??= new AccountTree(this.#parts));
  }

  #scheduleRefresh(tree: AccountTree): void {
    this.#alarm.at(this.#view.visible ? tree.changesAt() : undefined, () => {
      this.update();
    });
  }

  /**
   * Shows a badge on the activity bar icon for new users, until they have opened the view or added their first
   * account in another way, and never again. Nothing pops up; VS Code itself opens the walkthrough once, when
   * the extension is installed by hand.
   */
  #hint(): void {
    const { profiles, globalState } = this.#parts;
    if (!profiles.loaded || globalState.get(foundKey) === true) return;
    const found = this.#view.visible || profiles.all.length > 0;
    this.#view.badge = found ? undefined : { value: 1, tooltip: t('Add an app key to begin') };
    if (found) void globalState.update(foundKey, true);
  }
}
