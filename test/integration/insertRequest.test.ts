import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addProfile, cleanUp, execute, succeed, until } from './extension.ts';

let files = 0;

async function open(content: string, line = 0): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const file = vscode.Uri.joinPath(folder, `request-${++files}.http`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  const editor = await vscode.window.showTextDocument(file);
  editor.selection = new vscode.Selection(line, 0, line, 0);
  return editor;
}

const stockInfo = /### 주식기본정보요청 \(ka10001\)\n(?:# .*\n)+POST [^]*"stk_cd": "005930"\n\}/;

describe('Insert API Request', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('writes a request below the one at the cursor, and is undone in one step', async () => {
    const text = 'GET https://a.test\n\n{\n  "x": 1\n}\n### b\nGET https://b.test\n';
    const editor = await open(text, 3);
    const { apiId } = await succeed('kiwoom.insertRequest', { apiId: 'ka10001' });
    assert.equal(apiId, 'ka10001');
    const written = editor.document.getText();
    assert.match(written, stockInfo);
    assert.equal(written.replace(stockInfo, '<new>'), text.replace('}\n###', '}\n\n<new>\n\n###'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('selects the first value, ready to be overwritten', async () => {
    const editor = await open('');
    await succeed('kiwoom.insertRequest', { apiId: 'ka10001' });
    assert.equal(editor.document.getText(editor.selection), '005930');
  });

  it('keeps Windows line ends, and does not indent like the line above', async () => {
    const editor = await open('GET https://a.test\r\n    A: 1', 1);
    await succeed('kiwoom.insertRequest', { apiId: 'ka00001' });
    const text = editor.document.getText();
    assert.doesNotMatch(text, /[^\r]\n/);
    assert.match(text, /A: 1\r\n\r\n### 계좌번호조회 \(ka00001\)\r\n[^]*\r\n\{\}\r\n$/);
  });

  it('opens a new document where there is none for requests', async () => {
    await succeed('kiwoom.insertRequest', { apiId: 'ka10001' });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.isUntitled, true);
    assert.match(document.getText(), stockInfo);
  });

  describe('in a document without a name', () => {
    /** The order is real, so what says so matters most. */
    async function insertOrder(): Promise<vscode.TextDocument> {
      await succeed('kiwoom.insertRequest', { apiId: 'kt10000' });
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document !== undefined);
      return document;
    }

    async function expectHelp({ uri, languageId }: vscode.TextDocument): Promise<void> {
      assert.equal(languageId, 'http');
      await until(() =>
        vscode.languages.getDiagnostics(uri).some(({ code }) => code === 'real-order'),
      );
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        1,
      );
      assert.match(lenses[0]?.command?.title ?? '', /Real/);
    }

    beforeEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await addProfile('real');
    });

    it('that the command opened, lens and diagnostics are there', async () => {
      const document = await insertOrder();
      assert.equal(document.isUntitled, true);
      await expectHelp(document);
    });

    for (const content of ['', '\n', 'POST https://api.kiwoom.com/api/dostk/acnt\n']) {
      it(`they are there too where ${JSON.stringify(content)} stands in it`, async () => {
        const empty = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
        await vscode.window.showTextDocument(empty);
        const document = await insertOrder();
        assert.equal(document.uri.toString(), empty.uri.toString());
        await expectHelp(document);
      });
    }

    it('notes are left as they are, and the request gets a document of its own', async () => {
      const notes = await vscode.workspace.openTextDocument({ content: 'what to buy:\n- nothing' });
      await vscode.window.showTextDocument(notes);
      const document = await insertOrder();
      assert.notEqual(document.uri.toString(), notes.uri.toString());
      assert.equal(notes.getText(), 'what to buy:\n- nothing');
      await expectHelp(document);
    });
  });

  it('addresses a WebSocket TR to the server of the active account', async () => {
    const editor = await open('');
    await succeed('kiwoom.insertRequest', { apiId: '0B' });
    const text = editor.document.getText();
    assert.match(text, /^WS \{\{\$processEnv KIWOOM_WS_HOST\}\}\/api\/dostk\/websocket$/m);
    assert.match(text, /^Authorization: Bearer \{\{\$processEnv KIWOOM_TOKEN\}\}$/m);
  });

  it('does not write keys for the OAuth TRs', async () => {
    const editor = await open('');
    await succeed('kiwoom.insertRequest', { apiId: 'au10001' });
    const text = editor.document.getText();
    assert.match(text, /^### .*\(au10001\)\n# .*\n$/);
    assert.doesNotMatch(text, /"/);
  });

  it('says so where the file cannot be changed', async () => {
    const provider = { provideTextDocumentContent: () => 'GET https://a.test\n' };
    const registered = vscode.workspace.registerTextDocumentContentProvider('fixed', provider);
    try {
      await vscode.window.showTextDocument(vscode.Uri.parse('fixed:/a.http'));
      const result = await execute('kiwoom.insertRequest', { apiId: 'ka10001' });
      assert.ok(!result.ok && result.code === 'read-only-editor', JSON.stringify(result));
    } finally {
      registered.dispose();
    }
  });

  it('does not know every api-id', async () => {
    const editor = await open('');
    const result = await execute('kiwoom.insertRequest', { apiId: 'zz99999' });
    assert.ok(!result.ok && result.code === 'unknown-api');
    assert.equal(editor.document.getText(), '');
  });
});
