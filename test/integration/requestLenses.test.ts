import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Profile } from '../../src/core/model/profile.ts';
import { Secret } from '../../src/core/base/secret.ts';
import type { TrCatalogue } from '../../src/core/model/tr.ts';
import { type HttpDiagnostic, readHttpFile } from '../../src/httpFile/httpLanguage.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { RequestLenses } from '../../src/vscode/httpFiles/codeLens.ts';
import { HttpDocuments, kiwoomHosts } from '../../src/vscode/httpFiles/httpDocuments.ts';
import { KiwoomQuickFixes } from '../../src/vscode/httpFiles/quickFixes.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { until } from './extension.ts';

const minute = 60_000;
const host = 'https://mockapi.kiwoom.com';
const request = `POST {{host}}/api/dostk/acnt\napi-id: ka00001\n`;
const profile: Profile = {
  id: 'mock-0123456789abcdef',
  environment: 'mock',
  label: '81234567',
  addedAt: 0,
  formerIds: [],
};

let files = 0;

async function show(content: string, extension = 'http'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const file = vscode.Uri.joinPath(folder, `watched-${++files}.${extension}`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  return vscode.window.showTextDocument(file);
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until(() => vscode.window.visibleTextEditors.length === 0);
}

/** The lenses on a clock of the test, with a token that lives for ten minutes and a half. */
function setUp() {
  const clock = new FakeClock();
  const token = {
    value: new Secret('canary'),
    expiresAt: clock.now() + 10.5 * minute,
    receivedAt: clock.now(),
    clockAheadMs: 0,
    host,
  };
  const changed = new vscode.EventEmitter<void>();
  const documents = new HttpDocuments({
    catalogue: loadTrCatalogue,
    scheduler: clock,
    gatewayHost: () => undefined,
  });
  const lenses = new RequestLenses({
    documents,
    scheduler: clock,
    profiles: { all: [profile] },
    onDidChange: changed.event,
    accounts: () => ({
      count: 1,
      recipients: 'all',
      active: profile,
      lastUsedIn: () => profile,
      facts: () => ({
        profile,
        state: { kind: 'valid', token },
        lastError: undefined,
        trouble: undefined,
        host,
        now: clock.now(),
      }),
    }),
  });
  let told = 0;
  lenses.onDidChangeCodeLenses(() => (told += 1));
  return { clock, documents, lenses, changed, told: () => told };
}

describe('The lines above requests', () => {
  let parts: ReturnType<typeof setUp> | undefined;
  beforeEach(closeAll);
  afterEach(() => {
    parts?.lenses.dispose();
    parts?.documents.dispose();
    parts = undefined;
  });
  after(closeAll);

  it('are drawn again each minute while somebody sees them, and nothing wakes up after that', async () => {
    const { clock, told } = (parts = setUp());
    assert.equal(clock.alarms, 0);
    await show('a', 'txt');
    assert.equal(clock.alarms, 0);
    await show(request);
    await until(() => clock.alarms === 1);
    clock.advance(minute);
    assert.equal(told(), 1);
    clock.advance(minute);
    assert.equal(told(), 2);
    await closeAll();
    await until(() => clock.alarms === 0);
    clock.advance(5 * minute);
    assert.equal(told(), 2);
  });

  it('are drawn again when the accounts change, and leave no alarm behind', async () => {
    await show(request);
    const { clock, changed, lenses, told } = (parts = setUp());
    changed.fire();
    assert.equal(told(), 1);
    assert.equal(clock.alarms, 1);
    lenses.dispose();
    assert.equal(clock.alarms, 0);
  });

  it('are gone and wake nobody while the user has switched them off', async () => {
    const { clock, lenses, told } = (parts = setUp());
    const { document } = await show(request.replace('{{host}}', host));
    await until(() => clock.alarms === 1);
    const settings = vscode.workspace.getConfiguration('kiwoom');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      await until(() => told() === 1);
      assert.equal(clock.alarms, 0);
      assert.deepEqual(await lenses.provideCodeLenses(document), []);
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
    await until(() => clock.alarms === 1);
    assert.notDeepEqual(await lenses.provideCodeLenses(document), []);
  });

  it('tell nothing of the token', async () => {
    const { lenses } = (parts = setUp());
    const { document } = await show(`@host = {{$processEnv KIWOOM_HOST}}\n\n${request}`);
    const found = await lenses.provideCodeLenses(document);
    const commands = found.map((lens) => lenses.resolveCodeLens(lens).command);
    assert.deepEqual(
      commands.map((command) => command?.title),
      ['$(beaker)\u00a0Mock 81234567: 10m left', 'Verify Token'],
    );
    assert.ok(!JSON.stringify(commands).includes('canary'));
  });
});

describe('A .http document', () => {
  after(closeAll);

  it('is read around the cursor at once, and as a whole when the typing pauses', async () => {
    const clock = new FakeClock();
    const documents = new HttpDocuments({
      catalogue: loadTrCatalogue,
      scheduler: clock,
      gatewayHost: () => undefined,
    });
    const editor = await show(`@host = ${host}\n\n###\n${request}`);
    const { document } = editor;
    const destination = async () => (await documents.around(document, 3)).request?.destination;
    assert.deepEqual(await destination(), { kind: 'environment', environment: 'mock' });

    await editor.edit((builder) => {
      builder.replace(new vscode.Range(0, 0, 0, 40), '@host = {{$processEnv KIWOOM_HOST}}');
      builder.insert(new vscode.Position(4, 0), 'cont-yn: Y\n');
    });
    const around = await documents.around(document, 3);
    assert.equal(around.request?.block.request.headers.length, 2);
    assert.equal(clock.alarms, 1);
    clock.advance(1000);
    await new Promise(setImmediate);
    assert.deepEqual(await destination(), { kind: 'reference', scope: 'active' });
    assert.equal(clock.alarms, 0);
    documents.dispose();
  });

  it('is read as it was when it was asked about, though lines go while the TRs are loaded', async () => {
    const loading = Promise.withResolvers<TrCatalogue>();
    const documents = new HttpDocuments({
      gatewayHost: () => undefined,
      catalogue: () => loading.promise,
      scheduler: new FakeClock(),
    });
    const editor = await show(`# ${host}\n\n###\n${request.replace('{{host}}', host)}`);
    const { document } = editor;
    const asked = documents.around(document, 4);
    await editor.edit((builder) => {
      builder.delete(new vscode.Range(0, 0, document.lineCount, 0));
    });
    assert.equal(document.lineCount, 1);
    loading.resolve(await loadTrCatalogue());
    const { firstLine, request: found } = await asked;
    assert.equal(firstLine, 2);
    assert.equal(found?.tr?.id, 'ka00001');
    documents.dispose();
  });

  it('gets no quick fix that was made for an earlier text', async () => {
    const loading = Promise.withResolvers<TrCatalogue>();
    const editor = await show('POST https://a.test\n');
    const { document } = editor;
    const range = new vscode.Range(0, 5, 0, 19);
    const shown = new vscode.Diagnostic(range, 'unknown');
    shown.source = 'Kiwoom';
    const fixes = new KiwoomQuickFixes({
      active: { current: profile, lastUsedIn: () => profile },
      clock: new FakeClock(),
      diagnostics: {
        diagnose: async () => {
          const text = document.getText();
          const read = readHttpFile(text, {
            hosts: kiwoomHosts(undefined),
            catalogue: await loading.promise,
          });
          const [block] = read.file.blocks;
          assert.ok(block !== undefined);
          const diagnostic: HttpDiagnostic = {
            code: 'unknown-api-id',
            range: { start: { line: 0, character: 5 }, end: { line: 0, character: 19 } },
            severity: 'warning',
            facts: { apiId: 'KA00001', suggestion: 'ka00001' },
          };
          return { read, findings: [{ diagnostic, block }] };
        },
      },
    });
    const ask = () =>
      fixes.provideCodeActions(document, range, {
        diagnostics: [shown],
        only: undefined,
        triggerKind: vscode.CodeActionTriggerKind.Invoke,
      });
    const asked = ask();
    await editor.edit((builder) => {
      builder.insert(new vscode.Position(0, 0), '# a line above\n');
    });
    loading.resolve(await loadTrCatalogue());
    assert.deepEqual(await asked, []);
    assert.equal((await ask()).length, 1);
  });
});
