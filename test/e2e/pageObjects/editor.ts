import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './pageElement.ts';
import { isMeant, until } from './until.ts';

/** Runs in the page, where the lines are in no order and spaces are no-break spaces. */
function readLines(lines: readonly PageElement[]): string {
  return [...lines]
    .sort((one, other) => one.offsetTop - other.offsetTop)
    .map((line) => line.textContent.replaceAll('\u00a0', ' '))
    .join('\n');
}

/** The active text editor. Line and column count from 1, as VS Code shows them. */
export class Editor {
  readonly #page: Page;
  readonly #editor: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#editor = page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** The lines in view, of which there are about 30; read the saved file for more. */
  async text(): Promise<string> {
    return this.#editor.locator('.view-lines .view-line').evaluateAll(readLines);
  }

  async waitForText(text: string | RegExp): Promise<string> {
    return until(
      `${String(text)} in the editor`,
      () => this.text(),
      (now) => isMeant(now, text),
    );
  }

  /** Replaces everything. */
  async write(text: string): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.insertText(text);
  }

  /** Types at the cursor, key by key, so that suggestions and the like take part. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  async focus(): Promise<void> {
    await this.#editor.locator('.view-lines').click({ position: { x: 5, y: 5 } });
    await this.#editor.and(this.#page.locator('.focused')).waitFor();
  }

  /** Waits until VS Code says that the cursor is there. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('ControlOrMeta+Home');
    for (let i = 1; i < line; i++) await this.#page.keyboard.press('ArrowDown');
    for (let i = 1; i < column; i++) await this.#page.keyboard.press('ArrowRight');
    const place = this.#page.locator('#status\\.editor\\.selection');
    await place.filter({ hasText: `Ln ${line}, Col ${column}` }).waitFor({ state: 'attached' });
  }

  /** The texts of the code lenses in view, as soon as there is one. */
  async lenses(): Promise<string[]> {
    const lenses = this.#editor.locator('.codelens-decoration a');
    await lenses.first().waitFor();
    return lenses.allInnerTexts();
  }

  async pressLens(text: string): Promise<void> {
    await this.#editor.locator('.codelens-decoration a').filter({ hasText: text }).first().click();
  }

  /** Hovers over the first occurrence of a coloured piece of text and returns what the hover says. */
  async hover(text: string | RegExp): Promise<string> {
    await this.#editor.locator('.view-line span span').filter({ hasText: text }).first().hover();
    const hover = this.#page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
    await hover.waitFor();
    return (await hover.innerText()).trim();
  }

  /** The labels of the suggestions at the cursor, in order. */
  async suggestions(): Promise<string[]> {
    await this.#page.keyboard.press('Control+Space');
    const rows = this.#page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    return rows.locator('.label-name').allInnerTexts();
  }

  async acceptSuggestion(label: string): Promise<void> {
    await this.#page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ has: this.#page.getByText(label, { exact: true }) })
      .first()
      .click();
  }

  /** Squiggles in view by severity. */
  async squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Promise<number> {
    return this.#editor.locator(`.squiggly-${severity}`).count();
  }
}
