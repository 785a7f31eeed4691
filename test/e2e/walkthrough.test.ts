import assert from 'node:assert/strict';
import { addAppKey, addAppKeyUnchecked } from './keyQuestions.ts';
import { Walkthrough } from './pageObjects/walkthrough.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const walkthroughTitle = 'Get Started with the Kiwoom REST API';

describe('The walkthrough', () => {
  let session: Session;
  let window: Workbench;
  let walkthrough: Walkthrough;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
    walkthrough = new Walkthrough(window.page);
  });
  after(() => session.close());

  it('opens from the welcome of the empty view', async () => {
    await window.accountsView.open();
    await window.accountsView.follow('Take the walkthrough');
    assert.deepEqual(await walkthrough.steps(), [
      'Get an app key',
      'Register your IP address',
      'Add the app key',
      'Issue a token',
      'Send the first request',
      'Let programs use a pass',
      'Stay safe',
    ]);
  });

  it('shows a picture beside a step', async () => {
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await walkthrough.select('Add the app key');
    const picture = window.page.locator('.getting-started-media img[srcset*="add-key.png"]');
    await picture.waitFor();
    await window.screenshot('walkthrough');
  });

  it('ticks the steps as they are done: a stored key, and a token that Kiwoom gave', async () => {
    const [account] = session.simulator.accounts.mock;
    const { control } = session.simulator;
    await addAppKeyUnchecked(window, control, { environment: 'mock', account });
    await walkthrough.waitUntilDone('Add the app key');
    assert.equal(await walkthrough.isDone('Issue a token'), false);
    await window.runCommand('Kiwoom: Issue Token');
    await walkthrough.waitUntilDone('Issue a token');
    // Kiwoom gives tokens to registered addresses only.
    await walkthrough.waitUntilDone('Register your IP address');
  });
});

describe('A walkthrough that is first shown when key and token are there', () => {
  let session: Session;
  let window: Workbench;
  let walkthrough: Walkthrough;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
    walkthrough = new Walkthrough(window.page);
    const [account] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    await window.statusBar.waitFor(/Mock: 23h/);
  });
  after(() => session.close());

  it('ticks what is done', async () => {
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.quickInput.pick('Select a walkthrough to open', walkthroughTitle);
    for (const title of ['Get an app key', 'Add the app key', 'Issue a token']) {
      await walkthrough.waitUntilDone(title);
    }
  });
});
