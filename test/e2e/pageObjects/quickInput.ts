import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { PageElement, PageInput } from './pageElement.ts';
import { leaveHovers } from './click.ts';
import { isMeant, until, untilEqual } from './until.ts';

export interface QuickInputState {
  readonly title: string;
  readonly placeholder: string;
  /** Below the box: the prompt of an input box, or what is wrong with the text. */
  readonly message: string;
  readonly value: string;
  readonly masked: boolean;
  /** The labels of the visible items of a quick pick. */
  readonly items: readonly string[];
}

/** Runs in the page. */
function readState(widget: PageElement): QuickInputState {
  const text = (selector: string): string => widget.querySelector(selector)?.innerText.trim() ?? '';
  const input = widget.querySelector('.quick-input-box input') as PageInput | null;
  const rows = [...widget.querySelectorAll('.quick-input-list .monaco-list-row')];
  return {
    title: text('.quick-input-title'),
    placeholder: input?.placeholder ?? '',
    message: text('.quick-input-message'),
    value: input?.value ?? '',
    masked: input?.type === 'password',
    items: rows.map((row) => row.querySelector('.label-name')?.textContent.trim() ?? ''),
  };
}

/** The box at the top of the window: command palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #input: Locator;
  readonly #rows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
    this.#input = this.#widget.locator('.quick-input-box input').first();
    this.#rows = this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  /** What is shown now; `undefined` when the box is closed. */
  async state(): Promise<QuickInputState | undefined> {
    if (!(await this.#widget.isVisible())) return undefined;
    return this.#widget.evaluate(readState);
  }

  /**
   * Waits for the box whose title, placeholder or message is the one meant: so an answer cannot
   * go to the previous question, which is shown in the same box.
   */
  async waitFor(question: string | RegExp): Promise<QuickInputState> {
    return until(
      `the question ${String(question)}`,
      () => this.state(),
      (now): now is QuickInputState =>
        now !== undefined &&
        [now.title, now.placeholder, now.message].some((text) => isMeant(text, question)),
    );
  }

  /** The items of the list meant, once they are as expected: a list is filled and filtered after it opens. */
  async waitForItems(
    question: string | RegExp,
    expected: readonly string[] | ((items: readonly string[]) => boolean),
  ): Promise<readonly string[]> {
    await this.waitFor(question);
    const items = async (): Promise<readonly string[]> => (await this.state())?.items ?? [];
    const what = `the items of ${String(question)}`;
    return typeof expected === 'function'
      ? until(what, items, expected)
      : untilEqual(what, items, expected);
  }

  /** Answers an input box. */
  async answer(question: string | RegExp, text: string): Promise<void> {
    await this.type(question, text);
    await this.#input.press('Enter');
  }

  /** Types without confirming, for looking at the validation message. */
  async type(question: string | RegExp, text: string): Promise<void> {
    await this.waitFor(question);
    await until(
      `the answer to ${String(question)} in the box`,
      async () => {
        await this.#input.fill(text);
        return (await this.state())?.value;
      },
      (value) => value === text,
    );
  }

  /** Puts text into the box as the clipboard does, which makes one line of several. */
  async paste(text: string): Promise<void> {
    await this.#input.fill('');
    await this.#input.press('ControlOrMeta+A');
    await this.#page.keyboard.insertText(text);
  }

  /** Picks the item with this label of a quick pick. */
  async pick(question: string | RegExp, label: string | RegExp): Promise<void> {
    await this.waitFor(question);
    await this.#row(label).click();
  }

  /** Ticks the items with these labels, and only these, and confirms. */
  async pickMany(question: string | RegExp, labels: readonly string[]): Promise<void> {
    await this.waitFor(question);
    for (const row of await this.#rows.all()) {
      const name = (await row.locator('.label-name').first().textContent()) ?? '';
      const wanted = labels.includes(name.trim());
      await row.getByRole('checkbox').setChecked(wanted, { force: true });
    }
    await this.#input.press('Enter');
  }

  /** Names a file in VS Code's own dialog for opening one, which is this box too. */
  async chooseFile(file: string): Promise<void> {
    const asks = 'Folder path';
    await this.waitFor(asks);
    await until(
      `${file} to be taken`,
      async () => {
        await until(
          'the files of the folder',
          () => this.state(),
          (now) => now !== undefined && now.items.length > 0,
        );
        await this.#input.fill(file);
        await this.#input.press('Enter');
        // While it still read the folder, it put the folder's path over ours: then it asks for a file.
        return until(
          'the next question or an objection',
          () => this.state(),
          (now) => now?.placeholder !== asks || now.message !== '',
        );
      },
      (now) => now?.placeholder !== asks,
    );
  }

  /** Closes the question that is shown now; another one may follow at once. */
  async cancel(): Promise<void> {
    const asked = await this.waitFor(/^/);
    const isAsked = (now: Awaited<ReturnType<QuickInput['state']>>): boolean =>
      now?.title === asked.title && now.placeholder === asked.placeholder;
    await until(
      `"${asked.title || asked.placeholder}" to close`,
      async (patience) => {
        // Escape closes a hover first, such as the late one of the item that was clicked.
        await leaveHovers(this.#page);
        // By way of the box, which has the focus then.
        if (isAsked(await this.state())) await this.#input.press('Escape');
        return until(
          'an effect of Escape',
          () => this.state(),
          (now) => !isAsked(now),
          Math.max(3_000, patience),
        );
      },
      (now) => !isAsked(now),
    );
  }

  /** Runs the command with this title ("Kiwoom: Issue Token"), once the extension has brought it. */
  async runCommand(title: string): Promise<void> {
    await this.#openAndPick('F1', `>${title}`, title);
  }

  /** Opens the file with this absolute path, which is found without the search of VS Code. */
  async openFile(file: string): Promise<void> {
    await this.#openAndPick('ControlOrMeta+P', file, path.basename(file));
  }

  async #openAndPick(key: string, text: string, label: string): Promise<void> {
    await until(
      `"${label}" in the list`,
      async (patience) => {
        await this.#page.keyboard.press(key);
        await this.#widget.waitFor({ timeout: Math.max(5_000, patience) });
        await this.#input.fill(text);
        const row = this.#row(label);
        try {
          // Only a trial: a click that is given up can still arrive, and run the command behind the next question.
          await row.click({ trial: true, timeout: Math.max(2_000, patience) });
        } catch {
          // The list is a snapshot: what an extension brings later shows when it is opened again.
          await this.#page.keyboard.press('Escape');
          return false;
        }
        await row.click();
        return true;
      },
      (found) => found,
    );
    await until(
      `the list with "${label}" to close`,
      () => this.state(),
      (now) => now?.value !== text,
    );
  }

  #row(label: string | RegExp): Locator {
    const name = this.#page.locator('.label-name').first();
    const hasText = typeof label === 'string' ? exactly(label) : label;
    return this.#rows.filter({ has: name.filter({ hasText }) }).first();
  }
}

/** An icon in front of the text leaves a space. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}\\s*$`);
}
