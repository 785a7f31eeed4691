import type { Locator, Page } from 'playwright-core';

/** The messages in the lower right corner. */
export class Notifications {
  readonly #page: Page;
  readonly #toasts: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#toasts = page.locator('.notifications-toasts .notification-toast');
  }

  async texts(): Promise<string[]> {
    return this.#toasts.locator('.notification-list-item-message').allInnerTexts();
  }

  /** The full text of the message meant, as soon as it is shown. */
  async waitFor(text: string | RegExp): Promise<string> {
    const message = this.#toast(text).locator('.notification-list-item-message');
    return (await message.innerText()).trim();
  }

  async buttons(text: string | RegExp): Promise<string[]> {
    await this.waitFor(text);
    return this.#toast(text).locator('.monaco-button').allInnerTexts();
  }

  async press(text: string | RegExp, button: string): Promise<void> {
    await this.#toast(text).getByRole('button', { name: button, exact: true }).click();
  }

  async dismiss(text: string | RegExp): Promise<void> {
    const toast = this.#toast(text);
    await toast.hover(); // The cross shows only then.
    await toast.locator('.codicon-notifications-clear').click();
    await toast.waitFor({ state: 'hidden' });
  }

  async waitUntilGone(text: string | RegExp): Promise<void> {
    await this.#toast(text).waitFor({ state: 'hidden' });
  }

  #toast(text: string | RegExp): Locator {
    return this.#page
      .locator('.notifications-toasts .notification-toast')
      .filter({ hasText: text })
      .first();
  }
}
