import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorCodes } from '../../../src/core/base/errors.ts';
import { publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';
import { firstCells, type Readme, root, section } from './readmeText.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly title: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

const languages: readonly {
  readonly file: Readme;
  readonly texts: string;
  readonly headings: Readonly<Record<'commands' | 'settings' | 'troubleshooting', string>>;
}[] = [
  {
    file: 'README.md',
    texts: 'package.nls.json',
    headings: { commands: 'Commands', settings: 'Settings', troubleshooting: 'Troubleshooting' },
  },
  {
    file: 'README.ko.md',
    texts: 'package.nls.ko.json',
    headings: { commands: '명령', settings: '설정', troubleshooting: '문제 해결' },
  },
];

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

/** What is set off by these marks, such as names in a cell of a table. */
function marked(cells: readonly string[], mark: '`' | '**'): string[] {
  const names = mark === '`' ? /`([^`]+)`/g : /\*\*([^*]+)\*\*/g;
  return cells.flatMap((cell) => Array.from(cell.matchAll(names), ([, name = '']) => name));
}

describe('The tables of the README', () => {
  const { contributes } = readJson('package.json') as Manifest;

  for (const { file, texts, headings } of languages) {
    describe(file, () => {
      it('name every command by the title that the palette shows, and no other', () => {
        const titles = readJson(texts) as Readonly<Record<string, string>>;
        assert.deepEqual(
          marked(firstCells(section(file, headings.commands)), '**').sort(),
          contributes.commands
            .map(({ title }) => titles[title.replace(/^%|%$/g, '')] ?? title)
            .sort(),
        );
      });

      it('name every setting, and no other', () => {
        assert.deepEqual(
          marked(firstCells(section(file, headings.settings)), '`').sort(),
          contributes.configuration.flatMap(({ properties }) => Object.keys(properties)).sort(),
        );
      });

      it('say of every code of Kiwoom’s table what helps', () => {
        const codes = marked(firstCells(section(file, headings.troubleshooting)), '`');
        assert.deepEqual(
          codes.filter((code) => /^\d+$/.test(code)).sort(),
          publishedServerCodes.map(String).sort(),
        );
      });

      it('explain only codes that there are', () => {
        const codes = marked(firstCells(section(file, headings.troubleshooting)), '`');
        const own = codes.filter((code) => !/^\d+$/.test(code));
        const known: readonly string[] = errorCodes;
        assert.ok(own.length > 0);
        assert.deepEqual(
          own.filter((code) => !known.includes(code)),
          [],
        );
      });
    });
  }

  it('explain the same codes in the same order in both languages', () => {
    const [english, korean] = languages.map(({ file, headings }) =>
      marked(firstCells(section(file, headings.troubleshooting)), '`'),
    );
    assert.deepEqual(korean, english);
  });
});
