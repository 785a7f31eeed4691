import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newWindowContext } from '../host/browser.ts';
import type { CodeServer } from '../host/codeServer.ts';
import { AccountsView } from './pageObjects/accountsView.ts';
import { Dialog } from './pageObjects/dialog.ts';
import { Editor } from './pageObjects/editor.ts';
import { Notifications } from './pageObjects/notifications.ts';
import { QuickInput } from './pageObjects/quickInput.ts';
import { StatusBar } from './pageObjects/statusBar.ts';
import { until } from './pageObjects/until.ts';

const screenshots = path.resolve(import.meta.dirname, '../../.test-output/screenshots');
const opensWithinMs = 60_000;

export interface WindowOptions {
  /**
   * Display language, as `vscode.env.language` and the extension's own texts have it. The texts of VS Code
   * itself stay English: they would need a language pack.
   */
  readonly locale?: 'en' | 'ko';
}

/**
 * One window of VS Code in a browser of 1280 x 800 pixels, driven the way a person does. Everything
 * waits for what it needs, for 20 seconds at most.
 */
export class Workbench {
  readonly page: Page;
  /** Absolute path of the open workspace. */
  readonly folder: string;
  readonly quickInput: QuickInput;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly editor: Editor;
  readonly accountsView: AccountsView;
  readonly #context: BrowserContext;

  private constructor(page: Page, context: BrowserContext, folder: string) {
    this.folder = path.resolve(folder);
    this.page = page;
    this.#context = context;
    this.quickInput = new QuickInput(page);
    this.statusBar = new StatusBar(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.editor = new Editor(page);
    this.accountsView = new AccountsView(page);
  }

  /** Opens `folder` in a window of its own, with an extension host of its own. */
  static async open(
    browser: Browser,
    server: CodeServer,
    folder: string,
    options: WindowOptions = {},
  ): Promise<Workbench> {
    const context = await newWindowContext(browser);
    if (options.locale !== undefined) {
      // What a language pack would set; the workbench hands it on to the extension host.
      await context.addInitScript((language) => {
        Reflect.set(globalThis, '_VSCODE_NLS_LANGUAGE', language);
      }, options.locale);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const workbench = new Workbench(page, context, folder);
    await page.goto(server.windowUrl(folder));
    await workbench.#waitUntilOpen();
    return workbench;
  }

  async #waitUntilOpen(): Promise<void> {
    const { page } = this;
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: opensWithinMs });
    // The explorer lists the folder only once the server answers.
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({
      timeout: opensWithinMs,
    });
  }

  /** Runs a command by its title in the palette: "Kiwoom: Issue Token". */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** Opens a file of the workspace by its path and waits for its text. */
  async openFile(relativePath: string): Promise<void> {
    await this.quickInput.openFile(path.join(this.folder, relativePath));
    const tab = this.page.locator('.editor-group-container.active .tab.active');
    await tab.filter({ hasText: path.basename(relativePath) }).waitFor();
    await this.page.locator('.editor-group-container.active .view-line').first().waitFor();
  }

  /** Loads the page again: a new extension host, the secrets and the state kept. */
  async reload(): Promise<void> {
    // By VS Code's command and not the browser's, so that state is written before.
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#waitUntilOpen();
  }

  /** Closes the window, its extension host with it, for as long as `work` takes. */
  async whileClosed(work: () => Promise<void>): Promise<void> {
    const address = this.page.url();
    await this.page.goto('about:blank');
    await work();
    await this.page.goto(address);
    await this.#waitUntilOpen();
  }

  /** Writes the file, `.test-output/screenshots/<name>.png`, once two pictures in a row are the same. */
  async screenshot(name: string, file = path.join(screenshots, `${name}.png`)): Promise<string> {
    await mkdir(path.dirname(file), { recursive: true });
    let last: Buffer | undefined;
    await until(
      `a still picture for ${name}`,
      async () => {
        const picture = await this.page.screenshot({ path: file, caret: 'hide' });
        const still = last?.equals(picture) ?? false;
        last = picture;
        return still;
      },
      (still) => still,
    );
    return file;
  }

  /** The same at once: for what moves and would never be still. */
  async glimpse(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(screenshots, `${name}.png`), caret: 'hide' });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
