import assert from 'node:assert/strict';
import {
  isIgnored,
  restored,
  withEnvironments,
} from '../../../../src/vscode/restClient/syncExclusion.ts';

const ours = 'rest-client.environmentVariables';

describe('The list of what Settings Sync ignores', () => {
  it('has a setting in it that is named and not named with a minus', () => {
    assert.ok(isIgnored(['a', ours]));
    assert.ok(!isIgnored(['a']));
    assert.ok(!isIgnored([ours, `-${ours}`]));
    assert.ok(!isIgnored(undefined));
    assert.ok(!isIgnored(ours));
  });

  const lists = [undefined, [], ['a'], ['a', `-${ours}`], null, 'nonsense'];

  it('is as before once the environments are taken out, if nobody else changed it', () => {
    for (const before of lists) {
      for (const former of [undefined, ['b']]) {
        const added = withEnvironments(before, former);
        assert.ok(isIgnored(added));
        assert.deepEqual(restored(added, former, before), before);
      }
    }
  });

  it('loses the environments alone if somebody did', () => {
    assert.deepEqual(restored(['a', ours, 'new'], undefined, ['a']), ['a', 'new']);
    assert.deepEqual(restored([ours, 'new'], undefined, undefined), ['new']);
  });

  it('stays as it is if somebody took them out already', () => {
    for (const list of lists) assert.equal(restored(list, undefined, ['x']), list);
  });
});
