import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseKoreanTime } from '../../src/core/time/koreanTime.ts';
import type { SimulatorControl } from '../simulator/controlInterface.ts';
import { type Locale, Scene, type Theme } from './scene.ts';

/** Takes a picture, numbered in the order of the day; of what `moves` at once. */
type Take = (name: string, moves?: 'moves') => Promise<void>;

/** What a person can meet, from the first look to a server that is away. */
export async function takeStates(locale: Locale, theme: Theme): Promise<void> {
  let number = 0;
  for (const [settings, parts] of days) {
    const scene = await Scene.open(locale, theme, settings);
    const take: Take = async (name, moves) => {
      number += 1;
      const file = `states/${locale}-${theme}/${String(number).padStart(2, '0')}-${name}`;
      await (moves ? scene.window.glimpse(file) : scene.window.screenshot(file));
    };
    try {
      for (const part of parts) await part(scene, take);
    } finally {
      await scene.session.close();
    }
  }
}

/** In either language; no two dialogs follow each other here. */
const anyText = /\S/;

type Part = (scene: Scene, take: Take) => Promise<void>;

const firstLook: Part = async ({ window, say }, take) => {
  await window.statusBar.tooltip(say.noKey);
  await take('no-key-tooltip');
  await window.statusBar.click(say.noKey);
  await take('no-key-menu');
  await window.quickInput.cancel();
  await window.page.keyboard.press('F1');
  await window.quickInput.type(/./, '>Kiwoom: ');
  await take('palette');
  await window.quickInput.cancel();
  await window.accountsView.open();
  await window.accountsView.welcome();
  await take('welcome');
  await window.accountsView.follow(say.walkthrough);
  await window.runCommand(say.toggleSideBar);
  const steps = window.page.locator('.gettingStartedContainer .step-title');
  await steps.first().waitFor();
  for (const step of await steps.all()) {
    await step.click();
    await take('walkthrough');
  }
  await window.runCommand('View: Close All Editors');
  await window.accountsView.open();
};

const wrongKeys: Part = async ({ window, say, mock, real }, take) => {
  await window.runCommand(say.issue);
  await window.quickInput.pick(/\(1\/3\)/, say.mock);
  await window.quickInput.type(/\(2\/3\)/, 'short');
  await take('key-length');
  await window.quickInput.answer(/\(2\/3\)/, mock.appkey);
  await window.quickInput.answer(/\(3\/3\)/, real.secretkey);
  await window.dialog.waitFor(anyText);
  await take('wrong-keys');
  await window.dialog.press(anyText, 'Cancel');
};

const accounts: Part = async (scene, take) => {
  const { window, say, mock, real } = scene;
  await scene.addAccount('real', real);
  await scene.addAccount('mock', mock);
  await window.accountsView.waitFor(mock.account, say.left);
  await window.accountsView.tooltip(mock.account);
  await take('accounts-tooltip');
  await window.accountsView.contextMenu(real.account);
  await take('context-menu');
  await window.page.keyboard.press('Escape');
  await window.statusBar.click(say.left);
  await take('menu');
  await window.quickInput.cancel();
  await window.statusBar.tooltip(say.left);
  await take('status-tooltip');
  await window.runCommand(say.switchAccount);
  await take('switch');
  await window.quickInput.cancel();
  await window.runCommand(say.rename);
  await window.quickInput.pick(say.renameTitle, mock.account);
  await window.quickInput.waitFor(say.name);
  await take('rename');
  await window.quickInput.cancel();
};

const requests: Part = async ({ window, say }, take) => {
  await writeFile(path.join(window.folder, say.file), say.request);
  await window.openFile(say.file);
  await window.editor.lenses();
  for (const [name, text] of [
    ['api', /ka10001$/],
    ['reference', /KIWOOM_TOKEN/],
    ['field', /stk_cd/],
  ] as const) {
    await window.editor.hover(text);
    await take(`hover-${name}`);
    await window.page.keyboard.press('Escape');
  }
  await window.editor.goTo(5, 12);
  await window.editor.suggestions();
  await take('completion');
  await window.page.keyboard.press('Escape');
  await window.runCommand(say.insertToken);
  await window.dialog.waitFor(anyText);
  await take('insert-token');
  await window.dialog.press(anyText, 'Cancel');
  await writeFile(path.join(window.folder, 'order.http'), orderToReal);
  await window.openFile('order.http');
  await window.page.locator('.squiggly-error').first().waitFor();
  await window.editor.goTo(5, 12);
  await window.page.keyboard.press('ControlOrMeta+.');
  await window.page.locator('.action-widget').first().waitFor();
  await take('quick-fix');
  await window.page.keyboard.press('Escape');
  await window.runCommand('Problems: Focus on Problems View');
  await window.page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await take('problems');
  await window.runCommand('View: Toggle Panel Visibility');
  await window.runCommand('View: Close All Editors');
};

const orderToReal = `### Order
POST {{$processEnv KIWOOM_HOST_REAL}}/api/dostk/acnt
Content-Type: application/json;charset=UTF-8
Authorization: Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}
api-id: kt10000

{ "dmst_stex_tp": "XXX", "stk_cd": "005930" }
`;

const tokenStates: Part = async ({ window, say, real, session }, take) => {
  const { control } = session.simulator;
  await window.accountsView.press(real.account, say.switchTo);
  const issuing = control.fault('issue', { kind: 'hold' }, { times: 1 });
  await window.runCommand(say.issue);
  await window.statusBar.waitFor(say.issuing);
  await take('issuing', 'moves');
  control.release(issuing);
  await window.statusBar.waitFor(say.left);
  const revoking = control.fault('revoke', { kind: 'hold' }, { times: 1 });
  await window.runCommand(say.revoke);
  await window.dialog.waitFor(anyText);
  await take('revoke');
  await window.dialog.press(anyText, say.revokeButton);
  await window.statusBar.waitFor(say.revoking);
  await take('revoking', 'moves');
  control.release(revoking);
  await window.statusBar.waitFor(say.noToken);
  await take('revoked');
  await window.runCommand(say.issue);
  await window.statusBar.waitFor(say.left);
  control.killTokens({ environment: 'real' });
  await window.runCommand(say.verify);
  await window.accountsView.waitFor(real.account, say.rejected);
  await take('rejected');
  await window.runCommand('Notifications: Clear All Notifications');
  await window.statusBar.tooltip(say.rejected);
  await take('rejected-tooltip');
};

const lastMinute: Part = async ({ window, say, mock, session }, take) => {
  await window.accountsView.press(mock.account, say.switchTo);
  nearlyExpire(session.simulator.control);
  await window.runCommand(say.verify);
  await window.statusBar.waitFor(say.lastMinute);
  await take('expiring');
  await window.statusBar.waitFor(say.expired);
  await take('expired');
};

const settings: Part = async ({ window }, take) => {
  await window.page.setViewportSize({ width: 1280, height: 2200 });
  await window.runCommand('Preferences: Open Settings (UI)');
  await window.page.locator('.settings-editor .settings-header').waitFor();
  await window.page.keyboard.insertText('@ext:kiwoom-rest-auth.kiwoom-rest-auth');
  await window.page.locator('.setting-item-category', { hasText: 'Kiwoom' }).first().waitFor();
  await take('settings');
};

/** Leaves the mock token 8 seconds, in which it can be looked at. */
function nearlyExpire(control: SimulatorControl): void {
  const token = control.tokens().find(({ environment, alive }) => environment === 'mock' && alive);
  const expiresAt = parseKoreanTime(token?.expiresDt ?? '') ?? 0;
  control.advanceClock(expiresAt - Date.now() - 8_000);
}

/** The token ends while the server is away: the extension goes on trying. */
const renewalTrouble: Part = async (scene, take) => {
  const { window, say, mock, session } = scene;
  await window.accountsView.open();
  await scene.addAccount('mock', mock);
  await window.runCommand(say.copyToken);
  await window.dialog.waitFor(anyText);
  await take('copy-token');
  await window.dialog.press(anyText, 'Cancel');
  session.simulator.control.fault('issue', { kind: 'serverError' });
  nearlyExpire(session.simulator.control);
  await window.runCommand(say.verify);
  await window.statusBar.waitFor(say.nextTry);
  await window.statusBar.tooltip(say.nextTry);
  await take('next-try');
};

const days: readonly (readonly [Record<string, unknown>, readonly Part[]])[] = [
  // A token that ended stays ended, to be seen.
  [
    { 'kiwoom.autoRenew': false },
    [firstLook, wrongKeys, accounts, requests, tokenStates, lastMinute, settings],
  ],
  [{ 'kiwoom.autoRenew': true, 'kiwoom.injection.processEnv': false }, [renewalTrouble]],
];
