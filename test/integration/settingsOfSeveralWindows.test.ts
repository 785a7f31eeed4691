import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { Profile } from '../../src/core/model/profile.ts';
import { testMachine } from '../unit/fakes/testMachine.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { cleanUp, until } from './extension.ts';
import {
  putSetting,
  settingsWindow,
  type SettingsWindowOptions,
  userSetting,
} from './settingsWindow.ts';

const environmentsSetting = 'rest-client.environmentVariables';
const ignoredSetting = 'settingsSync.ignoredSettings';
const mine = `{
  // of the user
  "${environmentsSetting}": {
    "mine": { "a": "1" }
  }
}
`;

const real = testProfile('real');
const first = testProfile('mock', { id: 'mock-1' });
const second = testProfile('mock', { id: 'mock-2' });

type Window = Awaited<ReturnType<typeof settingsWindow>>;

describe('The token in the settings that several windows share', () => {
  let folder: string;
  let file: string;
  let machine: ReturnType<typeof testMachine>;
  let state: Map<string, unknown>;

  before(async () => {
    await cleanUp();
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-windows-'));
    await mkdir(path.join(folder, 'User/globalStorage/extension'), { recursive: true });
    file = path.join(folder, 'User/settings.json');
    await putSetting('rest-client', 'environmentVariables', { mine: { a: '1' } });
    await putSetting('settingsSync', 'ignoredSettings', [environmentsSetting]);
    await putSetting('kiwoom', 'restClient.tokenInSettings', true);
  });
  beforeEach(async () => {
    machine = testMachine(real, first, second);
    state = new Map();
    await writeFile(file, mine);
  });
  after(async () => {
    await putSetting('kiwoom', 'restClient.tokenInSettings', undefined);
    await putSetting('settingsSync', 'ignoredSettings', undefined);
    await putSetting('rest-client', 'environmentVariables', undefined);
    await rm(folder, { recursive: true });
  });

  const open = (active: Profile, options: Partial<SettingsWindowOptions> = {}): Promise<Window> =>
    settingsWindow({
      machine,
      state,
      globalStorageUri: vscode.Uri.file(path.join(folder, 'User/globalStorage/extension')),
      active,
      ...options,
    });

  const bringToFront = async (window: Window, ...others: readonly Window[]): Promise<void> => {
    for (const other of others) other.window.focused = false;
    window.window.focused = true;
    await window.part.update();
  };

  const inFile = async (): Promise<Record<string, unknown>> =>
    parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const written = async () =>
    (await inFile())[environmentsSetting] as Record<string, Record<string, string> | undefined>;
  const tokenIn = async (environment: string): Promise<string | undefined> =>
    (await written())[environment]?.['kiwoomToken'];
  const tokenOf = (window: Window, profile: Profile): string | undefined =>
    window.tokens.current(profile)?.value.reveal();

  it('is that of the window in front, whatever happens in the others', async () => {
    const [a, b] = [await open(first), await open(second)];
    await a.tokens.issue(first);
    await b.tokens.issue(second);
    await Promise.all([a.load(), b.load()]);
    assert.notEqual(tokenOf(a, first), tokenOf(b, second));

    await bringToFront(a, b);
    await b.part.update();
    assert.equal(await tokenIn('kiwoom-mock'), tokenOf(a, first));

    await bringToFront(b, a);
    await a.part.update();
    assert.equal(await tokenIn('kiwoom-mock'), tokenOf(b, second));
  });

  it('is of its own environment in every one of them', async () => {
    const [a, b] = [await open(real), await open(first)];
    await a.tokens.issue(real);
    await b.tokens.issue(first);
    await Promise.all([a.load(), b.load()]);
    for (const [front, other] of [
      [a, b],
      [b, a],
    ] as const) {
      await bringToFront(front, other);
      await other.part.update();
      assert.equal(await tokenIn('kiwoom-real'), tokenOf(a, real));
      assert.equal(await tokenIn('kiwoom-mock'), tokenOf(b, first));
    }
  });

  it('stays when a window that is not trusted comes to the front, and is not replaced there', async () => {
    const trusted = await open(first);
    const restricted = await open(second, { trusted: false });
    await trusted.tokens.issue(first);
    await restricted.load();
    await restricted.tokens.issue(second);
    await bringToFront(trusted, restricted);
    const token = tokenOf(trusted, first);
    await bringToFront(restricted, trusted);
    assert.equal(await tokenIn('kiwoom-mock'), token);
  });

  it('goes as soon as any window knows it to be over, a window that is not trusted too', async () => {
    const trusted = await open(first);
    const restricted = await open(second, { trusted: false });
    await trusted.tokens.issue(first);
    await restricted.load();
    await bringToFront(trusted, restricted);
    await bringToFront(restricted, trusted);
    assert.ok(await tokenIn('kiwoom-mock'));
    await restricted.tokens.revoke(first);
    await restricted.part.update();
    assert.equal(await tokenIn('kiwoom-mock'), undefined);
    assert.deepEqual((await written())['mine'], { a: '1' });
  });

  it('is left alone by a window that knows nothing of it, like one in memory only', async () => {
    const [a, b] = [await open(first), await open(second)];
    await a.tokens.issue(first);
    await bringToFront(a, b);
    await b.part.update();
    assert.equal(await tokenIn('kiwoom-mock'), tokenOf(a, first));
  });

  it('goes with the last window, not with one of several', async () => {
    const [a, b] = [await open(first), await open(first)];
    await a.tokens.issue(first);
    await b.load();
    await bringToFront(a, b);
    await bringToFront(b, a);
    await a.part.leave();
    assert.equal(await tokenIn('kiwoom-mock'), tokenOf(b, first));
    b.window.alone = true;
    await b.part.leave();
    assert.equal(await tokenIn('kiwoom-mock'), undefined);
    await b.part.update();
    assert.equal(await tokenIn('kiwoom-mock'), undefined, 'nothing comes back after the end');
  });

  it('that a killed window left goes at the next start, and not what another window put there', async () => {
    const killed = await open(first);
    await killed.tokens.issue(first);
    await killed.part.update();
    const next = await open(first);
    await next.part.takeOutLeftovers();
    assert.ok(await tokenIn('kiwoom-mock'));
    next.window.alone = true;
    await next.part.takeOutLeftovers();
    assert.equal(await tokenIn('kiwoom-mock'), undefined);
  });

  describe('has beside it the gateway’s address', () => {
    const inEffect = () =>
      userSetting('rest-client', 'environmentVariables') as Record<
        string,
        Record<string, string> | undefined
      >;
    const addressIn = (environment: string): string | undefined =>
      inEffect()[environment]?.['kiwoomHost'];
    const [one, other] = ['http://127.0.0.1:4711', 'http://127.0.0.1:4712'];
    const show = async (front: Window, ...others: readonly Window[]): Promise<void> => {
      for (const { window } of others) window.focused = false;
      front.window.focused = true;
      for (const { host } of [front, ...others]) await host.update();
    };
    afterEach(() => putSetting('rest-client', 'environmentVariables', { mine: { a: '1' } }));

    it('of the window in front', async () => {
      const [a, b] = [await open(first), await open(second)];
      a.window.gateway = one;
      b.window.gateway = other;
      await show(a, b);
      assert.equal(addressIn('kiwoom-mock'), `${one}/mock`);
      assert.equal(addressIn('kiwoom-real'), `${one}/real`);
      await show(b, a);
      assert.equal(addressIn('kiwoom-mock'), `${other}/mock`);
      assert.deepEqual(inEffect()['mine'], { a: '1' });
    });

    it('until the gateway stops, or its window closes', async () => {
      const [a, b] = [await open(first), await open(second)];
      a.window.gateway = one;
      await show(a, b);
      a.window.gateway = undefined;
      await a.host.update();
      assert.equal(addressIn('kiwoom-mock'), undefined);
      a.window.gateway = one;
      await a.host.update();
      assert.equal(addressIn('kiwoom-mock'), `${one}/mock`);
      await a.host.leave();
      assert.equal(addressIn('kiwoom-mock'), undefined);
      await a.host.update();
      assert.equal(addressIn('kiwoom-mock'), undefined, 'nothing comes back after the end');
    });

    it('and not in a window that is not trusted', async () => {
      const restricted = await open(first, { trusted: false });
      restricted.window.gateway = one;
      await show(restricted);
      assert.equal(addressIn('kiwoom-mock'), undefined);
    });

    it('and every comment in the environments', async () => {
      const commented = mine.replace('"mine": {', '"mine": { /* mine too */');
      await writeFile(file, commented);
      const a = await open(first);
      a.window.gateway = one;
      await show(a);
      assert.equal((await written())['kiwoom-mock']?.['kiwoomHost'], `${one}/mock`);
      assert.match(await readFile(file, 'utf8'), /mine too/);
    });

    it('as soon as VS Code takes it', async () => {
      const a = await open(first);
      a.window.gateway = one;
      await vscode.commands.executeCommand('workbench.action.openSettingsJson');
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      await editor.edit((edit) => {
        edit.insert(new vscode.Position(0, 0), '\n');
      });
      await show(a);
      assert.equal(addressIn('kiwoom-mock'), undefined);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      machine.machine.advance(1_000);
      await until(() => addressIn('kiwoom-mock') === `${one}/mock`);
    });
  });

  it('leaves Settings Sync as it was before, once it is off', async () => {
    for (const before of [
      undefined,
      '[]',
      '["editor.fontSize"]',
      `["a", "-${environmentsSetting}"]`,
    ]) {
      const list = before === undefined ? '' : `  "${ignoredSetting}": ${before},\n`;
      const text = mine.replace('{\n', `{\n${list}`);
      await writeFile(file, text);
      await putSetting(
        'settingsSync',
        'ignoredSettings',
        before === undefined ? undefined : (JSON.parse(before) as unknown),
      );
      const window = await open(first, { state: new Map() });
      await window.tokens.issue(first);
      await window.part.update();
      assert.ok(((await inFile())[ignoredSetting] as string[]).includes(environmentsSetting));
      await window.part.turnOff();
      const expected: unknown = before === undefined ? undefined : JSON.parse(before);
      assert.deepEqual((await inFile())[ignoredSetting], expected);
    }
    await putSetting('settingsSync', 'ignoredSettings', [environmentsSetting]);
  });
});
