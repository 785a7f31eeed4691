import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newWindowContext } from '../host/browser.ts';
import type { CodeServer } from '../host/codeServer.ts';
import { AccountsView } from './pageObjects/accountsView.ts';
import { Dialog } from './pageObjects/dialog.ts';
import { Editor } from './pageObjects/editor.ts';
import { fileWith } from './pageObjects/fileWith.ts';
import { Notifications } from './pageObjects/notifications.ts';
import { QuickInput } from './pageObjects/quickInput.ts';
import { StatusBar } from './pageObjects/statusBar.ts';
import { until, waitsAtMostMs } from './pageObjects/until.ts';

const screenshots = path.resolve(import.meta.dirname, '../../.test-output/screenshots');
const opensWithinMs = 2 * waitsAtMostMs;

export interface WindowOptions {
  /**
   * Display language, as `vscode.env.language` and the extension's own texts have it. The texts of VS Code
   * itself stay English: they would need a language pack.
   */
  readonly locale?: 'en' | 'ko';
}

/**
 * One window of VS Code in a browser of 1280 x 800 pixels, driven the way a person does. Everything
 * waits for what it needs, for a minute at most.
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
  readonly #address: string;
  readonly #console: string[] = [];

  private constructor(page: Page, context: BrowserContext, address: string, folder: string) {
    this.folder = path.resolve(folder);
    this.page = page;
    this.#context = context;
    this.#address = address;
    page.on('console', (message) => this.#console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) =>
      this.#console.push(`uncaught: ${error.stack ?? error.message}`),
    );
    this.quickInput = new QuickInput(page);
    this.statusBar = new StatusBar(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.editor = new Editor(page);
    this.accountsView = new AccountsView(page);
  }

  /** A window of its own for `folder`, still empty. */
  static async create(
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
    await context.tracing.start();
    const page = await context.newPage();
    page.setDefaultTimeout(waitsAtMostMs);
    page.setDefaultNavigationTimeout(opensWithinMs);
    return new Workbench(page, context, server.windowUrl(folder), folder);
  }

  /** Opens the folder, with an extension host of its own. */
  async open(): Promise<void> {
    await this.page.goto(this.#address);
    await this.#waitUntilOpen();
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
    const name = encodeURIComponent(path.basename(relativePath));
    // The editor is the same for all files: for a moment it still has the previous one.
    const editor = this.page.locator(
      `.editor-group-container.active .monaco-editor[data-uri$="/${name}"]`,
    );
    await editor.locator('.view-line').first().waitFor();
  }

  /** Saves the file, which is open in the editor, and waits until VS Code has written `expected`. */
  async saveFile(relativePath: string, expected: string | RegExp): Promise<string> {
    const file = path.join(this.folder, relativePath);
    const { mtimeMs } = await stat(file);
    await this.page.keyboard.press('ControlOrMeta+S');
    await until(
      `${relativePath} to be written`,
      async () => (await stat(file)).mtimeMs,
      (now) => now > mtimeMs,
    );
    const text = await fileWith(file, expected);
    const unsaved = this.page.locator('.editor-group-container.active .tab.active.dirty');
    await unsaved.waitFor({ state: 'hidden' });
    return text;
  }

  /** Waits for the terminal in front, which VS Code draws twice for a moment. */
  async waitForTerminal(): Promise<void> {
    await this.page.locator('.terminal-wrapper.active .xterm-screen').first().waitFor();
  }

  /** Loads the page again: a new extension host, the secrets and the state kept. */
  async reload(): Promise<void> {
    // By VS Code's command and not the browser's, so that state is written before.
    const loaded = this.page.waitForEvent('load', { timeout: 2 * opensWithinMs });
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#waitUntilOpen();
  }

  /** Trusts the workspace, in the editor that VS Code has for it. */
  async trust(): Promise<void> {
    await this.runCommand('Workspaces: Manage Workspace Trust');
    const trust = this.page.getByRole('button', { name: 'Trust', exact: true });
    const restricted = this.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' });
    await trust.waitFor();
    await until(
      'the workspace to be trusted',
      async (timeout) => {
        // The button is drawn anew while the editor opens.
        if (await trust.isVisible()) await trust.click({ timeout });
        return restricted.isVisible();
      },
      (isRestricted) => !isRestricted,
    );
  }

  /** Signs out of the account, in the menu of the activity bar, as far as VS Code's question. */
  async signOut(account: string): Promise<void> {
    const { page } = this;
    const item = (name: string) => page.getByRole('menuitem', { name });
    const signOut = item('Sign Out');
    await page.getByRole('button', { name: 'Accounts' }).click();
    await item(account).hover();
    await signOut.hover();
    await until(
      'Sign Out to be taken',
      async (timeout) => {
        // A menu takes no click in its first tenth of a second.
        if (await signOut.isVisible()) await signOut.click({ timeout });
        return signOut.isVisible();
      },
      (open) => !open,
    );
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

  /** Screenshot, console and trace, in files whose names begin with `file`; nothing of a window that is closed. */
  async record(file: string): Promise<void> {
    await writeFile(`${file}-console.log`, this.#console.join('\n'));
    if (this.page.isClosed()) return;
    await this.page.screenshot({ path: `${file}.png` });
    await this.#context.tracing.stop({ path: `${file}-trace.zip` });
    await this.#context.tracing.start();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
