import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { allCases } from '../httpFile/diagnosis/cases/allCases.ts';

const codes = [...Object.keys(allCases), 'pass-past-gateway'];

describe('The table of diagnostics', () => {
  for (const guide of ['guide.md', 'guide.ko.md']) {
    it(`names each code once in ${guide}`, async () => {
      const text = await readFile(new URL(`../../../docs/${guide}`, import.meta.url), 'utf8');
      const named = [...text.matchAll(/^\| `([a-z-]+)`\s*\|/gm)].map(([, code]) => code);
      assert.deepEqual(named.toSorted(), codes.toSorted());
    });
  }
});
