import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Account } from '../simulator/accounts.ts';
import type { Environment } from '../simulator/controlInterface.ts';
import { packageFolder } from './packageFolder.ts';
import { pictureWords } from './pictureWords.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

/**
 * `npm run pictures` takes the pictures of the README and the walkthrough from the packaged extension
 * at work, in both languages. `npm run pictures -- --states` takes instead, in light, dark and high
 * contrast, what a person can meet: into `.test-output/screenshots`, to be looked at.
 */
const { values } = parseArgs({ options: { states: { type: 'boolean', default: false } } });

type Locale = keyof typeof pictureWords;
const locales: readonly Locale[] = ['en', 'ko'];
const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  contrast: 'Default High Contrast',
} as const;

const media = path.resolve(import.meta.dirname, '../../media');
/** As large as the text can be read in the walkthrough, where a picture has half the editor. */
const small = { width: 800, height: 450 };
const usual = { width: 1280, height: 800 };

/** A window with this language and theme, whose workspace and accounts are the simulator's. */
class Scene {
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

  static async open(locale: Locale, theme: keyof typeof themes): Promise<Scene> {
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
  async typeAppKey(environment: Environment, { account, appkey }: Account): Promise<void> {
    const { window, say } = this;
    await window.runCommand(say.addAppKey);
    await window.quickInput.pick(/\(1\/5\)/, say[environment]);
    await window.quickInput.answer(/\(2\/5\)/, account);
    await window.quickInput.type(/\(3\/5\)/, appkey);
  }

  async addAccount(environment: Environment, account: Account): Promise<void> {
    const { window, say } = this;
    await this.typeAppKey(environment, account);
    await window.quickInput.answer(/\(3\/5\)/, account.appkey);
    await window.quickInput.answer(/\(4\/5\)/, account.secretkey);
    await window.quickInput.pick(/\(5\/5\)/, say.check);
    await window.notifications.acknowledge(account.account);
  }

  /** A picture for the README or the walkthrough. */
  async shoot(name: string, size: { width: number; height: number }): Promise<void> {
    const { page } = this.window;
    await page.setViewportSize(size);
    const file = path.join(media, `${name}${this.#locale === 'en' ? '' : `.${this.#locale}`}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.window.screenshot(name.replaceAll('/', '-'), file);
    await page.setViewportSize(usual);
  }
}

async function takeDocumentation(locale: Locale): Promise<void> {
  const scene = await Scene.open(locale, 'dark');
  const { window, say, mock, real } = scene;
  try {
    await window.runCommand(say.toggleSideBar);
    await scene.typeAppKey('mock', mock);
    await scene.shoot('walkthrough/add-key', small);
    await window.quickInput.cancel();

    await window.accountsView.open();
    await scene.addAccount('real', real);
    await scene.addAccount('mock', mock);
    await window.accountsView.waitFor(mock.account, say.left);
    await window.accountsView.row(mock.account).click();
    await window.page.setViewportSize(small);
    await window.accountsView.tooltip(mock.account);
    await scene.shoot('walkthrough/issue', small);

    await writeFile(path.join(window.folder, say.file), say.request);
    await window.openFile(say.file);
    await window.editor.lenses();
    await window.runCommand(say.toggleSideBar);
    await scene.shoot('walkthrough/send', small);
  } finally {
    await scene.session.close();
  }
}

async function takeStates(locale: Locale, theme: keyof typeof themes): Promise<void> {
  const scene = await Scene.open(locale, theme);
  const { window, say, mock, real } = scene;
  const { control } = scene.session.simulator;
  let number = 0;
  const take = async (name: string): Promise<void> => {
    number += 1;
    const order = String(number).padStart(2, '0');
    await window.screenshot(`states/${locale}-${theme}/${order}-${name}`);
  };
  try {
    await window.statusBar.tooltip(say.noKey);
    await take('no-key-tooltip');
    await window.statusBar.click(say.noKey);
    await take('no-key-menu');
    await window.quickInput.cancel();
    await window.accountsView.open();
    await window.accountsView.welcome();
    await take('welcome');
    await window.accountsView.follow(say.walkthrough);
    await window.runCommand(say.toggleSideBar);
    const steps = window.page.locator('.gettingStartedContainer .step-title');
    await steps.first().waitFor();
    for (const step of await steps.all()) {
      await step.click();
      await take('walkthrough');
    }
    await window.runCommand('View: Close All Editors');
    await window.accountsView.open();
    await scene.addAccount('real', real);
    await scene.addAccount('mock', mock);
    await window.accountsView.waitFor(mock.account, say.left);
    await window.accountsView.tooltip(mock.account);
    await take('accounts-tooltip');
    await window.accountsView.contextMenu(real.account);
    await take('context-menu');
    await window.page.keyboard.press('Escape');
    await window.statusBar.click(say.left);
    await take('menu');
    await window.quickInput.cancel();
    await window.statusBar.tooltip(say.left);
    await take('status-tooltip');
    await window.accountsView.press(real.account, say.switchTo);
    control.killTokens({ environment: 'real' });
    await window.runCommand(say.verify);
    await window.accountsView.waitFor(real.account, say.rejected);
    await take('rejected');
    await window.runCommand('Notifications: Clear All Notifications');
    await window.statusBar.tooltip(say.rejected);
    await take('rejected-tooltip');
  } finally {
    await scene.session.close();
  }
}

if (values.states) {
  for (const locale of locales) {
    for (const theme of ['light', 'dark', 'contrast'] as const) await takeStates(locale, theme);
  }
} else {
  for (const locale of locales) await takeDocumentation(locale);
}
