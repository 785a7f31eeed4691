import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { authorizationCases } from '../httpFile/diagnosis/cases/authorizationCases.ts';
import { bodyCases } from '../httpFile/diagnosis/cases/bodyCases.ts';
import { clientCases } from '../httpFile/diagnosis/cases/clientCases.ts';
import { destinationCases } from '../httpFile/diagnosis/cases/destinationCases.ts';
import { secretCases } from '../httpFile/diagnosis/cases/secretCases.ts';
import { trCases } from '../httpFile/diagnosis/cases/trCases.ts';

/** There is a case for each code, which the compiler holds. */
const codes = Object.keys({
  ...secretCases,
  ...destinationCases,
  ...trCases,
  ...authorizationCases,
  ...bodyCases,
  ...clientCases,
});

describe('The table of diagnostics', () => {
  for (const guide of ['guide.md', 'guide.ko.md']) {
    it(`names each code once in ${guide}`, async () => {
      const text = await readFile(new URL(`../../../docs/${guide}`, import.meta.url), 'utf8');
      const named = [...text.matchAll(/^\| `([a-z-]+)`\s*\|/gm)].map(([, code]) => code);
      assert.deepEqual(named.toSorted(), codes.toSorted());
    });
  }
});
