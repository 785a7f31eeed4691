import assert from 'node:assert/strict';
import { codeBlocks, pages, pageText } from './readmeText.ts';

/** What begins each heading, table row, list item, picture and block of code, in order. */
function shapeOf(file: string): string[] {
  const beginnings = /^ *(#+|\||- |\d+\. |!\[|```\w*)/gm;
  return Array.from(pageText(file).matchAll(beginnings), ([, beginning = '']) => beginning);
}

describe('A page in both languages', () => {
  for (const [english, korean] of pages) {
    it(`has the same headings, rows, items, pictures and code in the same order: ${english}`, () => {
      assert.deepEqual(shapeOf(korean), shapeOf(english));
    });

    it(`has the same code, apart from requests, whose words are translated: ${english}`, () => {
      for (const language of ['sh', 'js', 'ts', 'json']) {
        assert.deepEqual(codeBlocks(korean, language), codeBlocks(english, language));
      }
    });
  }
});
