import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../host/browser.ts';
import { withPalette } from './palettePng.ts';
import { type Locale, Scene, themes } from './scene.ts';
import { takeStates } from './stateScenes.ts';

/**
 * `npm run pictures` takes the pictures of the README and the walkthrough from the packaged extension
 * at work, in both languages. `npm run pictures -- --states` takes instead, in light, dark and high
 * contrast, what a person can meet: into `.test-output/screenshots`, to be looked at. `--only ko-dark`
 * takes those of one language and theme.
 */
const { values } = parseArgs({
  options: { states: { type: 'boolean', default: false }, only: { type: 'string' } },
});

const locales: readonly Locale[] = ['en', 'ko'];
/** As large as the text can be read in the walkthrough, where a picture has half the editor. */
const small = { width: 800, height: 450 };
/** Room for accounts, request and answer side by side; the README shows it at two thirds of its size. */
const wide = { width: 1360, height: 560 };

async function takeDocumentation(locale: Locale): Promise<void> {
  const scene = await Scene.open(locale, 'dark', { 'kiwoom.injection.terminal': true });
  const { window, say, mock, real } = scene;
  try {
    await window.runCommand(say.toggleSideBar);
    await window.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await scene.typeAppKey('mock', mock);
    await scene.shoot('walkthrough/add-key', small);
    await window.quickInput.cancel();

    await window.accountsView.open();
    await scene.addAccount('real', real);
    await scene.addAccount('mock', mock);
    await window.accountsView.waitFor(mock.account, say.left);
    await window.page.setViewportSize(small);
    await window.statusBar.tooltip(say.left);
    await scene.shoot('walkthrough/issue', small);

    await writeFile(path.join(window.folder, say.file), say.request);
    await window.openFile(say.file);
    await window.editor.lenses();
    await window.runCommand(say.toggleSideBar);
    await scene.shoot('walkthrough/send', small);

    await takeOverview(scene);
  } finally {
    await scene.session.close();
  }
}

/** The drawing of the gateway for the README, where the Marketplace takes no SVG. */
async function takeDrawing(locale: Locale): Promise<void> {
  const name = `gateway${locale === 'en' ? '' : `.${locale}`}`;
  const file = (ending: string): string =>
    path.join(import.meta.dirname, '../../media/walkthrough', `${name}.${ending}`);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 150 } });
    await page.setContent(
      `<body style="margin: 0; background: white">${await readFile(file('svg'), 'utf8')}</body>`,
    );
    await writeFile(file('png'), withPalette(await page.screenshot()));
  } finally {
    await browser.close();
  }
}

/** Accounts, a request and its answer, which the simulator gave to the httpyac command line. */
async function takeOverview(scene: Scene): Promise<void> {
  const { window, say, session } = scene;
  const [, second] = session.simulator.accounts.mock;
  await window.accountsView.open();
  await scene.addAccount('mock', second);
  await scene.rename(second.account, say.secondName);
  await window.accountsView.press(scene.mock.account, say.switchTo);
  await scene.send(say.file, say.answer);
  await window.openFile(say.answer);
  await window.runCommand('View: Move Editor into Next Group');
  await window.page.setViewportSize(wide);
  await scene.narrowSideBar();
  await window.runCommand('View: Focus First Editor Group');
  await window.editor.lenses();
  await window.runCommand('Notifications: Clear All Notifications');
  await scene.shoot('overview', wide);
}

if (values.states) {
  for (const locale of locales) {
    for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
      if ((values.only ?? `${locale}-${theme}`) === `${locale}-${theme}`) {
        await takeStates(locale, theme);
      }
    }
  }
} else {
  for (const locale of locales) {
    await takeDocumentation(locale);
    await takeDrawing(locale);
  }
}
