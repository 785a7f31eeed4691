import assert from 'node:assert/strict';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const offer = 'No extension here sends .http files';

describe('An .http file that no extension can send', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({ settings: { 'extensions.ignoreRecommendations': false } });
    window = await session.openWindow();
  });
  after(() => session.close());

  it('says so, and leads to those that can', async () => {
    await window.openFile('kiwoom.http');
    await window.notifications.waitFor(offer);
    assert.deepEqual(await window.notifications.buttons(offer), ['REST Client', 'httpyac']);
    await window.screenshot('no-client');
    await window.notifications.press(offer, 'httpyac');
    const search = window.page.locator('.extensions-viewlet .view-line');
    await search.filter({ hasText: '@id:anweber.vscode-httpyac' }).waitFor();
  });

  it('says so once', async () => {
    await window.runCommand('View: Show Explorer');
    await window.reload();
    await window.openFile('kiwoom.http');
    await window.page.getByText('Add App Key').first().waitFor();
    assert.deepEqual(await window.notifications.texts(), []);
  });
});
