import type { Locator, Page } from 'playwright-core';

/** The modal dialog: at most one at a time. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  /** Message and detail, as soon as the dialog is shown. */
  async text(): Promise<string> {
    return (await this.#box.locator('.dialog-message-container').innerText()).trim();
  }

  async buttons(): Promise<string[]> {
    await this.#box.waitFor();
    return this.#box.locator('.dialog-buttons .monaco-button').allInnerTexts();
  }

  async press(button: string): Promise<void> {
    await this.#box.getByRole('button', { name: button, exact: true }).click();
    await this.#box.waitFor({ state: 'hidden' });
  }

  /** What somebody does who does not read. */
  async pressEnter(): Promise<void> {
    await this.#box.waitFor();
    await this.#box.page().keyboard.press('Enter');
    await this.#box.waitFor({ state: 'hidden' });
  }
}
