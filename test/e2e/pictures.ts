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

async function takeDocumentation(locale: Locale): Promise<void> {
  const scene = await Scene.open(locale, 'dark');
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
