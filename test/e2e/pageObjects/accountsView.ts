import type { Locator, Page } from 'playwright-core';
import { hoverText } from './hover.ts';
import type { PageElement } from './pageElement.ts';
import { isMeant, until, untilEqual } from './until.ts';

export interface AccountsRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly level: number;
}

/** Runs in the page. */
function readRows(rows: readonly PageElement[]): AccountsRow[] {
  const text = (row: PageElement, selector: string): string =>
    (row.querySelector(selector)?.textContent ?? '').replaceAll('\u00a0', ' ').trim();
  return [...rows]
    .sort((one, other) => one.offsetTop - other.offsetTop)
    .map((row) => ({
      label: text(row, '.label-name'),
      description: text(row, '.label-description'),
      spoken: row.getAttribute('aria-label') ?? '',
      level: Number(row.getAttribute('aria-level')),
    }));
}

/** The Kiwoom view in the side bar. */
export class AccountsView {
  readonly #page: Page;
  readonly #icon: Locator;
  readonly #pane: Locator;
  readonly #rows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#icon = page.locator('.part.activitybar .action-item', {
      has: page.locator('.action-label[aria-label^="Kiwoom"]'),
    });
    this.#pane = page.locator('.part.sidebar .pane', { has: page.locator('.pane-body') });
    this.#rows = this.#pane.locator('.monaco-list-row');
  }

  /** Shows the view, unless it is shown already: a click on its icon would hide it then. */
  async open(): Promise<void> {
    const shown = this.#page.locator('.part.activitybar .action-item.checked', {
      has: this.#page.locator('.action-label[aria-label^="Kiwoom"]'),
    });
    const content = this.#pane.locator('.monaco-list-row, .welcome-view-content');
    await until(
      'the Kiwoom view',
      async (timeout) => {
        if (!(await shown.isVisible())) await this.#icon.click({ timeout });
        await shown.waitFor({ timeout });
        return content.first().isVisible();
      },
      (isThere) => isThere,
    );
  }

  /** Until this is the number on the icon in the activity bar; empty for none. */
  async waitForBadge(expected: string): Promise<void> {
    const badge = this.#icon.locator('.badge-content');
    await untilEqual(
      'the number on the icon of the view',
      async () => ((await badge.isVisible()) ? badge.innerText() : ''),
      expected,
    );
  }

  /** Until these are the labels and levels of all rows. */
  async waitForRows(expected: readonly (readonly [label: string, level: number])[]): Promise<void> {
    await untilEqual<readonly (readonly [string, number])[]>(
      'the rows of the view',
      async () => (await this.rows()).map(({ label, level }) => [label, level] as const),
      expected,
    );
  }

  async rows(): Promise<AccountsRow[]> {
    return this.#rows.evaluateAll(readRows);
  }

  /** The row of the account called `label`, as soon as it says `description`. */
  async waitFor(label: string, description: string | RegExp): Promise<AccountsRow> {
    return until(
      `${label}: ${String(description)} in the view`,
      async () => (await this.rows()).find((row) => row.label === label),
      (row): row is AccountsRow => row !== undefined && isMeant(row.description, description),
    );
  }

  /** What the empty view says, and its buttons and links. */
  async welcome(): Promise<{ text: string; links: string[] }> {
    const welcome = this.#pane.locator('.welcome-view-content');
    await welcome.waitFor();
    return {
      text: await welcome.innerText(),
      links: await welcome.locator('a').allInnerTexts(),
    };
  }

  /** Presses a button or link of the empty view. */
  async follow(link: string): Promise<void> {
    await this.#pane.locator('.welcome-view-content a', { hasText: link }).first().click();
  }

  /** Until these are the actions that the row shows below the mouse. */
  async waitForActions(label: string, expected: readonly string[]): Promise<void> {
    await untilEqual<readonly string[]>(
      `the actions of ${label}`,
      async (timeout) => {
        await this.row(label).hover({ timeout });
        return this.#actionsOf(label).evaluateAll((all: readonly PageElement[]) =>
          all.map((each) => each.getAttribute('aria-label') ?? ''),
        );
      },
      expected,
    );
  }

  async press(label: string, action: string): Promise<void> {
    await this.row(label).hover();
    await this.row(label).locator(`.actions .action-label[aria-label="${action}"]`).click();
  }

  /** The items of the row's context menu, which stays open. */
  async contextMenu(label: string): Promise<string[]> {
    await this.closeMenu();
    await this.row(label).click({ button: 'right' });
    const items = this.#page.locator('.monaco-menu .action-item:not(.disabled) .action-label');
    await items.first().waitFor();
    return (await items.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
  }

  async closeMenu(): Promise<void> {
    const menu = this.#page.locator('.monaco-menu');
    await until(
      'the menu to close',
      async () => {
        if (await menu.isVisible()) await this.#page.keyboard.press('Escape');
        return menu.isVisible();
      },
      (open) => !open,
    );
  }

  async choose(label: string, item: string): Promise<void> {
    await this.contextMenu(label);
    const menu = this.#page.locator('.monaco-menu');
    await until(
      `${item} to be taken`,
      async (timeout) => {
        // In its first tenth of a second the menu takes no click.
        if (await menu.isVisible()) {
          await menu.locator('.action-label', { hasText: item }).first().click({ timeout });
        }
        return menu.isVisible();
      },
      (open) => !open,
    );
  }

  /** The text of the row's tooltip, which names the account. */
  async tooltip(label: string): Promise<string> {
    return hoverText(this.#page, this.row(label).locator('.label-name').first(), label);
  }

  row(label: string): Locator {
    return this.#rows.filter({ has: this.#page.getByText(label, { exact: true }) }).first();
  }

  #actionsOf(label: string): Locator {
    return this.row(label).locator('.actions .action-label');
  }
}
