import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addProfile, cleanUp, control, hosts, succeed } from './extension.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const reference = 'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}';
const order = `POST ${hosts.real}/api/dostk/ordr\n${reference}\napi-id: kt10000\n\n{ "trde_tp": "3" }\n`;

let files = 0;

async function open(content: string, extension = 'http'): Promise<vscode.TextEditor> {
  const file = vscode.Uri.joinPath(folder, `assisted-${++files}.${extension}`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  return vscode.window.showTextDocument(file);
}

/** @param marked with `|` where the cursor is */
async function openAt(marked: string, extension?: string) {
  const editor = await open(marked.replace('|', ''), extension);
  const { document } = editor;
  return { editor, document, position: document.positionAt(marked.indexOf('|')) };
}

async function completions(marked: string, trigger?: string, resolved = 0) {
  const { document, position, editor } = await openAt(marked);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
    trigger,
    resolved,
  );
  // VS Code's own words of the file are no answer of a provider that knows anything.
  return { editor, items: items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text) };
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

async function hover(marked: string, extension?: string): Promise<string> {
  const { document, position } = await openAt(marked, extension);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const texts = hovers.flatMap(({ contents }) => contents);
  assert.ok(texts.every((text) => text instanceof vscode.MarkdownString));
  return texts.map(({ value }) => value).join('\n');
}

async function lenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 100);
}

async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  return (await lenses(document)).map(({ command }) => command?.title ?? '');
}

describe('Help with writing .http files', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('completes an api-id, and its path with it', async () => {
    const text = `POST ${hosts.mock}/api/dostk/acnt\napi-id: ka10081|\n`;
    const { editor, items } = await completions(text, undefined, 400);
    const chart = items.find((item) => labelOf(item) === 'ka10081');
    assert.ok(chart?.documentation instanceof vscode.MarkdownString);
    assert.match(chart.documentation.value, /base\\?_dt/);
    editor.selection = new vscode.Selection(1, 15, 1, 15);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    // What the widget shows is not told; accepting works as soon as it is there.
    const wanted = `POST ${hosts.mock}/api/dostk/chart\napi-id: ka10081\n`;
    while (editor.document.getText() !== wanted) {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      await new Promise(setImmediate);
    }
  });

  it('completes a variable between braces', async () => {
    const { items } = await completions('POST {{|}}\n', '{');
    assert.deepEqual(items.map(labelOf), [
      '$processEnv KIWOOM_HOST',
      '$processEnv KIWOOM_HOST_REAL',
      '$processEnv KIWOOM_HOST_MOCK',
      '$processEnv %kiwoomHostVar',
    ]);
    const [first] = items;
    assert.ok(first?.insertText instanceof vscode.SnippetString);
    assert.equal(first.insertText.value, '\\$processEnv KIWOOM_HOST');
  });

  it('is asked again with each character, and offers nothing once a path is whole', async () => {
    const url = `POST ${hosts.mock}/api/dostk/ordr`;
    const { editor } = await openAt(`${url}|\n`);
    const at = (character: number): Thenable<vscode.CompletionList> =>
      vscode.commands.executeCommand(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        new vscode.Position(0, character),
      );
    const paths = ({ items }: vscode.CompletionList): string[] =>
      items.map(labelOf).filter((label) => label.startsWith('/api/'));
    const unfinished = await at(url.length - 1);
    assert.ok(paths(unfinished).includes('/api/dostk/ordr'));
    assert.equal(unfinished.isIncomplete, true);
    assert.deepEqual(paths(await at(url.length)), []);
  });

  it('completes in the right lines of a later block', async () => {
    const { items } = await completions(
      `GET https://example.com\n\n###\n${order.replace('"3"', '"|"')}`,
    );
    const limit = items.find((item) => labelOf(item) === '0');
    assert.ok(limit?.range instanceof vscode.Range);
    assert.deepEqual([limit.range.start.line, limit.range.start.character], [7, 13]);
  });

  it('offers fields for a quote, and nothing for a blank between them', async () => {
    const text = order.replace('"trde_tp"', '| "trde_tp"');
    assert.deepEqual((await completions(text, ' ')).items, []);
    assert.ok((await completions(text)).items.some((item) => labelOf(item) === 'stk_cd'));
  });

  for (const [what, marked] of [
    ['a request to somebody else', 'POST https://example.com/a\napi-id: |\n'],
    ['a comment', `${order}# api-id: |\n`],
    ['the host of a file for somebody else', 'GET https://a.test\n\n###\nGET {{|\n'],
  ] as const) {
    it(`completes nothing in ${what}`, async () => {
      assert.deepEqual((await completions(marked, ' ')).items.map(labelOf), []);
      assert.deepEqual((await completions(marked, '{')).items.map(labelOf), []);
    });
  }

  it('explains a TR, a path and a field', async () => {
    assert.match(await hover(order.replace('kt10000', 'kt1|0000')), /주식 매수주문/);
    assert.match(await hover(order.replace('/ordr', '/or|dr')), /`kt10003`/);
    assert.match(await hover(order.replace('trde_tp', 'trde|_tp')), /매매구분/);
  });

  it('tells whose a reference is and never shows a token', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    const [token] = (await control.tokens()).filter(({ alive }) => alive);
    assert.ok(token);
    const suffixed = ['KIWOOM_TOKEN_MOCK', 'KIWOOM_TOKEN_REAL'];
    for (const name of ['KIWOOM_TOKEN', 'KIWOOM_HOST', 'KIWOOM_WS_HOST', ...suffixed]) {
      const text = await hover(`POST https://a.test\nX: {{$processEnv |${name}}}\n`);
      assert.match(
        text,
        name.endsWith('REAL') ? /no app key for Real/ : /Mock 81234567: 23h 59m left/,
      );
      assert.ok(!text.includes(token.token));
    }
  });

  it('explains nothing to somebody else, in a comment, or in another file', async () => {
    assert.equal(await hover('POST https://example.com/api/dostk/or|dr\napi-id: x\n'), '');
    assert.equal(await hover(`${order}# kt1|0000\n`), '');
    assert.equal(await hover(order.replace('kt10000', 'kt1|0000'), 'txt'), '');
  });

  it('shows above a request whose it is, and follows the token', async () => {
    const profile = await addProfile('real');
    const { document } = await open(order);
    assert.deepEqual(await lensTitles(document), [
      '$(warning)\u00a0Order with real money ·\u00a0$(flame)\u00a0Real 51234567:\u00a0$(question)\u00a0no token, key unchecked',
      'Issue Token',
    ]);
    const [, issue] = await lenses(document);
    assert.deepEqual(issue?.command?.arguments, [{ profile }]);
    await vscode.commands.executeCommand(issue.command.command, { profile });
    assert.deepEqual(await lensTitles(document), [
      '$(warning)\u00a0Order with real money ·\u00a0$(flame)\u00a0Real 51234567: 23h 59m left',
      'Verify Token',
    ]);
  });

  it('shows nothing above other requests, in other files, and where it is switched off', async () => {
    await addProfile('mock');
    assert.deepEqual(await lensTitles((await open('GET https://a.test\n')).document), []);
    assert.deepEqual(await lensTitles((await open(order, 'txt')).document), []);
    const { document } = await open(order);
    const settings = vscode.workspace.getConfiguration('kiwoom');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensTitles(document), []);
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
