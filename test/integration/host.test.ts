import assert from 'node:assert/strict';
import http from 'node:http';
import * as vscode from 'vscode';

describe('The extension host', () => {
  it('knows the extension', () => {
    assert.ok(vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth'));
  });

  it('is the lowest version that the manifest names only in the tier that is about it', () => {
    const extension = vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth');
    const { engines } = extension?.packageJSON as { engines: { vscode: string } };
    const isLowest = engines.vscode === `^${vscode.version.replace(/\.\d+$/, '.0')}`;
    assert.equal(isLowest, process.env['TEST_TIER'] === 'lowest', vscode.version);
  });

  it('has the workspace of the tests open', () => {
    const names = vscode.workspace.workspaceFolders?.map((folder) => folder.name);
    assert.deepEqual(names, ['workspace']);
  });

  it('sends the extension to the simulator, in both environments', () => {
    const endpoints = vscode.workspace.getConfiguration('kiwoom.endpoints');
    assert.equal(endpoints.get('real'), process.env['KIWOOM_SIMULATOR_REAL_URL']);
    assert.equal(endpoints.get('mock'), process.env['KIWOOM_SIMULATOR_MOCK_URL']);
  });

  it('refuses connections that would leave the machine', async () => {
    await assert.rejects(
      new Promise((_resolve, reject) => {
        http.get('http://192.0.2.1/', reject).on('error', reject);
      }),
      { name: 'LeftTheMachineError' },
    );
  });
});
