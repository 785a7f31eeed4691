import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { CheckedKeys } from '../../../../src/vscode/accounts/checkedKeys.ts';
import { testMachine } from '../../fakes/testMachine.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const profile = testProfile('mock');

function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.get(key) ?? fallback) as T,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

async function setUp() {
  const machine = testMachine(profile);
  const { profiles, tokens } = machine.window();
  await profiles.refresh();
  const remembered = memento();
  const checked = new CheckedKeys(profiles, tokens, remembered);
  return { ...machine, profiles, tokens, remembered, checked };
}

describe('Keys that Kiwoom has taken once', () => {
  it('are those of an account that had a token, also when it is gone', async () => {
    const { profiles, tokens, remembered, checked } = await setUp();
    checked.update();
    assert.equal(checked.has(profile.id), false);
    await tokens.issue(profile);
    checked.update();
    await tokens.revoke(profile);
    checked.update();
    assert.equal(checked.has(profile.id), true);
    assert.equal(new CheckedKeys(profiles, tokens, remembered).has(profile.id), true);
  });

  it('are not those that were refused', async () => {
    const { api, tokens, checked } = await setUp();
    api.nextFailure = new KiwoomError('wrong-keys');
    await assert.rejects(tokens.issue(profile));
    checked.update();
    assert.equal(checked.has(profile.id), false);
  });
});
