import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ActiveProfile } from '../../src/core/activeProfile.ts';
import { KiwoomError } from '../../src/core/errors.ts';
import { Profiles } from '../../src/core/profiles.ts';
import { ServerClock } from '../../src/core/serverClock.ts';
import { TokenManager } from '../../src/core/tokenManager.ts';
import { stateKeys } from '../../src/vscode/restClient/restClientParts.ts';
import { TokenInSettings } from '../../src/vscode/restClient/tokenInSettings.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { FakeTokenApi } from '../unit/fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../unit/fakes/memoryStores.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';

/** What is left of a token in the settings after the user no longer wants it there. */
function setUp() {
  const clock = new ServerClock(new FakeClock(), unexpected);
  const keyStore = new MemoryKeyStore();
  const log = new RecordingLog();
  const fingerprint = () => '0'.repeat(64);
  const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError: unexpected });
  const choices = { get: () => undefined, set: () => Promise.resolve() };
  const state = new Map<string, unknown>([[stateKeys.tokenWritten, true]]);
  const tokenInSettings = new TokenInSettings({
    globalState: {
      keys: () => [...state.keys()],
      get: (key: string) => state.get(key) as never,
      update: (key, value) => Promise.resolve(void state.set(key, value)),
    },
    globalStorageUri: vscode.Uri.file(path.join(tmpdir(), 'User/globalStorage/kiwoom')),
    profiles,
    active: new ActiveProfile(profiles, choices, unexpected),
    tokens: new TokenManager({
      clock,
      api: new FakeTokenApi(clock),
      keyStore,
      tokenStore: new MemoryTokenStore(),
      lock: new MemoryLock(),
      log,
    }),
    log,
    fingerprint,
    rewriteFile: () => Promise.resolve('refused'),
    rewriteHistory: () => Promise.resolve('missing'),
  });
  return { tokenInSettings, isRemembered: () => state.get(stateKeys.tokenWritten) === true };
}

describe('A token in the settings that cannot be taken out now', () => {
  const configuration = () => vscode.workspace.getConfiguration('rest-client');
  const put = (value: object | undefined): Thenable<void> =>
    configuration().update('environmentVariables', value, vscode.ConfigurationTarget.Global);
  const inSettings = (): unknown => configuration().inspect('environmentVariables')?.globalValue;

  before(() => put({ 'kiwoom-mock': { kiwoomToken: 'x'.repeat(86) } }));
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await put(undefined);
  });

  it('is not forgotten, and the user is told, until settings.json can be changed', async () => {
    const { tokenInSettings, isRemembered } = setUp();
    await vscode.commands.executeCommand('workbench.action.openSettingsJson');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '\n');
    });

    await tokenInSettings.update();
    assert.ok(isRemembered());
    await assert.rejects(
      tokenInSettings.turnOff(),
      (error) => error instanceof KiwoomError && error.code === 'settings-not-changed',
    );
    assert.ok(isRemembered());

    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await tokenInSettings.update();
    assert.deepEqual(inSettings(), { 'kiwoom-mock': {} });
    assert.ok(!isRemembered());
  });
});
