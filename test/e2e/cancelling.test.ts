import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { addAppKey, addAppKeyUnchecked, environmentItem, question } from './keyQuestions.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

/** Whoever cancels knows it: nothing happened, and nothing is said about it. */
describe('Cancelling', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
  });
  after(() => session.close());

  const control = () => session.simulator.control;

  /** Another command has its turn after the cancelled one is over. */
  const assertSilence = async (): Promise<void> => {
    await window.statusBar.click(/^\s*(?:Kiwoom|Mock|Real)/);
    await window.quickInput.waitFor(/^(Kiwoom$|Mock |Real )/);
    await window.quickInput.cancel();
    assert.deepEqual(await window.notifications.texts(), []);
  };

  describe('while adding an app key stores nothing:', () => {
    afterEach(async () => {
      await assertSilence();
      await window.statusBar.waitFor('Kiwoom: Add App Key');
      assert.deepEqual(control().calls({ code: 0, outcome: 'answered' }), []);
    });

    const ask = async (answered: number): Promise<void> => {
      const [{ appkey, secretkey }] = session.simulator.accounts.mock;
      const { quickInput } = window;
      const steps = [
        () => quickInput.pick(question.environment, environmentItem.mock),
        () => quickInput.answer(question.appkey, appkey),
        () => quickInput.answer(question.secretkey, secretkey),
      ];
      await window.runCommand('Kiwoom: Add App Key');
      for (const answer of steps.slice(0, answered)) await answer();
    };

    for (const [answered, text] of Object.values(question).entries()) {
      it(text, async () => {
        await ask(answered);
        await window.quickInput.waitFor(text);
        await window.quickInput.cancel();
      });
    }

    it('the choice what to do about wrong keys', async () => {
      const [{ appkey }] = session.simulator.accounts.mock;
      await window.runCommand('Kiwoom: Issue Token');
      await window.quickInput.pick(question.environment, environmentItem.mock);
      await window.quickInput.answer(question.appkey, appkey);
      await window.quickInput.answer(question.secretkey, appkey.split('').reverse().join(''));
      await window.dialog.press('Kiwoom rejected these keys', 'Cancel');
      await window.notifications.waitUntilGone('Checking the keys');
    });

    it('the check of the keys', async () => {
      const held = control().fault('issue', { kind: 'hold' });
      await ask(3);
      await window.notifications.cancelProgress('Checking the keys');
      await control().waitForCalls({ fault: 'hold', outcome: 'cut' });
      control().clearFaults(held);
    });

    it('the choice of a key file', async () => {
      await window.runCommand('Kiwoom: Import App Key Files');
      await window.quickInput.pick('Import App Key Files', /^\s*Key files/);
      await window.quickInput.waitFor('Folder path');
      await window.quickInput.cancel();
    });
  });

  describe('leaves everything as it was:', () => {
    const seen = () => ({ calls: control().calls().length, tokens: control().tokens() });
    let seenBefore: ReturnType<typeof seen>;

    before(async () => {
      const [mock] = session.simulator.accounts.mock;
      const [real] = session.simulator.accounts.real;
      await addAppKeyUnchecked(window, control(), { environment: 'mock', account: mock });
      await addAppKey(window, { environment: 'real', account: real });
      await window.notifications.acknowledge(/is now in use/);
      await window.openFile('kiwoom.http');
    });
    beforeEach(() => {
      seenBefore = seen();
    });
    afterEach(async () => {
      await assertSilence();
      await window.statusBar.waitFor(/^Real: 23h/);
      assert.deepEqual(seen(), seenBefore);
    });

    for (const title of ['Switch Account or Environment', 'Replace App Key', 'Remove App Key']) {
      it(`the choice of an account to "${title}"`, async () => {
        await window.runCommand(`Kiwoom: ${title}`);
        await window.quickInput.waitFor(title);
        await window.quickInput.cancel();
      });
    }

    it('new keys', async () => {
      const [{ account }] = session.simulator.accounts.mock;
      await window.runCommand('Kiwoom: Replace App Key');
      await window.quickInput.pick('Replace App Key', account);
      await window.quickInput.answer(question.appkey, 'something-else');
      await window.quickInput.waitFor(question.secretkey);
      await window.quickInput.cancel();
    });

    it('the question before removing', async () => {
      const [{ account }] = session.simulator.accounts.real;
      await window.runCommand('Kiwoom: Remove App Key');
      await window.quickInput.pick('Remove App Key', account);
      const asks = `Remove the app key of Real ${account}?`;
      const text = await window.dialog.waitFor(asks);
      const buttons = await window.dialog.buttons(asks);
      await window.dialog.press(asks, 'Cancel');
      assert.match(text, /Its token is still valid/);
      assert.deepEqual(buttons.sort(), ['Cancel', 'Remove Only', 'Revoke and Remove']);
    });

    it('the question before revoking', async () => {
      await window.runCommand('Kiwoom: Revoke Token');
      await window.dialog.press('Revoke the token of Real', 'Cancel');
    });

    it('the question before a token is written into a file', async () => {
      const file = path.join(session.workspace, 'kiwoom.http');
      const before = await readFile(file, 'utf8');
      await window.runCommand('Kiwoom: Insert Token Value');
      await window.dialog.press('into this file as plain text?', 'Cancel');
      assert.equal(await window.saveFile('kiwoom.http', before), before);
    });

    it('the list of what REST Client offers', async () => {
      await window.runCommand('Kiwoom: Set Up REST Client Environments');
      await window.quickInput.waitFor('Set Up REST Client Environments');
      await window.quickInput.cancel();
    });
  });

  describe('a request that goes on', () => {
    it('an issue that takes too long, ends it and keeps the token', async () => {
      const held = control().fault('issue', { kind: 'hold' });
      await window.runCommand('Kiwoom: Issue Token');
      await window.statusBar.waitFor('issuing…');
      await window.notifications.cancelProgress('Issuing a token');
      await control().waitForCalls({ fault: 'hold', outcome: 'cut' }, 2);
      control().clearFaults(held);
      await window.statusBar.waitFor(/^Real: 23h/);
      await assertSilence();
    });
  });
});
