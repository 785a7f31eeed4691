import assert from 'node:assert/strict';
import type * as Httpyac from 'httpyac';
import * as vscode from 'vscode';
import type { Disposable } from '../../src/core/base/event.ts';
import { HttpyacConnection } from '../../src/vscode/httpyac/httpyacConnection.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { RecordingLog } from '../unit/fakes/memoryStores.ts';
import { addProfile, cleanUp, control, hosts, succeed, until } from './extension.ts';

interface Exports {
  readonly httpyac: typeof Httpyac;
  readonly documentStore: {
    readonly httpFileStore: Httpyac.store.HttpFileStore;
    clear(): void;
    send(context: Httpyac.HttpFileSendContext): Promise<boolean>;
  };
  readonly output: readonly string[];
}

const request = (host: string | undefined): string =>
  `POST ${host ?? ''}/api/dostk/acnt\nContent-Type: application/json;charset=UTF-8\n` +
  'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}\napi-id: ka00001\n\n{}\n';

describe('httpyac in VS Code', () => {
  const configuration = (): vscode.WorkspaceConfiguration =>
    vscode.workspace.getConfiguration('kiwoom');
  const set = (id: string, value: boolean | undefined): Thenable<void> =>
    configuration().update(id, value, vscode.ConfigurationTarget.Global);
  let exported: Exports;

  before(async () => {
    const extension = vscode.extensions.getExtension<Exports>('anweber.vscode-httpyac');
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'httpyac was started by us');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'requests.http'));
    // As VS Code does when a .http file is opened, only that we do it.
    exported = await extension.activate();
    await until(() => 'kiwoom' in exported.httpyac.store.pluginStore);
  });
  beforeEach(async () => {
    await cleanUp();
    await set('injection.processEnv', false);
  });
  after(async () => {
    await set('injection.processEnv', undefined);
    await set('injection.httpyac', undefined);
    await cleanUp();
  });

  let version = 0;

  /** @returns what httpyac has to say against it */
  async function send(text: string): Promise<string> {
    const { documentStore } = exported;
    const getText = () => Promise.resolve(text);
    const options = { config: {} };
    const httpFile = await documentStore.httpFileStore.getOrCreate(
      '/requests.http',
      getText,
      ++version,
      options,
    );
    await documentStore.send({ httpFile });
    return httpFile.httpRegions
      .flatMap(({ testResults = [] }) => testResults.map(({ message }) => message))
      .join();
  }

  let files = 0;

  async function openAnother(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
    const file = vscode.Uri.joinPath(folder, `another-${++files}.http`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('GET http://127.0.0.1/\n'));
    await vscode.window.showTextDocument(file);
  }

  it('gets a token when a request is sent, with nothing in the process', async () => {
    await addProfile('mock');
    assert.equal(await send(request(hosts.mock)), '');
    const [token] = await control.tokens();
    const [call] = await control.calls({ kind: 'tr' });
    assert.ok(token !== undefined && call?.token === token.token);
    assert.equal(process.env['KIWOOM_TOKEN'], undefined);
  });

  it('is connected once, however many files are opened', async () => {
    const { pluginStore } = exported.httpyac.store;
    const plugin = pluginStore['kiwoom'];
    assert.ok(plugin);
    await openAnother();
    await addProfile('mock');
    await send(request(hosts.mock));
    assert.equal(pluginStore['kiwoom'], plugin);
  });

  it('is tried again with the next file, where the first try failed', async () => {
    const log = new RecordingLog();
    const tries: unknown[] = [];
    const connection = new HttpyacConnection({
      scheduler: new FakeClock(),
      log,
      connect: (its) => {
        tries.push(its);
        if (tries.length === 1) return Promise.reject(new Error('not loaded'));
        return Promise.resolve({ dispose: () => undefined });
      },
    });
    await until(() => log.lines.length === 1);
    for (const expected of [2, 2]) {
      await openAnother();
      await until(() => log.lines.length === expected);
    }
    connection.dispose();
    assert.deepEqual(
      log.lines.map(({ event }) => event),
      ['httpyac-not-connected', 'httpyac-connected'],
    );
    assert.deepEqual(tries, [exported, exported]);
  });

  it('is left without our plugin if we end while it is being connected', async () => {
    const { promise, resolve } = Promise.withResolvers<Disposable>();
    const connection = new HttpyacConnection({
      scheduler: new FakeClock(),
      log: new RecordingLog(),
      connect: () => promise,
    });
    connection.dispose();
    let isDisconnected = false;
    resolve({
      dispose: () => {
        isDisconnected = true;
      },
    });
    await until(() => isDisconnected);
  });

  it('gets it still after a reset of httpyac, which forgets what it parsed', async () => {
    await addProfile('mock');
    await send(request(hosts.mock));
    exported.documentStore.clear();
    assert.equal(await send(request(hosts.mock)), '');
    const calls = await control.calls({ kind: 'tr' });
    const [token] = await control.tokens();
    assert.deepEqual(
      calls.map((call) => call.token),
      [token?.token, token?.token],
    );
  });

  it('writes what stands for the token to its output', async () => {
    await addProfile('mock');
    const before = exported.output.length;
    await send(request(hosts.mock));
    const [token] = await control.tokens();
    const written = exported.output.slice(before).join('\n');
    assert.match(written, /authorization: Bearer \[KIWOOM_TOKEN\]/i);
    assert.ok(token !== undefined && !written.includes(token.token));
  });

  it('gets a new one after the token was revoked', async () => {
    const profile = await addProfile('mock');
    await send(request(hosts.mock));
    await succeed('kiwoom.revokeToken', { profile });
    assert.equal(await send(request(hosts.mock)), '');
    assert.equal((await control.counts()).issue, 2);
  });

  it('gets none for another server', async () => {
    await addProfile('mock');
    assert.match(await send(request(hosts.real)), /the token is for another server/);
    assert.deepEqual(await control.calls({ kind: 'tr' }), []);
    assert.equal((await control.counts()).issue, 0);
  });

  it('gets none while the user does not want it', async () => {
    await addProfile('mock');
    await set('injection.httpyac', false);
    await send(request(hosts.mock));
    await set('injection.httpyac', undefined);
    const [call] = await control.calls({ kind: 'tr' });
    assert.equal(call?.token ?? '', '');
  });
});
