import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { insertionAt } from '../../../../src/httpFile/syntax/textRange.ts';
import { insertionPoint } from '../../../../src/httpFile/template/insertionPoint.ts';
import { applyEdits } from '../applyEdits.ts';
import { httpTextAndLine } from '../httpFileArbitraries.ts';

const request = '### new\nPOST https://example.com/new\n\n{}';

function inserted(text: string, line: number): string {
  const file = parseHttpFile(text);
  const { position, before, after } = insertionPoint(file, line);
  const newText = before + request.replaceAll('\n', file.eol) + after;
  return applyEdits(text, [insertionAt(position, newText)]);
}

/** What each block says, without the blank lines that part them. */
function blocksOf(text: string): string[] {
  const { lines, blocks } = parseHttpFile(text);
  return blocks
    .map((block) => lines.slice(block.lines.first, block.lines.last + 1).join('\n'))
    .map((block) => block.replace(/\s+$/, ''))
    .filter((block) => block !== '');
}

describe('A further request', () => {
  for (const { when, before, after } of [
    { when: 'the file is empty', before: '¦', after: '<new>\n' },
    { when: 'the file has blank lines only', before: '\n¦\n', after: '<new>\n\n' },
    {
      when: 'the cursor is in a request',
      before: 'GET a\n¦A: 1\n\n### b\nGET b\n',
      after: 'GET a\nA: 1\n\n<new>\n\n### b\nGET b\n',
    },
    {
      when: 'the cursor is in a body',
      before: '### a\nPOST a\n\n{\n¦  "x": "1"\n}\n',
      after: '### a\nPOST a\n\n{\n  "x": "1"\n}\n\n<new>\n',
    },
    {
      when: 'the cursor is in a comment at the end of a request',
      before: 'GET a\n\n# n¦ote\n### b\nGET b',
      after: 'GET a\n\n# note\n\n<new>\n\n### b\nGET b',
    },
    {
      when: 'the next request follows without a blank line',
      before: 'GET a¦\n### b\nGET b\n',
      after: 'GET a\n\n<new>\n\n### b\nGET b\n',
    },
    {
      when: 'the file does not end with a line break',
      before: 'GET a¦',
      after: 'GET a\n\n<new>\n',
    },
    {
      when: 'the cursor is below everything',
      before: 'GET a\n\n\n\n¦',
      after: 'GET a\n\n<new>\n\n\n\n',
    },
    {
      when: 'the cursor is among the variables at the top',
      before: '@a = 1\n¦\n###\nGET a\n',
      after: '@a = 1\n\n<new>\n\n###\nGET a\n',
    },
    {
      when: 'the cursor is on a heading drawn with delimiters',
      before: '####¦####\n### a\n\n########\nGET a\n\n### b\nGET b\n',
      after: '########\n### a\n\n########\nGET a\n\n<new>\n\n### b\nGET b\n',
    },
    {
      when: 'the cursor is on a delimiter above nothing',
      before: 'GET a\n\n##¦#\n',
      after: 'GET a\n\n###\n\n<new>\n',
    },
    {
      when: 'a kept response follows the request',
      before: 'GET¦ a\n\nHTTP/1.1 200 OK\n\n{\n\n}\n',
      after: 'GET a\n\nHTTP/1.1 200 OK\n\n{\n\n}\n\n<new>\n',
    },
  ]) {
    it(`goes where it disturbs nothing when ${when}`, () => {
      for (const eol of ['\n', '\r\n']) {
        const [above = ''] = before.split('¦');
        const text = before.replace('¦', '').replaceAll('\n', eol);
        const expected = after.replace('<new>', request).replaceAll('\n', eol);
        // A file without a line break has nothing to go by.
        if (eol === '\r\n' && !text.includes(eol)) continue;
        assert.equal(inserted(text, above.split('\n').length - 1), expected);
      }
    });
  }

  it('leaves every other block as it is, at any line of any file', () => {
    fc.assert(
      fc.property(httpTextAndLine, ({ text, line }) => {
        const before = blocksOf(text);
        const after = blocksOf(inserted(text, line));
        const at = after.findIndex((block, index) => block !== before[index]);
        assert.equal(after[at], request);
        assert.deepEqual(after.toSpliced(at, 1), before);
      }),
      { numRuns: 1000 },
    );
  });
});
