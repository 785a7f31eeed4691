import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, execute, succeed } from './extension.ts';

const reference = 'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}';

let files = 0;

async function open(content: string, ...lines: number[]): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const file = vscode.Uri.joinPath(folder, `inserted-${++files}.http`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  const editor = await vscode.window.showTextDocument(file);
  editor.selections = lines.map((line) => new vscode.Selection(line, 0, line, 0));
  return editor;
}

describe('Insert Authorization Header', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('writes the reference into the request at the cursor, keeps it at its server, and is undone in one step', async () => {
    const text = 'POST https://a.test/x\napi-id: ka00001\n\n{}\n';
    const editor = await open(text, 0);
    const { requests } = await succeed('kiwoom.insertAuthorization');
    assert.equal(requests, 1);
    assert.equal(
      editor.document.getText(),
      `# @no-redirect\nPOST https://a.test/x\napi-id: ka00001\n${reference}\n\n{}\n`,
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('replaces a literal token', async () => {
    const editor = await open('GET https://a.test\nauthorization: Bearer pasted\n', 1);
    await succeed('kiwoom.insertAuthorization');
    assert.equal(
      editor.document.getText(),
      '# @no-redirect\nGET https://a.test\nauthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n',
    );
  });

  it('serves each of several cursors, each request once, in one step to undo', async () => {
    const text = 'GET https://a.test\n\n###\nGET https://b.test\nx: y\n';
    const editor = await open(text, 0, 3, 4);
    const { requests } = await succeed('kiwoom.insertAuthorization');
    assert.equal(requests, 2);
    assert.equal(editor.document.getText().split(reference).length, 3);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('keeps Windows line ends', async () => {
    const editor = await open('GET https://a.test\r\nx: y\r\n', 0);
    await succeed('kiwoom.insertAuthorization');
    assert.equal(
      editor.document.getText(),
      `# @no-redirect\r\nGET https://a.test\r\nx: y\r\n${reference}\r\n`,
    );
  });

  it('says so where there is no request', async () => {
    await open('# only a comment\n', 0);
    const result = await execute('kiwoom.insertAuthorization');
    assert.ok(!result.ok && result.code === 'no-request');
  });

  it('says so in a file that is not for requests', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'GET https://a.test' });
    await vscode.window.showTextDocument(document);
    const result = await execute('kiwoom.insertAuthorization');
    assert.ok(!result.ok && result.code === 'no-http-editor');
  });
});
