import assert from 'node:assert/strict';
import path from 'node:path';
import { addAppKey } from './keyQuestions.ts';
import { packageFolder } from './packageFolder.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const httpyacId = 'anweber.vscode-httpyac';

describe('Another extension, in a workspace that is not trusted', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    const clients = path.join(import.meta.dirname, '../integration/clients');
    session = await Session.start({
      workspaceTrust: true,
      settings: {
        'workbench.editor.useModal': 'off', // While VS Code shows its trust editor so, no command can be run.
        // VS Code keeps httpyac from running here, unless the user wants it all the same.
        'extensions.supportUntrustedWorkspaces': { [httpyacId]: { supported: true } },
      },
      env: { TEST_PROJECT_FOLDER: path.join(import.meta.dirname, '../..') },
      simulator: { limits: 'off' },
      vsix: [
        await packageFolder(path.join(import.meta.dirname, 'uninvitedCaller')),
        await packageFolder(path.join(clients, `${httpyacId}-0.0.1`)),
      ],
    });
    window = await session.openWindow();
    await window.statusBar.waitFor('Restricted Mode');
    const [account] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    await window.statusBar.waitFor(/Mock: 23h/);
    await window.openFile('kiwoom.http');
    session.simulator.control.clearCalls();
  });
  after(() => session.close());

  const requests = () => session.simulator.control.calls({ kind: 'tr' });
  const token = (): string => session.simulator.control.tokens()[0]?.token ?? '';

  it('is refused a call, and nothing is sent', async () => {
    await window.runCommand('Uninvited: Call Kiwoom');
    await window.notifications.acknowledge('Uninvited call: untrusted-workspace');
    assert.deepEqual(requests(), []);
  });

  it('gets no session, not even if the user would have it so', async () => {
    await window.runCommand('Uninvited: Sign In');
    await window.dialog.press('wants to sign in using Kiwoom', 'Allow');
    await window.notifications.acknowledge(
      'Uninvited signIn: No token for others in an untrusted workspace',
    );
    await window.runCommand('Uninvited: Call Kiwoom');
    await window.notifications.acknowledge('Uninvited call: untrusted-workspace');
    assert.deepEqual(requests(), []);
  });

  it('sends no token through httpyac', async () => {
    await window.runCommand('Uninvited: Send by httpyac');
    await window.notifications.acknowledge('Uninvited sendByHttpyac: sent');
    assert.deepEqual(
      requests().map((request) => request.token ?? ''),
      [''],
    );
    assert.equal(session.simulator.control.counts('mock').issue, 0);
  });

  describe('that the user comes to trust', () => {
    before(async () => {
      await window.trust();
    });

    it('still needs a session for a call', async () => {
      const before = requests().length;
      await window.runCommand('Uninvited: Call Kiwoom');
      await window.notifications.acknowledge('Uninvited call: no-consent');
      assert.equal(requests().length, before);
    });

    it('gets one if the user allows it, and can call with it', async () => {
      await window.runCommand('Uninvited: Sign In');
      await window.dialog.press('wants to sign in using Kiwoom', 'Allow');
      // VS Code's own list of the accounts that fit.
      await window.quickInput.pick(/Kiwoom/, /^Mock /);
      await window.notifications.acknowledge('Uninvited signIn: signed in');
      await window.runCommand('Uninvited: Call Kiwoom');
      await window.notifications.acknowledge('Uninvited call: answered');
      assert.equal(requests().at(-1)?.token, token());
    });

    it('sends a token through httpyac', async () => {
      const before = requests().length;
      await window.runCommand('Uninvited: Send by httpyac');
      await window.notifications.acknowledge('Uninvited sendByHttpyac: sent');
      assert.equal(requests().length, before + 1);
      assert.equal(requests().at(-1)?.token, token());
    });
  });
});
