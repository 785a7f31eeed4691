import assert from 'node:assert/strict';
import { packageExample, showNumber } from './exampleExtension.ts';
import { addAppKey, question } from './keyQuestions.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const buy = 'Kiwoom Example: Buy One Share';
const consent = "The extension 'Kiwoom Example' wants to sign in using Kiwoom.";
const order = 'Send an order with the account';

describe('Another extension', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({
      simulator: { limits: 'off' },
      vsix: [await packageExample()],
    });
    window = await session.openWindow();
  });
  after(() => session.close());

  const ordersSent = () =>
    session.simulator.control.calls().filter(({ apiId }) => apiId === 'kt10000');

  it('gets nothing if the user does not allow it', async () => {
    await window.statusBar.waitFor('Example: no account');
    await window.runCommand(showNumber);
    await window.dialog.waitFor(consent);
    await window.screenshot('other-extensions-1-consent');
    await window.dialog.press(consent, 'Cancel');
    assert.deepEqual(session.simulator.control.calls(), []);
  });

  it('leads into adding a key where there is none, which can be cancelled', async () => {
    await window.runCommand(showNumber);
    await window.dialog.press(consent, 'Allow');
    await window.quickInput.waitFor(question.appkey);
    await window.quickInput.cancel();
    assert.deepEqual(session.simulator.control.calls(), []);
  });

  it('calls Kiwoom with the key that was added', async () => {
    const [account] = session.simulator.accounts.mock;
    await window.runCommand(showNumber);
    await window.dialog.press(consent, 'Allow');
    await window.quickInput.answer(question.appkey, account.appkey);
    await window.quickInput.answer(question.secretkey, account.secretkey);
    await window.notifications.acknowledge(`Added Mock ${account.account}`);
    // The number itself may stay unseen: VS Code hides a message that comes right after several others.
    await session.simulator.control.waitForCalls({ kind: 'tr' }, 2);
    assert.equal(session.simulator.control.counts('mock').issue, 1);
    await window.statusBar.waitFor(/Example: mock .* valid until/);
  });

  it('is not asked about a second time', async () => {
    await window.runCommand(showNumber);
    await window.notifications.acknowledge('Account number:');
  });

  it('sends no order with real money unless the user says so', async () => {
    const [account] = session.simulator.accounts.real;
    await addAppKey(window, { environment: 'real', account });
    await window.runCommand(buy);
    await window.dialog.press(consent, 'Allow');
    // VS Code's own list of the accounts that fit.
    await window.quickInput.pick(/Kiwoom/, new RegExp(`Real ${account.account}`));
    const question = await window.dialog.waitFor(order);
    assert.match(question, /주식 매수주문 \(kt10000\)/);
    assert.match(question, /BUY\s+Stock code: 005930\s+Quantity: 1\s/);
    await window.screenshot('other-extensions-2-order');
    // Somebody who presses Enter without reading.
    await window.dialog.pressEnter(order);
    assert.deepEqual(ordersSent(), []);
  });

  it('sends one order for each time the user says so', async () => {
    await window.runCommand(buy);
    await window.dialog.press(order, 'Send This Order');
    await window.notifications.acknowledge('Order number:');
    await window.runCommand(buy);
    await window.dialog.press(order, 'Allow Orders Until the Window Closes');
    await window.notifications.acknowledge('Order number:');
    await window.runCommand(buy);
    await window.notifications.acknowledge('Order number:');
    assert.equal(ordersSent().length, 3);
  });

  it('loses its access when the user signs out, and the token if the user wants', async () => {
    const [account] = session.simulator.accounts.mock;
    const signOut = async (): Promise<void> => {
      await window.signOut(`Mock ${account.account}`);
      await window.dialog.press('Kiwoom Example', 'Sign Out');
    };
    await signOut();
    await window.dialog.press(/Revoke the token of Mock .* too\?/, 'Keep Token');
    assert.equal(session.simulator.control.counts('mock').revoke, 0);
    await window.runCommand(showNumber);
    await window.dialog.press(consent, 'Allow');
    await window.quickInput.pick(/Kiwoom/, new RegExp(`Mock ${account.account}`));
    await window.notifications.acknowledge('Account number:');
    await signOut();
    await window.dialog.press(/Revoke the token of Mock .* too\?/, 'Revoke Token');
    await session.simulator.control.waitForCalls({ kind: 'revoke' });
  });
});
