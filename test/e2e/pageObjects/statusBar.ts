import type { Locator, Page } from 'playwright-core';
import { hoverText } from './hover.ts';
import type { PageElement } from './pageElement.ts';
import { isMeant, until } from './until.ts';

export interface StatusBarItem {
  /** `<publisher>.<extension>.<id of the item>` */
  readonly id: string;
  /** Without the icons. */
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  readonly kind: 'error' | 'warning' | 'standard';
}

/** Runs in the page. */
function readItems(elements: readonly PageElement[]): StatusBarItem[] {
  const kindOf = ({ classList }: PageElement): StatusBarItem['kind'] => {
    if (classList.contains('error-kind')) return 'error';
    return classList.contains('warning-kind') ? 'warning' : 'standard';
  };
  return elements.map((element) => ({
    id: element.id,
    text: element.textContent.trim(),
    label: element.getAttribute('aria-label') ?? '',
    kind: kindOf(element),
  }));
}

export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async items(): Promise<StatusBarItem[]> {
    return this.#page.locator('.statusbar .statusbar-item').evaluateAll(readItems);
  }

  /** The item whose text is the one meant, as soon as it is shown. */
  async waitFor(text: string | RegExp, timeoutMs?: number): Promise<StatusBarItem> {
    const meant = (item: StatusBarItem): boolean => isMeant(item.text, text);
    return until(
      `${String(text)} in the status bar`,
      async () => (await this.items()).find(meant),
      (item): item is StatusBarItem => item !== undefined,
      timeoutMs,
    );
  }

  async click(text: string | RegExp): Promise<void> {
    await this.#item(text).click();
  }

  /** Hovers over the item and returns the text of its tooltip, which says `says`. */
  async tooltip(text: string | RegExp, says: string | RegExp = /\S/): Promise<string> {
    return hoverText(this.#page, this.#item(text), says);
  }

  #item(text: string | RegExp): Locator {
    return this.#page.locator('.statusbar .statusbar-item').filter({ hasText: text }).first();
  }
}
