import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { KiwoomError } from '../../src/core/base/errors.ts';
import { stateKeys } from '../../src/vscode/restClient/restClientParts.ts';
import { testMachine } from '../unit/fakes/testMachine.ts';
import { putSetting, settingsWindow, userSetting } from './settingsWindow.ts';

/** What is left of a token in the settings after the user no longer wants it there. */
async function setUp() {
  const state = new Map<string, unknown>([[stateKeys.tokenWritten, true]]);
  const { part } = await settingsWindow({
    machine: testMachine(),
    state,
    globalStorageUri: vscode.Uri.file(path.join(tmpdir(), 'User/globalStorage/kiwoom')),
    rewrite: () => Promise.resolve('refused'),
  });
  return { part, isRemembered: () => state.get(stateKeys.tokenWritten) === true };
}

describe('A token in the settings that cannot be taken out now', () => {
  const put = (value: object | undefined): Promise<void> =>
    putSetting('rest-client', 'environmentVariables', value);
  const inSettings = (): unknown => userSetting('rest-client', 'environmentVariables');

  before(() => put({ 'kiwoom-mock': { kiwoomToken: 'x'.repeat(86) } }));
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await put(undefined);
  });

  it('is not forgotten, and the user is told, until settings.json can be changed', async () => {
    const { part, isRemembered } = await setUp();
    await vscode.commands.executeCommand('workbench.action.openSettingsJson');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '\n');
    });

    await part.update();
    assert.ok(isRemembered());
    await assert.rejects(
      part.turnOff(),
      (error) => error instanceof KiwoomError && error.code === 'settings-not-changed',
    );
    assert.ok(isRemembered());

    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await part.update();
    assert.deepEqual(inSettings(), { 'kiwoom-mock': {} });
    assert.ok(!isRemembered());
  });
});
