import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { addAppKey } from './keyQuestions.ts';
import { fileWith } from './pageObjects/fileWith.ts';
import { until, untilEqual } from './pageObjects/until.ts';
import { packageRestClient } from './restClient.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const setUp = 'Kiwoom: Set Up REST Client Environments';
const asksForPlainText = 'Keep the token in your user settings';
const comment = '// what my own API needs';

describe('REST Client', () => {
  const home = makeTemporaryFolder('home');
  let session: Session;
  let window: Workbench;
  let settingsFile: string;

  before(async () => {
    session = await Session.start({
      simulator: { limits: 'off' },
      vsix: [await packageRestClient()],
      env: { HOME: home },
    });
    settingsFile = path.join(session.server.userDataDir, 'User/settings.json');
    const text = await readFile(settingsFile, 'utf8');
    const ours = `  "rest-client.environmentVariables": {\n    ${comment}\n    "mine": { "a": "1" }\n  }`;
    await writeFile(settingsFile, text.replace(/\s*\}\s*$/, `,\n${ours}\n}\n`));
    window = await session.openWindow();
    const { accounts } = session.simulator;
    await addAppKey(window, { environment: 'mock', account: accounts.mock[0] });
  });
  after(() => session.close());

  const living = (): string =>
    session.simulator.control.tokens().find(({ alive }) => alive)?.token ?? 'no token lives';
  /** A file without what is not wanted may be one that VS Code has only emptied yet, so it has to be whole. */
  const settingsWith = (what: string, has: (text: string) => boolean): Promise<string> =>
    until(
      `the settings with ${what}`,
      async () => {
        const text = await readFile(settingsFile, 'utf8');
        JSON.parse(plain(text));
        return text;
      },
      has,
    );
  const settings = async (): Promise<Record<string, unknown>> => {
    const text = await readFile(settingsFile, 'utf8');
    return JSON.parse(plain(text)) as Record<string, unknown>;
  };

  it('gets no token in the settings from a user who does not want plain text', async () => {
    const before = await settings();
    await window.runCommand(setUp);
    await window.quickInput.pick('Set Up REST Client', 'Token in your user settings');
    const text = await window.dialog.waitFor(asksForPlainText);
    assert.match(text, /plain text[^]*kiwoomToken[^]*Settings Sync/);
    await window.screenshot('token-in-settings');
    await window.dialog.press(asksForPlainText, 'Cancel');
    await untilEqual('the settings as they were', settings, before);
  });

  it('gets it from one who does, in the file as it is, kept from Settings Sync', async () => {
    await window.runCommand(setUp);
    await window.quickInput.pick('Set Up REST Client', 'Token in your user settings');
    await window.dialog.press(asksForPlainText, 'Keep Token in Settings');
    const text = await settingsWith('the token', (each) => each.includes(living()));
    assert.ok(text.includes(comment));
    const written = async (): Promise<unknown[]> => {
      const now = await settings();
      return [now['rest-client.environmentVariables'], now['settingsSync.ignoredSettings']];
    };
    await untilEqual('the settings with the token', written, [
      { mine: { a: '1' }, 'kiwoom-mock': { kiwoomToken: living() } },
      ['rest-client.environmentVariables'],
    ]);
  });

  it('loses it when the token is revoked, and gets the next one', async () => {
    const first = living();
    await window.runCommand('Kiwoom: Revoke Token');
    await window.notifications.acknowledge(/Revoked the token/);
    const text = await settingsWith('no token', (each) => !each.includes('kiwoomToken'));
    assert.match(text, /"kiwoom-mock": \{\s*\}/);
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(/new token until/);
    assert.notEqual(living(), first);
    await settingsWith('the next token', (each) => each.includes(living()));
  });

  it('loses it with the last window, and has it again after the next start', async () => {
    await window.whileClosed(async () => {
      const text = await settingsWith('no token', (each) => !each.includes('kiwoomToken'));
      assert.ok(text.includes(comment));
    });
    await window.statusBar.waitFor(/Mock: 23h/);
    await settingsWith('the token', (each) => each.includes(living()));
  });

  it('gets the token of the account in the window that the user comes to', async () => {
    const first = living();
    const other = await session.openWindow();
    const { accounts } = session.simulator;
    await addAppKey(other, { environment: 'mock', account: accounts.mock[1] });
    const second = session.simulator.control.tokens().at(-1)?.token ?? '';
    assert.notEqual(second, first);
    await settingsWith('the token of the new window', (each) => each.includes(second));

    await setFocus(other, false);
    await setFocus(window, false);
    await setFocus(window, true);
    await settingsWith('the token of the first window', (each) => each.includes(first));
    await setFocus(window, false);
    await setFocus(other, true);
    await settingsWith('the token of the other window', (each) => each.includes(second));

    await other.runCommand('Kiwoom: Revoke Token');
    await other.notifications.acknowledge(/Revoked the token/);
    await settingsWith('no token', (each) => !each.includes('kiwoomToken'));
    await other.close();
    await setFocus(window, true);
    await settingsWith('the token of the first window', (each) => each.includes(first));
  });

  it('leaves no copy of it in VS Code’s local history', async () => {
    const folder = path.join(session.server.userDataDir, 'User/History');
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    for (const file of files) {
      const text = await readFile(path.join(folder, file), 'utf8').catch(() => '');
      for (const { token } of session.simulator.control.tokens()) {
        assert.ok(!text.includes(token), file);
      }
    }
  });

  it('loses it for good when the user goes back to references', async () => {
    await window.runCommand(setUp);
    await window.quickInput.pick('Set Up REST Client', 'References (recommended)');
    const text = await settingsWith(
      'no token, and no list for Settings Sync, which was not there before',
      (each) => !each.includes('kiwoomToken') && !each.includes('ignoredSettings'),
    );
    assert.ok(text.includes(comment));
    assert.match(text, /"kiwoom-mock": \{\s*\}/);
  });

  it('has its history cleaned, once and for all, when the user says so', async () => {
    const file = path.join(home, '.rest-client/history.json');
    const sent = (token: string): string =>
      JSON.stringify([{ method: 'GET', headers: { authorization: `Bearer ${token}` } }]);
    await mkdir(path.dirname(file));
    await writeFile(file, sent(living()));
    const clean = (): Promise<string> =>
      fileWith(file, (text) => text === sent('{{$processEnv KIWOOM_TOKEN_MOCK}}'));
    await window.runCommand('Kiwoom: Revoke Token');
    await window.notifications.press(/history holds Kiwoom tokens/, 'Always');
    await clean();
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(/new token until/);
    await writeFile(file, sent(living()));
    await window.runCommand('Kiwoom: Revoke Token');
    await clean();
  });
});

/** A page that a program drives has the focus at all times, unless it is told otherwise. */
async function setFocus({ page }: Workbench, hasFocus: boolean): Promise<void> {
  const event = hasFocus ? 'focus' : 'blur';
  await page.evaluate(
    `document.hasFocus = () => ${hasFocus}; window.dispatchEvent(new Event('${event}'));`,
  );
}

/** JSON without the one kind of comment that stands in these settings. */
function plain(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '');
}
