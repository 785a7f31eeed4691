import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pages, root } from './readmeText.ts';

const documents = [...pages.flat(), 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

function all(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, found = '']) => found);
}

describe('What the documents mention', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };

  for (const document of documents) {
    const text = readFileSync(path.join(root, document), 'utf8');

    it(`is there: files and pictures in ${document}`, () => {
      const beside = (file: string): string => path.join(path.dirname(document), file);
      const mentioned = [
        ...all(text, /`((?:src|test|media)\/[^`*\s]*)`/g),
        ...all(text, /\]\((?!https?:)([^)#]+)\)/g).map(beside),
      ];
      assert.deepEqual(
        mentioned.filter((file) => !existsSync(path.join(root, file))),
        [],
      );
    });

    it(`can be run: scripts in ${document}`, () => {
      const mentioned = all(text, /npm run ([\w:-]+)/g);
      assert.deepEqual(
        mentioned.filter((name) => !(name in scripts)),
        [],
      );
    });
  }

  it('has room on the first page: 12 KB at most', () => {
    for (const file of pages[0] ?? []) {
      assert.ok(readFileSync(path.join(root, file)).byteLength <= 12_000, file);
    }
  });
});
