import type { ElementHandle, Locator, Page } from 'playwright-core';
import { leaveHovers, untilUncovered } from './click.ts';
import { until } from './until.ts';

/** A message that VS Code shows at all is in the corner by then. */
const shownWithinMs = 1_000;

/**
 * The messages: in the lower right corner, or in the list behind the bell. There goes what nobody answered for
 * a while, and of the messages that come within 0.8 seconds all but three.
 */
export class Notifications {
  readonly #page: Page;
  readonly #toasts: Locator;
  readonly #list: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#toasts = page.locator('.notifications-toasts .notification-toast');
    this.#list = page.locator('.notifications-center');
  }

  /** Of the messages that are in the corner now. */
  async texts(): Promise<string[]> {
    return this.#toasts.locator('.notification-list-item-message').allInnerTexts();
  }

  /** The full text of the message meant, as soon as it is there. */
  async waitFor(text: string | RegExp): Promise<string> {
    const { text: says } = await this.#shown(text);
    return says.trim();
  }

  async buttons(text: string | RegExp): Promise<string[]> {
    return until(
      `the buttons of ${String(text)}`,
      async () => {
        const message = await this.#find(text);
        const texts = await message.locator('.monaco-button').allInnerTexts();
        return (await message.isVisible()) ? texts : undefined;
      },
      (texts) => texts !== undefined,
    );
  }

  /** Presses a button of the message meant and waits until that very message is gone. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.#find(text);
    await this.waitForProgressToEnd();
    await this.#press(text, button);
  }

  /** Presses Cancel on the message of something that goes on, and waits until the message is gone. */
  async cancelProgress(text: string | RegExp): Promise<void> {
    await this.#press(text, 'Cancel');
  }

  async #press(text: string | RegExp, name: string): Promise<void> {
    const { button, isThere } = await until(
      `"${name}" of the message ${String(text)}`,
      async (patience) => {
        // A message that leaves the corner meanwhile is found in the list the next time.
        const { message, ...shown } = await this.#shown(text);
        const button = message.getByRole('button', { name, exact: true });
        await untilUncovered(button, patience);
        return { button, ...shown };
      },
      () => true,
    );
    await button.click();
    await until(`the message ${String(text)} to go`, isThere, (there) => !there);
    await this.#closeList();
  }

  async dismiss(text: string | RegExp): Promise<void> {
    const { element, isThere } = await this.#shown(text);
    await until(
      `the message ${String(text)} to go`,
      async (timeout) => {
        if (await isThere()) {
          await leaveHovers(this.#page);
          // The cross shows only below the mouse, and the message moves when one below it goes.
          await element.hover({ timeout });
          const cross = await element.$('.codicon-notifications-clear');
          await cross?.click({ timeout });
        }
        // A message in the corner also hides by itself after a while.
        return isThere();
      },
      (visible) => !visible,
    );
    await this.#closeList();
  }

  /** Reads the message meant and closes it. */
  async acknowledge(text: string | RegExp): Promise<string> {
    const message = await this.waitFor(text);
    await this.dismiss(text);
    await this.waitForProgressToEnd();
    return message;
  }

  async waitUntilGone(text: string | RegExp): Promise<void> {
    await meant(this.#toasts, text).waitFor({ state: 'hidden' });
  }

  /** A person waits for what still goes on before pressing something, and so does VS Code with its next message. */
  async waitForProgressToEnd(): Promise<void> {
    const progress = this.#page.locator('.monaco-progress-container.active');
    await this.#toasts.filter({ has: progress }).first().waitFor({ state: 'hidden' });
  }

  /** The message meant with its element. It can go to the list, or give way to another, between two looks. */
  async #shown(text: string | RegExp) {
    return until(
      `the message ${String(text)}`,
      async (timeout) => {
        const message = await this.#find(text);
        return { message, ...(await shownBy(message, timeout)) };
      },
      () => true,
    );
  }

  /** The message meant, in the corner or in the list, which is open then. */
  async #find(text: string | RegExp): Promise<Locator> {
    const toast = meant(this.#toasts, text);
    const listed = meant(this.#list.locator('.monaco-list-row'), text);
    const start = performance.now();
    return until(
      `the message ${String(text)}`,
      async (patience) => {
        if (await toast.isVisible()) return toast;
        if (performance.now() - start < shownWithinMs) return undefined;
        if (!(await this.#openList(patience))) return undefined;
        if (await listed.isVisible()) return listed;
        // What comes while the list is open is never shown in the corner.
        await this.#closeList();
        return undefined;
      },
      (found) => found !== undefined,
    );
  }

  /** False while there is nothing in the list. */
  async #openList(timeout: number): Promise<boolean> {
    if (await this.#list.isVisible()) return true;
    const bell = this.#page.locator('#status\\.notifications');
    const says = (await bell.getAttribute('aria-label')) ?? '';
    if (says.startsWith('No Notifications')) return false;
    await leaveHovers(this.#page);
    await bell.click({ timeout });
    await this.#list.locator('.monaco-list-row').first().waitFor({ timeout });
    return true;
  }

  /** A dialog that a button has opened is answered first: the list stays open behind it. */
  async #closeList(): Promise<void> {
    const bell = this.#page.locator('#status\\.notifications');
    const dialog = this.#page.locator('.monaco-dialog-modal-block');
    await until(
      'the list of messages to close',
      async (timeout) => {
        if (await dialog.isVisible()) return false;
        if (await this.#list.isVisible()) {
          await leaveHovers(this.#page);
          await bell.click({ timeout });
        }
        return this.#list.isVisible();
      },
      (open) => !open,
    );
  }
}

function meant(messages: Locator, text: string | RegExp): Locator {
  return messages.filter({ hasText: text }).first();
}

/**
 * The element of a message, because the next message may have the same text; with its text, because the list shows
 * the next message in the element of one that is gone.
 */
async function shownBy(message: Locator, timeout: number) {
  const element: ElementHandle = await message.elementHandle({ timeout });
  const textNow = async (): Promise<string | undefined> =>
    (await element.$('.notification-list-item-message'))?.innerText();
  const text = await textNow();
  if (text === undefined) throw new Error('The message is gone.');
  const isThere = async (): Promise<boolean> =>
    (await element.isVisible()) && (await textNow()) === text;
  return { element, text, isThere };
}
