import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { addAppKey, addAppKeyUnchecked } from './keyQuestions.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const switchTitle = 'Switch Account or Environment';

describe('Several accounts', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
  });
  after(() => session.close());

  const revokeReal = (): string => {
    const [{ account }] = session.simulator.accounts.real;
    return `Revoke the token of Real ${account}?`;
  };

  const switchTo = async (label: string): Promise<void> => {
    await window.runCommand(`Kiwoom: ${switchTitle}`);
    await window.quickInput.pick(switchTitle, label);
  };

  it('keys that could not be checked are saved all the same, if the user says so', async () => {
    const [account] = session.simulator.accounts.real;
    const { control } = session.simulator;
    await addAppKeyUnchecked(window, control, { environment: 'real', account });
    const item = await window.statusBar.waitFor('Real: no token');
    assert.match(item.label, new RegExp(account.account));
    assert.deepEqual(control.counts(), { issue: 1, revoke: 0, tr: 0, other: 0 });
    control.clearCalls();
  });

  it('keys are called by the number that Kiwoom tells, and bring their token', async () => {
    const [account] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    const item = await window.statusBar.waitFor(/Mock: 23h 59m/);
    assert.match(item.label, new RegExp(account.account));
    assert.deepEqual(session.simulator.control.counts('mock'), {
      issue: 1,
      revoke: 0,
      tr: 1,
      other: 0,
    });
  });

  it('the same app key is not stored twice', async () => {
    const [account] = session.simulator.accounts.mock;
    await window.runCommand('Kiwoom: Add App Key');
    await window.quickInput.pick(/\(1\/3\)/, 'Mock trading');
    await window.quickInput.answer(/\(2\/3\)/, account.appkey);
    await window.quickInput.waitFor(`already stored as “${account.account}”`);
    await window.quickInput.cancel();
  });

  it('another one is chosen from a list that says how each stands', async () => {
    const [mock] = session.simulator.accounts.mock;
    const [real] = session.simulator.accounts.real;
    await window.runCommand(`Kiwoom: ${switchTitle}`);
    const items = [real.account, mock.account, 'Add App Key'];
    await window.quickInput.waitForItems(switchTitle, items);
    await window.screenshot('accounts-1-switch');
    await window.quickInput.pick(switchTitle, real.account);
    await window.statusBar.waitFor('Real: no token');
    await switchTo(mock.account);
    await window.statusBar.waitFor(/Mock: 23h/);
    assert.equal(session.simulator.control.counts().issue, 1);
  });

  it('"Issue Token" is for the one in use', async () => {
    const [real] = session.simulator.accounts.real;
    await switchTo(real.account);
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(`Real ${real.account}: new token`);
    await window.statusBar.waitFor(/Real: 23h/);
    assert.equal(session.simulator.control.counts('real').issue, 1);
    assert.equal(session.simulator.control.counts('mock').issue, 1);
  });

  it('"Try Again" is for the account that failed, whichever is in use by then', async () => {
    const [mock] = session.simulator.accounts.mock;
    const [real] = session.simulator.accounts.real;
    const { control } = session.simulator;
    await switchTo(mock.account);
    control.fault('revoke', { kind: 'failure', code: 8015 }, { times: 1 });
    await window.runCommand('Kiwoom: Revoke Token');
    await window.notifications.waitFor('could not revoke the token');
    await switchTo(real.account);
    await window.notifications.press('could not revoke the token', 'Try Again');
    await window.notifications.acknowledge(`Revoked the token of Mock ${mock.account}`);
    await window.statusBar.waitFor(/Real: 23h/);
    await switchTo(mock.account);
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(`Mock ${mock.account}: new token`);
    await switchTo(real.account);
  });

  it('"Try Again" does not ask again what was confirmed before it failed', async () => {
    const [real] = session.simulator.accounts.real;
    const { control } = session.simulator;
    control.fault('revoke', { kind: 'failure', code: 8015 }, { times: 1 });
    await window.runCommand('Kiwoom: Revoke Token');
    await window.dialog.press(revokeReal(), 'Revoke');
    await window.notifications.press('could not revoke the token', 'Try Again');
    await window.notifications.acknowledge(`Revoked the token of Real ${real.account}`);
    await window.statusBar.waitFor('Real: no token');
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(`Real ${real.account}: new token`);
  });

  it('an offer to replace a token does nothing once the token was revoked', async () => {
    const [real] = session.simulator.accounts.real;
    const { control } = session.simulator;
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.waitFor('still valid until');
    await window.notifications.waitForProgressToEnd();
    await window.runCommand('Kiwoom: Revoke Token');
    await window.dialog.press(revokeReal(), 'Revoke');
    await window.notifications.acknowledge(`Revoked the token of Real ${real.account}`);
    const before = control.calls().length;
    await window.notifications.press('still valid until', 'Revoke and Reissue');
    await window.notifications.acknowledge('Nothing done');
    await window.statusBar.waitFor('Real: no token');
    assert.equal(control.calls().length, before);
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(`Real ${real.account}: new token`);
  });

  it('the token of a real account is revoked only after a question', async () => {
    const [real] = session.simulator.accounts.real;
    const before = session.simulator.control.counts().revoke;
    await window.runCommand('Kiwoom: Revoke Token');
    assert.match(await window.dialog.waitFor(revokeReal()), /every program that uses this app key/);
    await window.screenshot('accounts-2-revoke-real');
    assert.equal(session.simulator.control.counts().revoke, before);
    await window.dialog.press(revokeReal(), 'Revoke');
    await window.notifications.acknowledge(`Revoked the token of Real ${real.account}`);
    await window.statusBar.waitFor('Real: no token');
    const alive = session.simulator.control.tokens().filter((token) => token.alive);
    assert.deepEqual(
      alive.map(({ environment }) => environment),
      ['mock'],
    );
  });

  it('"Verify Token" of a dead token tells that renewal has replaced it', async () => {
    const [mock] = session.simulator.accounts.mock;
    await switchTo(mock.account);
    session.simulator.control.killTokens({ environment: 'mock' });
    await window.runCommand('Kiwoom: Verify Token');
    const text = `Mock ${mock.account}: token was dead, a new one is issued`;
    await window.notifications.waitFor(text);
    await window.screenshot('accounts-3-verify-dead');
    assert.deepEqual(await window.notifications.buttons(text), []);
    await window.notifications.acknowledge(text);
    await window.statusBar.waitFor(/Mock: 23h 59m/);
  });

  describe('"Insert Token Value" says whether the file', () => {
    const ask = async (): Promise<string> => {
      await window.runCommand('Kiwoom: Insert Token Value');
      const asks = 'as plain text?';
      const text = await window.dialog.waitFor(asks);
      await window.dialog.press(asks, 'Cancel');
      return text;
    };

    before(() => window.openFile('kiwoom.http'));

    it('is not under Git', async () => {
      assert.match(await ask(), /as plain text\?\s+This file is not under Git/);
    });

    it('is under Git', async () => {
      await mkdir(path.join(session.workspace, '.git'));
      assert.match(await ask(), /This file is under Git: the token can be committed and pushed/);
    });

    it('and writes nothing before the answer', async () => {
      const before = session.simulator.control.calls().length;
      await ask();
      assert.doesNotMatch(await window.editor.text(), /[\w-]{43}/);
      assert.equal(session.simulator.control.calls().length, before);
    });
  });

  describe('Removing an account', () => {
    it('gives way to the one that is left', async () => {
      const [real] = session.simulator.accounts.real;
      await window.runCommand('Kiwoom: Remove App Key');
      await window.quickInput.pick('Remove App Key', real.account);
      await window.dialog.press('deleted from VS Code’s secret storage', 'Remove');
      await window.notifications.acknowledge(`Removed the app key of Real ${real.account}`);
      await window.statusBar.waitFor(/Mock: 23h/);
    });
  });
});
