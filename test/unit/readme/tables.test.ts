import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorCodes } from '../../../src/core/base/errors.ts';
import { publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';
import { firstCells, root, section } from './readmeText.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly title: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

const languages: readonly {
  readonly texts: string;
  readonly settings: string;
  readonly troubleshooting: string;
  readonly headings: Readonly<Record<'commands' | 'settings' | 'codes', string>>;
}[] = [
  {
    texts: 'package.nls.json',
    settings: 'docs/settings.md',
    troubleshooting: 'docs/troubleshooting.md',
    headings: { commands: 'Commands', settings: 'Settings', codes: 'Error codes' },
  },
  {
    texts: 'package.nls.ko.json',
    settings: 'docs/settings.ko.md',
    troubleshooting: 'docs/troubleshooting.ko.md',
    headings: { commands: '명령', settings: '설정', codes: '오류 코드' },
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

describe('The tables of the documentation', () => {
  const { contributes } = readJson('package.json') as Manifest;

  for (const { texts, settings, troubleshooting, headings } of languages) {
    describe(settings, () => {
      it('name every command by the title that the palette shows, and no other', () => {
        const titles = readJson(texts) as Readonly<Record<string, string>>;
        assert.deepEqual(
          marked(firstCells(section(settings, headings.commands)), '**').sort(),
          contributes.commands
            .map(({ title }) => titles[title.replace(/^%|%$/g, '')] ?? title)
            .sort(),
        );
      });

      it('name every setting, and no other', () => {
        assert.deepEqual(
          marked(firstCells(section(settings, headings.settings)), '`').sort(),
          contributes.configuration.flatMap(({ properties }) => Object.keys(properties)).sort(),
        );
      });

      it('say of every code of Kiwoom’s table what helps', () => {
        const codes = marked(firstCells(section(troubleshooting, headings.codes)), '`');
        assert.deepEqual(
          codes.filter((code) => /^\d+$/.test(code)).sort(),
          publishedServerCodes.map(String).sort(),
        );
      });

      it('explain only codes that there are', () => {
        const codes = marked(firstCells(section(troubleshooting, headings.codes)), '`');
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
    const [english, korean] = languages.map(({ troubleshooting, headings }) =>
      marked(firstCells(section(troubleshooting, headings.codes)), '`'),
    );
    assert.deepEqual(korean, english);
  });
});
