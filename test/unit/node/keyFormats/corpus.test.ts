import assert from 'node:assert/strict';
import { readKeyText } from '../../../../src/node/keyFormats/readKeyText.ts';
import { corpus } from './corpus.ts';
import { holdsKey, inShort, withKeys } from './madeKeys.ts';

describe('App keys as people keep them', () => {
  it('are kept in at least sixty ways here', () => {
    assert.ok(corpus.length >= 60);
  });

  for (const { file, text, pairs, notTaken = '' } of corpus) {
    it(`in ${file}: ${text.slice(0, 90).replaceAll('\n', ' | ')} → ${pairs === '' ? 'none' : pairs}`, async () => {
      const found = await readKeyText(withKeys(text), file);
      // Node sorts the names of a `.env` file.
      assert.deepEqual(inShort(found).split(', ').sort(), pairs.split(', ').sort());
      const reasons = new Set(found.notTaken.map(({ reason }) => reason));
      assert.equal([...reasons].sort().join(', '), notTaken.split(', ').sort().join(', '));
      assert.ok(!holdsKey(JSON.stringify(found)));
    });
  }
});
