import assert from 'node:assert/strict';
import { OperationQueue } from '../../../../src/core/base/operationQueue.ts';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** Operations that go on until the test ends them. */
function setUp() {
  const queue = new OperationQueue();
  const running: string[] = [];
  const start = (profileId: string, name: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const result = queue.run(profileId, () => {
      running.push(name);
      return promise.finally(() => running.splice(running.indexOf(name), 1));
    });
    return { result, end: resolve, fail: reject };
  };
  return { running, start };
}

describe('The operations on a profile', () => {
  it('run one at a time, also those that are asked for while earlier ones end', async () => {
    const { running, start } = setUp();
    const [first, second] = [start('a', 'first'), start('a', 'second')];
    await settle();
    assert.deepEqual(running, ['first']);
    first.end('done');
    assert.equal(await first.result, 'done');
    await settle();
    assert.deepEqual(running, ['second']);
    const third = start('a', 'third');
    await settle();
    assert.deepEqual(running, ['second']);
    second.end('');
    await settle();
    assert.deepEqual(running, ['third']);
    third.end('');
    await third.result;
  });

  it('go on after one that failed', async () => {
    const { running, start } = setUp();
    const [first, second] = [start('a', 'first'), start('a', 'second')];
    await settle();
    first.fail(new Error('no'));
    await assert.rejects(first.result, /no/);
    await settle();
    assert.deepEqual(running, ['second']);
    second.end('');
    await second.result;
  });

  it('do not wait for those on another', async () => {
    const { running, start } = setUp();
    const all = [start('a', 'one'), start('b', 'two')];
    await settle();
    assert.deepEqual(running, ['one', 'two']);
    for (const { end } of all) end('');
    await Promise.all(all.map(({ result }) => result));
  });
});
