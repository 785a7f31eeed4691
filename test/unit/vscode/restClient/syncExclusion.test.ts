import assert from 'node:assert/strict';
import { isIgnored } from '../../../../src/vscode/restClient/syncExclusion.ts';

const ours = 'rest-client.environmentVariables';

describe('The list of what Settings Sync ignores', () => {
  it('has a setting in it that is named and not named with a minus', () => {
    assert.ok(isIgnored(['a', ours]));
    assert.ok(!isIgnored(['a']));
    assert.ok(!isIgnored([ours, `-${ours}`]));
    assert.ok(!isIgnored(undefined));
    assert.ok(!isIgnored(ours));
  });
});
