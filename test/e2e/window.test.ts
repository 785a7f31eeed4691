import assert from 'node:assert/strict';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

describe('A window with the packaged extension', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start();
    window = await session.openWindow();
  });

  after(async () => {
    await session.close();
  });

  it('opens a request file of the workspace', async () => {
    await window.openFile('kiwoom.http');
    assert.match(await window.editor.waitForText('ka00001'), /api-id: ka00001/);
  });
});
