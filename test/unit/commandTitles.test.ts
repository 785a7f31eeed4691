import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: {
      readonly commandPalette: readonly { readonly command: string; readonly when: string }[];
    };
  };
}

/** Whether VS Code's palette shows `title` for what was typed: each word begins one of the title's, in order. */
function isFoundBy(title: string, typed: string): boolean {
  const words = title.toLowerCase().split(' ');
  let at = 0;
  for (const word of typed.toLowerCase().split(' ')) {
    const found = words.findIndex((each, index) => index >= at && each.startsWith(word));
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

const { contributes } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as Manifest;

describe('Every command', () => {
  it('is found by the name of Kiwoom in the language of the user', () => {
    const others = contributes.commands.filter(({ category }) => category !== '%category%');
    assert.deepEqual(others, []);
  });
});

describe('Without an account, the palette', () => {
  it('has only what helps then', () => {
    const conditions = new Map(
      contributes.menus.commandPalette.map(({ command, when }) => [command, when]),
    );
    const shown = contributes.commands
      .map(({ command }) => command)
      .filter((id) => !/kiwoom\.has|^config\.|^false$/.test(conditions.get(id) ?? ''));
    assert.deepEqual(shown, [
      'kiwoom.addProfile',
      'kiwoom.importKeyFiles',
      'kiwoom.issueToken',
      'kiwoom.insertRequest',
      'kiwoom.insertAuthorization',
      'kiwoom.connectRestClient',
      'kiwoom.showLog',
    ]);
  });
});

describe('A command that is typed with its whole title', () => {
  for (const file of ['package.nls.json', 'package.nls.ko.json']) {
    const texts = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Readonly<
      Record<string, string>
    >;
    const titles = Object.keys(texts)
      .filter((key) => key.startsWith('command.'))
      .map((key) => texts[key] ?? '');

    it(`is the first that the palette shows: ${file}`, () => {
      assert.ok(titles.length > 10);
      for (const typed of titles) {
        const shown = titles.filter((title) => isFoundBy(title, typed)).sort();
        assert.equal(shown[0], typed);
      }
    });
  }
});
