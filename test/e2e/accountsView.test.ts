import assert from 'node:assert/strict';
import type { Account } from '../simulator/accounts.ts';
import { addAppKey, addAppKeyUnchecked, nameQuestion, question } from './keyQuestions.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

describe('The Accounts view', () => {
  let session: Session;
  let window: Workbench;
  let mock: Account;
  let real: Account;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    mock = session.simulator.accounts.mock[0];
    real = session.simulator.accounts.real[0];
    window = await session.openWindow();
  });
  after(() => session.close());

  it('is found by a number on its icon, until it was looked at', async () => {
    await window.statusBar.waitFor('Kiwoom: Add App Key');
    await window.accountsView.waitForBadge('1');
    await window.accountsView.open();
    await window.accountsView.welcome();
    await window.accountsView.waitForBadge('');
  });

  it('leads from its welcome into adding an app key', async () => {
    const { text, links } = await window.accountsView.welcome();
    assert.match(text, /No app key is stored yet/);
    assert.deepEqual(links, ['Add App Key', 'Import App Key Files', 'Take the walkthrough']);
    await window.screenshot('view-1-welcome');
    await window.accountsView.follow('Add App Key');
    await window.quickInput.waitFor(question.environment);
    await window.quickInput.cancel();
  });

  it('shows each account below its environment, with its state and the active one marked', async () => {
    await addAppKeyUnchecked(window, session.simulator.control, {
      environment: 'real',
      account: real,
    });
    session.simulator.control.clearCalls();
    await addAppKey(window, { environment: 'mock', account: mock });
    await window.accountsView.waitFor(mock.account, /^23h 59m left · active$/);
    await window.accountsView.waitForRows([
      ['Real trading', 1],
      [real.account, 2],
      ['Mock trading', 1],
      [mock.account, 2],
    ]);
    const row = await window.accountsView.waitFor(real.account, /^no token, key unchecked$/);
    assert.equal(row.spoken, `Kiwoom Real ${real.account}: no token, key unchecked`);
    await window.screenshot('view-2-accounts');
  });

  it('says in a tooltip what the status bar says', async () => {
    const tooltip = await window.accountsView.tooltip(mock.account);
    assert.match(tooltip, new RegExp(`Mock ${mock.account}: 23h 5\\dm left`));
    assert.match(tooltip, /Expires: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    await window.screenshot('view-3-tooltip');
  });

  it('issues a token for the account of the row, not for the active one', async () => {
    await window.accountsView.waitForActions(real.account, [
      'Switch to This Account',
      'Issue Token',
    ]);
    const before = session.simulator.control.counts('real').issue;
    await window.accountsView.press(real.account, 'Issue Token');
    await window.notifications.acknowledge(`Real ${real.account}: new token`);
    await window.accountsView.waitFor(real.account, /^23h 59m left$/);
    assert.equal(session.simulator.control.counts('real').issue, before + 1);
    assert.equal(session.simulator.control.counts('mock').issue, 1);
  });

  it('asks before a click on the row of a real account revokes its token', async () => {
    await window.accountsView.press(real.account, 'Revoke Token');
    await window.dialog.press(`Revoke the token of Real ${real.account}`, 'Cancel');
    assert.equal(session.simulator.control.counts('real').revoke, 0);
  });

  it('offers the rest in the context menu, such as another name', async () => {
    const items = await window.accountsView.contextMenu(mock.account);
    assert.deepEqual(items, [
      'Issue Token',
      'Verify Token',
      'Revoke Token',
      'Copy Token Reference',
      'Rename Account',
      'Replace App Key',
      'Remove App Key',
    ]);
    await window.screenshot('view-4-context-menu');
    await window.accountsView.closeMenu();
    await window.accountsView.choose(mock.account, 'Rename Account');
    assert.equal((await window.quickInput.waitFor(nameQuestion)).value, mock.account);
    await window.quickInput.answer(nameQuestion, 'my mock account');
    await window.accountsView.waitFor('my mock account', /^23h 5\dm left · active$/);
  });

  it('has the keys of VS Code for renaming and removing the selected account', async () => {
    await window.accountsView.row('my mock account').click();
    await window.page.keyboard.press('F2');
    assert.equal((await window.quickInput.waitFor(nameQuestion)).value, 'my mock account');
    await window.quickInput.cancel();
    await window.accountsView.row(real.account).click();
    await window.page.keyboard.press('Delete');
    await window.dialog.press(`Remove the app key of Real ${real.account}?`, 'Cancel');
    await window.accountsView.waitFor(real.account, /^23h 5\dm left$/);
  });

  it('switches to the account of a row', async () => {
    await window.accountsView.press(real.account, 'Switch to This Account');
    await window.accountsView.waitFor(real.account, /· active$/);
    await window.statusBar.waitFor(/Real: 23h/);
  });

  it('keeps its state and follows its commands after a reload, without the number', async () => {
    await window.runCommand('View: Show Explorer');
    await window.reload();
    await window.accountsView.open();
    await window.accountsView.waitFor(real.account, /^23h 5\dm left · active$/);
    await window.accountsView.choose(real.account, 'Remove App Key');
    await window.dialog.press(`Remove the app key of Real ${real.account}?`, 'Remove Only');
    await window.notifications.acknowledge(/Removed the app key of Real/);
    await window.accountsView.waitFor('my mock account', /· active$/);
    await window.accountsView.waitForBadge('');
  });
});
