import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { environments } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import { t } from '../shell/localize.ts';
import { environmentIconId } from '../shell/formatting.ts';
import { AccountElement, EnvironmentElement, type TreeElement } from './accountElements.ts';
import { type AccountRow, accountRow } from './accountRow.ts';
import type { AccountFacts } from './accountStatus.ts';
import { tooltip } from './tooltip.ts';

export interface AccountTreeParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly facts: (profile: Profile) => AccountFacts;
}

/**
 * Tree data provider of the Accounts view: accounts below their environments. Loaded when the view is first
 * visible.
 */
export class AccountTree {
  readonly #parts: AccountTreeParts;
  /** VS Code refreshes a row only by the element that it was given for it. */
  readonly #elements = new Map<string, AccountElement>();
  /** Rows as they were last drawn, in JSON. */
  readonly #drawn = new Map<string, string>();
  /** Ids of the accounts that were last drawn; undefined before. */
  #accounts: string | undefined;

  constructor(parts: AccountTreeParts) {
    this.#parts = parts;
  }

  children(parent: TreeElement | undefined): TreeElement[] {
    const { all } = this.#parts.profiles;
    if (parent instanceof AccountElement) return [];
    if (parent !== undefined) {
      return all
        .filter(({ environment }) => environment === parent.environment)
        .map(({ id }) => this.#element(id));
    }
    this.#accounts = this.#ids();
    return environments
      .filter((each) => all.some(({ environment }) => environment === each))
      .map((environment) => new EnvironmentElement(environment));
  }

  item(element: TreeElement): vscode.TreeItem {
    if (element instanceof EnvironmentElement) return environmentItem(element);
    const profile = this.#parts.profiles.find(element.profile);
    // The profile was removed during rendering; another refresh follows at once.
    if (profile === undefined) return new vscode.TreeItem('');
    const row = this.#row(profile);
    this.#drawn.set(profile.id, asText(row));
    return accountItem(profile, row);
  }

  /**
   * What reads differently than it was drawn: some rows, or the whole tree (undefined), where an account came or
   * went. VS Code forgets every element before it draws the whole tree; a command that is chosen meanwhile gets none.
   */
  outdated(): AccountElement[] | undefined {
    // VS Code is about to draw it.
    if (this.#accounts === undefined) return [];
    if (this.#accounts !== this.#ids()) return undefined;
    return this.#parts.profiles.all
      .filter((profile) => this.#drawn.get(profile.id) !== asText(this.#row(profile)))
      .map(({ id }) => this.#element(id));
  }

  /** Next time at which a row's text changes without an event, epoch ms by the server's clock. */
  changesAt(): number | undefined {
    const times = this.#parts.profiles.all.flatMap((profile) => this.#row(profile).changesAt ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #element(id: string): AccountElement {
    const element = this.#elements.get(id) ?? new AccountElement(id);
    this.#elements.set(id, element);
    return element;
  }

  #ids(): string {
    return this.#parts.profiles.all.map(({ id }) => id).join();
  }

  #row(profile: Profile): AccountRow {
    const { active, facts } = this.#parts;
    return accountRow(facts(profile), profile.id === active.current?.id, t);
  }
}

function asText({ changesAt: _, ...row }: AccountRow): string {
  return JSON.stringify(row);
}

function environmentItem({ environment }: EnvironmentElement): vscode.TreeItem {
  const name = environment === 'real' ? t('Real trading') : t('Mock trading');
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = environment;
  item.iconPath = new vscode.ThemeIcon(environmentIconId(environment));
  item.contextValue = 'environment';
  return item;
}

function accountItem(profile: Profile, row: AccountRow): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = profile.id;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(
    row.icon,
    row.alarm === undefined ? undefined : new vscode.ThemeColor(`list.${row.alarm}Foreground`),
  );
  item.tooltip = tooltip(row.details);
  item.accessibilityInformation = { label: row.spoken };
  item.contextValue = row.context;
  return item;
}
