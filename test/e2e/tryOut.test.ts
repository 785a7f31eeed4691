import assert from 'node:assert/strict';
import { makeTryOutWorkspace, tryOutSettings } from '../host/tryOutWorkspace.ts';
import { addAppKey, question } from './keyQuestions.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

describe('The window of "npm start"', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({ folder: makeTryOutWorkspace(), settings: tryOutSettings });
    window = await session.openWindow();
  });
  after(() => session.close());

  it('opens with what to do, which leaves the focus where it is', async () => {
    await window.editor.waitForText('TRY IT OUT');
    await window.screenshot('try-out-1-readme');
    await window.runCommand('Kiwoom: Add App Key');
    await window.quickInput.waitFor(question.environment);
    await window.quickInput.cancel();
  });

  it('sends the requests without any client: issue, send, answer, revoke', async () => {
    const { control, accounts } = session.simulator;
    const [account] = accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    control.clearCalls();
    await window.runCommand('Tasks: Run Build Task');
    const calls = await control.waitForCalls({ kind: 'tr', code: 0 }, 2);
    assert.deepEqual(
      calls.map(({ apiId }) => apiId),
      ['ka00001', 'ka10001'],
    );
    await window.waitForTerminal();
    await window.screenshot('try-out-2-answer');
    await window.runCommand('Kiwoom: Revoke Token');
    await window.notifications.acknowledge('Revoked the token of');
    assert.equal(control.counts().revoke, 1);
  });
});
