import type { Locator, Page } from 'playwright-core';

/** The modal dialogs. One can follow another at once, so each is known by its own text. */
export class Dialog {
  readonly #boxes: Locator;

  constructor(page: Page) {
    this.#boxes = page.locator('.monaco-dialog-box');
  }

  /** Message and detail of the dialog meant, as soon as it is shown. */
  async waitFor(text: string | RegExp): Promise<string> {
    const box = this.#box(text);
    await box.waitFor();
    return (await box.locator('.dialog-message-container').innerText()).trim();
  }

  async buttons(text: string | RegExp): Promise<string[]> {
    const box = this.#box(text);
    await box.waitFor();
    return box.locator('.dialog-buttons .monaco-button').allInnerTexts();
  }

  /** Presses a button of the dialog meant and waits until that very dialog is gone. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const box = this.#box(text);
    await box.waitFor();
    // The element, because the next dialog may have the same text.
    const element = await box.elementHandle();
    await box.getByRole('button', { name: button, exact: true }).click();
    await element.waitForElementState('hidden');
  }

  /** What somebody does who does not read. */
  async pressEnter(text: string | RegExp): Promise<void> {
    const box = this.#box(text);
    await box.waitFor();
    const element = await box.elementHandle();
    // The dialog reacts to the key once it has the focus.
    await box.locator(':focus').waitFor();
    await box.page().keyboard.press('Enter');
    await element.waitForElementState('hidden');
  }

  #box(text: string | RegExp): Locator {
    return this.#boxes.filter({ hasText: text }).last();
  }
}
