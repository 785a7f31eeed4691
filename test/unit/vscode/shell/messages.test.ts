import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ErrorCode, errorCodes, KiwoomError } from '../../../../src/core/base/errors.ts';
import { describeError } from '../../../../src/vscode/shell/messages.ts';

const folder = path.join(import.meta.dirname, '../../../../src/vscode/shell/messages');

describe('The texts of errors', () => {
  it('stand in the order of the codes, each in one group', async () => {
    const groups = await Promise.all(
      globSync('*Errors.ts', { cwd: folder }).map(async (name) => {
        const exported = (await import(pathToFileURL(path.join(folder, name)).href)) as Record<
          string,
          object
        >;
        return Object.values(exported).flatMap((texts) => Object.keys(texts));
      }),
    );
    const at = ([first]: string[]): number => errorCodes.findIndex((code) => code === first);
    const codes = groups.toSorted((a, b) => at(a) - at(b)).flat();
    assert.deepEqual([...codes, 'unexpected'], errorCodes);
  });

  it('lead to the setting that is meant', () => {
    const settingOf = (code: ErrorCode): string => {
      const { actions, setting } = describeError(new KiwoomError(code), (text) => text);
      assert.ok(actions.includes('open-settings'));
      return setting;
    };
    assert.equal(settingOf('endpoint-refused'), 'kiwoom.endpoints');
    assert.equal(settingOf('shared-tokens-left'), 'kiwoom.sharedTokens');
    assert.equal(settingOf('shared-tokens-address'), 'kiwoom.sharedTokens');
    assert.equal(settingOf('account-not-open'), 'kiwoom.agents.accounts');
  });
});
