import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../simulator/accounts.ts';
import type { Environment } from '../simulator/controlInterface.ts';
import type { Settings } from '../host/userSettings.ts';
import { fileWith } from './pageObjects/fileWith.ts';
import { packageFolder } from './packageFolder.ts';
import { withPalette } from './palettePng.ts';
import { pictureWords } from './pictureWords.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

export type Locale = keyof typeof pictureWords;
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  contrast: 'Default High Contrast',
} as const;
export type Theme = keyof typeof themes;

const media = path.resolve(import.meta.dirname, '../../media');
const httpyac = path.resolve(import.meta.dirname, '../../node_modules/httpyac/bin/httpyac.js');
/** Enough for the number of an account and the time left. */
const sideBarWidth = 270;
const usual = { width: 1280, height: 800 };

/** A window with this language and theme, whose workspace and accounts are the simulator's. */
export class Scene {
  readonly session: Session;
  readonly window: Workbench;
  readonly say: (typeof pictureWords)[Locale];
  readonly #locale: Locale;

  private constructor(session: Session, window: Workbench, locale: Locale) {
    this.session = session;
    this.window = window;
    this.say = pictureWords[locale];
    this.#locale = locale;
  }

  static async open(locale: Locale, theme: Theme, settings: Settings = {}): Promise<Scene> {
    const session = await Session.start({
      simulator: { limits: 'off' },
      // What a client for `.http` files brings along.
      vsix: [await packageFolder(path.join(import.meta.dirname, 'httpLanguage'))],
      settings: {
        'workbench.colorTheme': themes[theme],
        // A token that ended stays ended, to be seen.
        'kiwoom.autoRenew': false,
        'workbench.reduceMotion': 'on',
        'workbench.layoutControl.enabled': false,
        'window.title': '${activeEditorShort}',
        'breadcrumbs.enabled': false,
        'editor.minimap.enabled': false,
        // Settings as an editor, where all of them fit.
        'workbench.editor.useModal': 'off',
        ...settings,
      },
    });
    return new Scene(session, await session.openWindow({ locale }), locale);
  }

  get mock(): Account {
    return this.session.simulator.accounts.mock[0];
  }

  get real(): Account {
    return this.session.simulator.accounts.real[0];
  }

  /** Answers the questions up to the app key, which is typed but not confirmed. */
  async typeAppKey(environment: Environment, { appkey }: Account): Promise<void> {
    const { window, say } = this;
    await window.runCommand(say.addAppKey);
    await window.quickInput.pick(/\(1\/3\)/, say[environment]);
    await window.quickInput.type(/\(2\/3\)/, appkey);
  }

  async addAccount(environment: Environment, account: Account): Promise<void> {
    const { window } = this;
    await this.typeAppKey(environment, account);
    await window.quickInput.answer(/\(2\/3\)/, account.appkey);
    await window.quickInput.answer(/\(3\/3\)/, account.secretkey);
    await window.notifications.acknowledge(account.account);
  }

  async rename(account: string, name: string): Promise<void> {
    const { window, say } = this;
    await window.runCommand(say.rename);
    await window.quickInput.pick(say.renameTitle, account);
    await window.quickInput.answer(say.name, name);
    await window.accountsView.waitFor(name, say.left);
  }

  /** Sends the requests of `file` with the httpyac command line, in a terminal with the token, and keeps the answer. */
  async send(file: string, answer: string): Promise<void> {
    const { window } = this;
    const task = {
      label: 'send',
      type: 'shell',
      command: `"${process.execPath}" "${httpyac}" send "${file}" --all --output body | sed -n "/^{/,/^}/p" > "${answer}"`,
      group: { kind: 'build', isDefault: true },
      presentation: { reveal: 'never', close: true },
      problemMatcher: [],
    };
    const folder = path.join(window.folder, '.vscode');
    await mkdir(folder, { recursive: true });
    const tasks = JSON.stringify({ version: '2.0.0', tasks: [task] });
    await writeFile(path.join(folder, 'tasks.json'), tasks);
    await window.runCommand('Tasks: Run Build Task');
    await fileWith(path.join(window.folder, answer), /"return_code": 0/);
    await window.page.locator('.part.panel').waitFor({ state: 'hidden' });
  }

  /** Leaves the room to the editors. */
  async narrowSideBar(): Promise<void> {
    const { page } = this.window;
    const sideBar = page.locator('.part.sidebar');
    const box = await sideBar.boundingBox();
    if (box === null) throw new Error('There is no side bar.');
    const [right, middle] = [box.x + box.width, box.y + box.height / 2];
    await page.mouse.move(right, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + sideBarWidth, middle, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(right + 200, middle);
  }

  /** A picture for the README or the walkthrough. */
  async shoot(name: string, size: { width: number; height: number }): Promise<void> {
    const { page } = this.window;
    await page.setViewportSize(size);
    const file = path.join(media, `${name}${this.#locale === 'en' ? '' : `.${this.#locale}`}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.window.screenshot(name.replaceAll('/', '-'), file);
    await writeFile(file, withPalette(await readFile(file)));
    await page.setViewportSize(usual);
  }
}
