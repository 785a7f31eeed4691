import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { accounts, addProfile, cleanUp, control, hosts, succeed, until } from './extension.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const fixAll = vscode.CodeActionKind.SourceFixAll.append('kiwoom');
let files = 0;

async function open(content: string): Promise<vscode.TextEditor> {
  const file = vscode.Uri.joinPath(folder, `diagnosed-${++files}.http`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  return vscode.window.showTextDocument(file);
}

function diagnosticsOf({ document }: vscode.TextEditor): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Kiwoom');
}

function codesOf(editor: vscode.TextEditor): unknown[] {
  return diagnosticsOf(editor).map(({ code }) => (typeof code === 'object' ? code.value : code));
}

async function diagnostic(editor: vscode.TextEditor, code: string): Promise<vscode.Diagnostic> {
  await until(() => codesOf(editor).includes(code));
  const found = diagnosticsOf(editor)[codesOf(editor).indexOf(code)];
  assert.ok(found !== undefined);
  return found;
}

async function actionsAt(
  { document }: vscode.TextEditor,
  range: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix,
): Promise<vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind.value,
  );
  return found.filter((action) => action.kind !== undefined && kind.contains(action.kind));
}

async function fixFor(editor: vscode.TextEditor, code: string, title: string) {
  const { range } = await diagnostic(editor, code);
  const actions = await actionsAt(editor, range);
  const action = actions.find((one) => one.title === title);
  assert.ok(action !== undefined, actions.map((one) => one.title).join('\n'));
  return action;
}

async function apply(action: vscode.CodeAction): Promise<void> {
  assert.ok(action.edit !== undefined);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

const head = (host: string, path: string): string =>
  `POST ${host}${path}\nContent-Type: application/json\n`;
const stock = '\n{ "stk_cd": "005930" }\n';
const reference = '{{$processEnv KIWOOM_TOKEN}}';
const host = '{{$processEnv KIWOOM_HOST}}';
const rank = (stexTp: string): string =>
  `${head(host, '/api/dostk/rkinfo')}Authorization: Bearer ${reference}\napi-id: ka10032\n\n` +
  `{ "mrkt_tp": "000", "mang_stk_incls": "0"${stexTp} }\n`;

describe('Diagnostics of .http files', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  const issued = async (environment: 'mock' | 'real' = 'mock'): Promise<string> => {
    const profile = await addProfile(environment);
    await succeed('kiwoom.switchProfile', { profile });
    await succeed('kiwoom.issueToken', { profile });
    const token = (await control.tokens()).find(({ alive }) => alive)?.token;
    return token ?? '';
  };

  for (const { code, title, wrong, right } of [
    {
      code: 'api-id-not-on-path',
      title: 'Change to /api/dostk/stkinfo',
      wrong: `${head(host, '/api/dostk/acnt')}Authorization: Bearer ${reference}\napi-id: ka10001\n${stock}`,
      right: `${head(host, '/api/dostk/stkinfo')}Authorization: Bearer ${reference}\napi-id: ka10001\n${stock}`,
    },
    {
      code: 'unknown-api-id',
      title: 'Change to ka10001',
      wrong: `${head(host, '/api/dostk/stkinfo')}Authorization: Bearer ${reference}\napi-id: KA10001\n${stock}`,
      right: `${head(host, '/api/dostk/stkinfo')}Authorization: Bearer ${reference}\napi-id: ka10001\n${stock}`,
    },
    {
      code: 'missing-headers',
      title: 'Add Authorization',
      wrong: `${head(host, '/api/dostk/stkinfo')}api-id: ka10001\n${stock}`,
      right: `${head(host, '/api/dostk/stkinfo')}api-id: ka10001\nAuthorization: Bearer ${reference}\n${stock}`,
    },
    {
      code: 'missing-headers',
      title: 'Add api-id: ka10014',
      wrong: `${head(host, '/api/dostk/shsa')}Authorization: Bearer ${reference}\n`,
      right: `${head(host, '/api/dostk/shsa')}Authorization: Bearer ${reference}\napi-id: ka10014\n`,
    },
    {
      code: 'wrong-method',
      title: 'Change to POST',
      wrong: rank(', "stex_tp": "1"').replace('POST', 'GET'),
      right: rank(', "stex_tp": "1"'),
    },
    {
      code: 'body-not-json',
      title: 'Correct quotes and commas',
      wrong: rank(', stex_tp: 01,'),
      right: rank(', "stex_tp": "01"'),
    },
    {
      code: 'missing-fields',
      title: 'Add stex_tp',
      wrong: rank(''),
      right: rank(', "stex_tp": "1"'),
    },
    {
      code: 'value-not-listed',
      title: 'Change to "1" (KRX)',
      wrong: rank(', "stex_tp": "9"'),
      right: rank(', "stex_tp": "1"'),
    },
    {
      code: 'foreign-host',
      title: `Send to ${host}`,
      wrong: `${head('https://example.com', '/x')}Authorization: Bearer ${reference}\n`,
      right: `${head(host, '/x')}Authorization: Bearer ${reference}\n`,
    },
    {
      code: 'clear-text',
      title: 'Change to https://',
      wrong: `${head('mockapi.kiwoom.com', '/x')}Authorization: Bearer ${reference}\n`,
      right: `${head('https://mockapi.kiwoom.com', '/x')}Authorization: Bearer ${reference}\n`,
    },
    {
      code: 'token-of-other-environment',
      title: 'Use the token {{$processEnv KIWOOM_TOKEN_REAL}}',
      wrong: `${head(hosts.real ?? '', '/x')}Authorization: Bearer ${reference}\n`,
      right: `${head(hosts.real ?? '', '/x')}Authorization: Bearer {{$processEnv KIWOOM_TOKEN_REAL}}\n`,
    },
    {
      code: 'token-of-other-environment',
      title: `Send to ${host}`,
      wrong: `${head(hosts.real ?? '', '/x')}Authorization: Bearer ${reference}\n`,
      right: `${head(host, '/x')}Authorization: Bearer ${reference}\n`,
    },
    {
      code: 'secret-look-alike',
      title: `Replace with ${reference}`,
      wrong: `${head(host, '/x')}Authorization: Bearer ${'x'.repeat(86)}\n`,
      right: `${head(host, '/x')}Authorization: Bearer ${reference}\n`,
    },
  ]) {
    it(`${code}: “${title}” puts it right, and is undone`, async () => {
      await issued();
      const editor = await open(wrong);
      await apply(await fixFor(editor, code, title));
      assert.equal(editor.document.getText(), right);
      await until(() => !codesOf(editor).includes(code));
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), wrong);
      await diagnostic(editor, code);
    });
  }

  it('find a held token, replace it with the reference, and say who it is without its value', async () => {
    const token = await issued();
    const text = `# ${token}\n${head(host, '/x')}Authorization: Bearer ${token}\n`;
    const editor = await open(text);
    const { message } = await diagnostic(editor, 'known-secret');
    assert.ok(message.includes(accounts.mock[0].account) && !message.includes(token));
    assert.deepEqual(
      codesOf(editor).filter((code) => code === 'known-secret'),
      ['known-secret', 'known-secret'],
    );
    await apply(await fixFor(editor, 'known-secret', `Replace with ${reference}`));
    assert.equal(editor.document.getText(), text.replace(token, reference));
    await vscode.commands.executeCommand('undo');
    const [all] = await actionsAt(editor, new vscode.Range(0, 0, 0, 0), fixAll);
    assert.ok(all !== undefined);
    await apply(all);
    assert.equal(editor.document.getText(), text.replaceAll(token, reference));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('replace no token that would become that of another account', async () => {
    const token = await issued('real');
    await issued('mock');
    const text = `${head(hosts.mock ?? '', '/x')}Authorization: Bearer ${token}\n`;
    const editor = await open(text);
    await diagnostic(editor, 'known-secret');
    assert.deepEqual(await actionsAt(editor, new vscode.Range(0, 0, 0, 0), fixAll), []);
  });

  it('find keys, which have no reference', async () => {
    await addProfile('mock');
    const { appkey, secretkey } = accounts.mock[0];
    const editor = await open(
      `${head(hosts.mock ?? '', '/oauth2/token')}\n{ "appkey": "${appkey}", "secretkey": "${secretkey}" }\n`,
    );
    await diagnostic(editor, 'keys-in-request');
    assert.equal(codesOf(editor).filter((code) => code === 'known-secret').length, 2);
    assert.ok(diagnosticsOf(editor).every(({ message }) => !message.includes(secretkey)));
    assert.equal((await fixFor(editor, 'keys-in-request', 'Issue Token')).edit, undefined);
  });

  it('follow the token: none, then one issued by the quick fix, then revoked', async () => {
    const profile = await addProfile('mock');
    const editor = await open(`${head(host, '/x')}Authorization: Bearer ${reference}\n`);
    const fix = await fixFor(editor, 'no-token', 'Issue Token');
    assert.equal(fix.command?.command, 'kiwoom.issueToken');
    assert.deepEqual(fix.command.arguments, [{ profile }]);
    await succeed('kiwoom.issueToken', { profile });
    await until(() => codesOf(editor).length === 0);
    await succeed('kiwoom.revokeToken', { profile });
    await diagnostic(editor, 'no-token');
  });

  it('tell a real order, and what mock trading does not have', async () => {
    await issued('real');
    const order =
      '\n{ "dmst_stex_tp": "KRX", "orig_ord_no": "1", "stk_cd": "005930", "cncl_qty": "0" }\n';
    const editor = await open(
      `${head(host, '/api/dostk/ordr')}Authorization: Bearer ${reference}\napi-id: kt10003\n${order}`,
    );
    const { severity } = await diagnostic(editor, 'real-order');
    assert.equal(severity, vscode.DiagnosticSeverity.Information);
    const { command } = await fixFor(editor, 'real-order', 'Switch Account');
    assert.equal(command?.command, 'kiwoom.switchProfile');
    await issued('mock');
    await until(() => codesOf(editor).length === 0);
    const us = await open(`${head(host, '/api/us/acnt')}Authorization: Bearer ${reference}\n`);
    await diagnostic(us, 'not-on-mock');
  });

  it('stay away from requests that are fine, and from those of others', async () => {
    await issued();
    const fine = rank(', "stex_tp": "1"');
    const editor = await open(
      `${fine}\n###\nPOST https://example.com/api\nAuthorization: Bearer abc\n\n###\n${rank('')}`,
    );
    await diagnostic(editor, 'missing-fields');
    assert.deepEqual(codesOf(editor), ['missing-fields']);
  });

  it('go with the file', async () => {
    await issued();
    const file = vscode.Uri.joinPath(folder, `diagnosed-${++files}.http`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(rank('')));
    // An editor that the extension's host opens itself would keep the document for minutes.
    await vscode.commands.executeCommand('vscode.open', file);
    const shown = (): number => vscode.languages.getDiagnostics(file).length;
    await until(() => shown() > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => shown() === 0);
  });

  it('name the server that settings of the workspace put behind the name of Kiwoom’s', async () => {
    const restClient = vscode.workspace.getConfiguration('rest-client');
    const set = (value: object | undefined): Thenable<void> =>
      restClient.update('environmentVariables', value, vscode.ConfigurationTarget.Workspace);
    const editor = await open(
      `${head('{{kiwoomHost}}', '/x')}Authorization: Bearer {{$processEnv %kiwoomTokenVar}}\n`,
    );
    const hostile = { $shared: { server: 'https://attacker.test' } };
    await set({ ...hostile, 'kiwoom-real': { kiwoomHost: '{{$shared server}}' } });
    try {
      const { message, severity } = await diagnostic(editor, 'foreign-host');
      assert.match(message, /sends a Kiwoom token to attacker\.test/);
      assert.equal(severity, vscode.DiagnosticSeverity.Error);
    } finally {
      await set(undefined);
    }
    await until(() => !codesOf(editor).includes('foreign-host'));
  });

  it('name the server that a file of the workspace puts behind a variable, while it is there', async () => {
    const editor = await open(`${head('{{host}}', '/x')}Authorization: Bearer ${reference}\n`);
    for (const [name, text] of [
      ['http-client.env.json', '{ "dev": { "host": "https://attacker.test" } }'],
      ['.env', 'host=https://attacker.test'],
    ] as const) {
      const file = vscode.Uri.joinPath(folder, name);
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      try {
        const { message } = await diagnostic(editor, 'foreign-host');
        assert.match(message, /sends a Kiwoom token to attacker\.test/);
      } finally {
        await vscode.workspace.fs.delete(file);
      }
      await until(() => !codesOf(editor).includes('foreign-host'));
    }
  });
});
