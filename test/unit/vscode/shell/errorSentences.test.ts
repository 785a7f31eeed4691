import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { ErrorSentences } from '../../../../src/vscode/shell/errorSentences.ts';

const error = new KiwoomError('maintenance');

describe('The sentences for errors', () => {
  it('are loaded with the first error, once, and then asked for again', async () => {
    let loads = 0;
    let updates = 0;
    const sentences = new ErrorSentences(
      () => {
        loads += 1;
        return Promise.resolve(({ code }) => `A sentence about ${code}.`);
      },
      () => (updates += 1),
    );
    assert.equal(loads, 0);
    assert.deepEqual([sentences.of(error), sentences.of(error)], ['maintenance', 'maintenance']);
    await setImmediate();
    assert.deepEqual([loads, updates], [1, 1]);
    assert.equal(sentences.of(error), 'A sentence about maintenance.');
  });

  it('leave the code where they cannot be loaded, and are tried again with the next error', async () => {
    const results = [
      () => Promise.reject(new Error('no such file')),
      () => Promise.resolve(() => 'A sentence.'),
    ];
    const sentences = new ErrorSentences(
      () => (results.shift() ?? assert.fail('a third load'))(),
      () => undefined,
    );
    assert.equal(sentences.of(error), 'maintenance');
    await setImmediate();
    assert.equal(sentences.of(error), 'maintenance');
    await setImmediate();
    assert.equal(sentences.of(error), 'A sentence.');
  });
});
