import assert from 'node:assert/strict';
import { changeEnvironments } from '../../../../src/vscode/restClient/environmentTokens.ts';

const token = 'm'.repeat(86);

describe('The tokens in the value of the setting', () => {
  it('leave what is the value itself if nothing changes', () => {
    const value = { 'kiwoom-mock': { kiwoomToken: token } };
    assert.equal(changeEnvironments(value, { tokens: (there) => there })?.value, value);
    assert.equal(changeEnvironments(undefined, { tokens: () => ({}) })?.value, undefined);
  });

  it('do not replace what somebody else put in the place', () => {
    for (const value of [[], 'x', null, { 'kiwoom-mock': 'x' }, { 'kiwoom-mock': [] }]) {
      assert.equal(
        changeEnvironments(value, { tokens: () => ({ mock: token }) }),
        undefined,
        JSON.stringify(value),
      );
    }
  });
});
