import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { testMachine } from '../unit/fakes/testMachine.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { cleanUp } from './extension.ts';
import { putSetting, settingsWindow, userSetting } from './settingsWindow.ts';

const mock = testProfile('mock');
const environmentsSetting = 'rest-client.environmentVariables';
/** Of the user, and to stay as it is. */
const own = { mine: { a: '1' }, 'kiwoom-mock': { extra: '2' } };
const withToken = { mine: { a: '1' }, 'kiwoom-mock': { extra: '2', kiwoomToken: 'token-1' } };

const environments = (): unknown => userSetting('rest-client', 'environmentVariables');

/** A window with a token, told that the user settings lie beside this folder. */
async function setUp(globalStorageUri: vscode.Uri, settingsElsewhere = false) {
  const machine = testMachine(mock);
  const window = await settingsWindow({ machine, globalStorageUri, settingsElsewhere });
  await window.tokens.issue(mock);
  return window;
}

describe('The token in the settings, where VS Code has to write it', () => {
  let folder: string;
  let settingsFile: string;

  before(async () => {
    await cleanUp();
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-settings-'));
    await mkdir(path.join(folder, 'User/globalStorage/extension'), { recursive: true });
    settingsFile = path.join(folder, 'User/settings.json');
    // Whoever keeps the environments from Settings Sync has been told.
    await putSetting('settingsSync', 'ignoredSettings', [environmentsSetting]);
    // The extension itself asks its user anew, whom this host does not answer for, and leaves the settings alone.
    await putSetting('kiwoom', 'restClient.tokenInSettings', true);
  });
  beforeEach(() => putSetting('rest-client', 'environmentVariables', own));
  after(async () => {
    await putSetting('kiwoom', 'restClient.tokenInSettings', undefined);
    await putSetting('rest-client', 'environmentVariables', undefined);
    await putSetting('settingsSync', 'ignoredSettings', undefined);
    await rm(folder, { recursive: true });
  });

  const beside = (): vscode.Uri =>
    vscode.Uri.file(path.join(folder, 'User/globalStorage/extension'));

  it('comes and goes with the token, all else as it was, if the file lies on another machine', async () => {
    const elsewhere = vscode.Uri.parse('vscode-vfs://elsewhere/User/globalStorage/extension');
    const { part, tokens } = await setUp(elsewhere);
    await part.update();
    assert.deepEqual(environments(), withToken);
    await tokens.revoke(mock);
    await part.update();
    assert.deepEqual(environments(), own);
  });

  it('does not come into a file of this name on a machine that is not the user’s', async () => {
    const text = JSON.stringify({ [environmentsSetting]: own });
    await writeFile(settingsFile, text);
    const { part } = await setUp(beside(), true);
    await part.update();
    assert.equal(await readFile(settingsFile, 'utf8'), text);
    assert.deepEqual(environments(), withToken);
  });

  it('comes into the settings in effect, not into the file of another VS Code profile', async () => {
    const other = JSON.stringify({ [environmentsSetting]: { someone: { b: '3' } } });
    await writeFile(settingsFile, other);
    const { part } = await setUp(beside());
    await part.update();
    assert.deepEqual(environments(), withToken);
    assert.equal(await readFile(settingsFile, 'utf8'), other);
  });

  it('does not come into a file with changes that are not saved', async () => {
    const text = JSON.stringify({ [environmentsSetting]: own }, undefined, 2);
    await writeFile(settingsFile, text);
    const document = await vscode.workspace.openTextDocument(settingsFile);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 1), '\n  // a thought');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(document.isDirty);
    const { part } = await setUp(beside());
    await part.update();
    assert.equal(await readFile(settingsFile, 'utf8'), text);
    assert.deepEqual(environments(), withToken);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('comes into the file itself where none of this is so, its comments as they were', async () => {
    const text = `{\n  // mine\n  "${environmentsSetting}": ${JSON.stringify(own)}\n}\n`;
    await writeFile(settingsFile, text);
    const { part } = await setUp(beside());
    await part.update();
    const written = await readFile(settingsFile, 'utf8');
    assert.match(written, /\/\/ mine/);
    assert.match(written, /"kiwoomToken": "token-1"/);
    assert.deepEqual(environments(), own);
  });
});
