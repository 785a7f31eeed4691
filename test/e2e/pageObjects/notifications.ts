import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

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

  /** Until the message is there, shown or in the list behind the bell, where it goes after a while. */
  async waitUntilListed(text: string | RegExp): Promise<void> {
    await until(
      `the message ${String(text)}`,
      () => this.#isListed(text),
      (isThere) => isThere,
    );
  }

  async buttons(text: string | RegExp): Promise<string[]> {
    await this.waitFor(text);
    return this.#toast(text).locator('.monaco-button').allInnerTexts();
  }

  async press(text: string | RegExp, button: string): Promise<void> {
    const choice = this.#toast(text).getByRole('button', { name: button, exact: true });
    await choice.waitFor();
    await this.waitForProgressToEnd();
    await choice.click();
  }

  /** Presses Cancel on the message of something that goes on, and waits until the message is gone. */
  async cancelProgress(text: string | RegExp): Promise<void> {
    await this.#toast(text).getByRole('button', { name: 'Cancel', exact: true }).click();
    await this.waitUntilGone(text);
  }

  async dismiss(text: string | RegExp): Promise<void> {
    const toast = this.#toast(text);
    await until(
      `the message ${String(text)} to go`,
      async () => {
        if (await toast.isVisible()) {
          // The cross shows only below the mouse, and the message moves when one below it goes.
          await toast.hover({ timeout: 1_000 });
          await toast.locator('.codicon-notifications-clear').click({ timeout: 1_000 });
        }
        // A message also hides by itself after a while.
        return !(await toast.isVisible());
      },
      (gone) => gone,
    );
  }

  /** Reads the message meant and closes it. */
  async acknowledge(text: string | RegExp): Promise<string> {
    const message = await this.waitFor(text);
    await this.dismiss(text);
    await this.waitForProgressToEnd();
    return message;
  }

  async waitUntilGone(text: string | RegExp): Promise<void> {
    await this.#toast(text).waitFor({ state: 'hidden' });
  }

  /**
   * Of the messages that come within 0.8 seconds, VS Code shows three and keeps the others to itself. A test is
   * quick enough to miss one; a progress message stays for that time, and a person waits for it too.
   */
  async waitForProgressToEnd(): Promise<void> {
    const progress = this.#page.locator('.monaco-progress-container.active');
    await this.#toasts.filter({ has: progress }).first().waitFor({ state: 'hidden' });
  }

  async #isListed(text: string | RegExp): Promise<boolean> {
    if (await this.#toast(text).isVisible()) return true;
    const bell = this.#page.locator('#status\\.notifications');
    if (!(await bell.locator('.codicon-bell-dot').isVisible())) return false;
    const list = this.#page.locator('.notifications-center');
    await bell.click();
    await list.waitFor();
    const message = list.locator('.notification-list-item-message').filter({ hasText: text });
    const isThere = await message.first().isVisible();
    await bell.click();
    await list.waitFor({ state: 'hidden' });
    return isThere;
  }

  #toast(text: string | RegExp): Locator {
    return this.#page
      .locator('.notifications-toasts .notification-toast')
      .filter({ hasText: text })
      .first();
  }
}
