import assert from 'node:assert/strict';
import { environmentItem, nameQuestion, question } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

describe('Entering keys', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
  });
  after(() => session.close());

  const accounts = () => session.simulator.accounts;

  const begin = async (environment: 'mock' | 'real' = 'mock'): Promise<void> => {
    await window.runCommand('Kiwoom: Add App Key');
    await window.quickInput.pick(question.environment, environmentItem[environment]);
    await window.quickInput.waitFor(question.appkey);
  };

  /** The only account. */
  const remove = async (label: string): Promise<void> => {
    await window.runCommand('Kiwoom: Remove App Key');
    await window.dialog.press(label, 'Remove Only');
    await window.notifications.acknowledge('Removed the app key of');
  };

  it('says at once that both are the same', async () => {
    const [{ appkey }] = accounts().mock;
    await begin();
    await window.quickInput.answer(question.appkey, appkey);
    await window.quickInput.answer(question.secretkey, appkey);
    await window.quickInput.waitFor('This is the app key once more');
    await window.screenshot('keys-1-same');
    await window.quickInput.cancel();
    assert.deepEqual(session.simulator.control.calls(), []);
  });

  it('refuses what can be no key', async () => {
    await begin();
    for (const [text, said] of [
      ['your_app_key', 'This is a placeholder'],
      ['x'.repeat(180), 'This is too long for a key'],
      ['clé-d’accès', 'This has characters that no key has'],
      ['base64:abcdef', 'This is a key of Django or Laravel'],
    ] as const) {
      await window.quickInput.type(/./, text);
      await window.quickInput.waitFor(said);
      await window.page.keyboard.press('Enter');
      await window.quickInput.waitFor(said);
    }
    await window.quickInput.cancel();
    assert.deepEqual(session.simulator.control.calls(), []);
  });

  it('says that an access token is none', async () => {
    const token = 'a'.repeat(86);
    await begin();
    await window.quickInput.answer(question.appkey, `Bearer ${token}`);
    await window.quickInput.waitFor('This is an access token. Paste the app key here.');
    await window.screenshot('keys-2-token');
    await window.quickInput.type(/./, token);
    await window.quickInput.waitFor('This looks like an access token');
    await window.quickInput.cancel();
    assert.deepEqual(session.simulator.control.calls(), []);
  });

  it('takes both keys from one paste of two lines', async () => {
    const [{ account, appkey, secretkey }] = accounts().mock;
    await begin();
    await window.quickInput.paste(`${appkey}\n${secretkey}\n`);
    await window.quickInput.waitFor('Press Enter to use both');
    await window.screenshot('keys-3-pair');
    await window.page.keyboard.press('Enter');
    await window.notifications.acknowledge(`Added Mock ${account}`);
    await remove(account);
  });

  it('takes both from a paste that names them', async () => {
    const [{ account, appkey, secretkey }] = accounts().mock;
    await begin();
    await window.quickInput.paste(`appkey: ${appkey}\nsecretkey: ${secretkey}\n`);
    await window.quickInput.waitFor('Press Enter to use both');
    await window.page.keyboard.press('Enter');
    await window.notifications.acknowledge(`Added Mock ${account}`);
    await remove(account);
  });

  it('swaps those that were entered the wrong way round', async () => {
    const [{ account, appkey, secretkey }] = accounts().mock;
    await begin();
    await window.quickInput.answer(question.appkey, secretkey);
    await window.quickInput.answer(question.secretkey, appkey);
    const rejected = 'Kiwoom rejected these keys';
    await window.dialog.waitFor(rejected);
    await window.screenshot('keys-4-rejected');
    assert.deepEqual((await window.dialog.buttons(rejected)).sort(), [
      'Cancel',
      'Correct App Key',
      'Correct Secret Key',
      'Save Anyway',
      'Swap and Try Again',
    ]);
    await window.dialog.press(rejected, 'Swap and Try Again');
    await window.notifications.acknowledge(`Added Mock ${account}`);
    await remove(account);
  });

  it('offers the swap once, and then has the keys as they were entered', async () => {
    const [{ appkey }, { secretkey }] = accounts().mock;
    await begin();
    await window.quickInput.answer(question.appkey, appkey);
    await window.quickInput.answer(question.secretkey, secretkey);
    const rejected = 'Kiwoom rejected these keys';
    await window.dialog.press(rejected, 'Swap and Try Again');
    await until(
      'the question without a swap',
      () => window.dialog.buttons(rejected),
      (names) => names.length > 0 && !names.includes('Swap and Try Again'),
    );
    await window.dialog.press(rejected, 'Correct Secret Key');
    const [{ account, secretkey: right }] = accounts().mock;
    await window.quickInput.answer(question.secretkey, right);
    await window.notifications.acknowledge(`Added Mock ${account}`);
    await remove(account);
  });

  it('names a real account that was begun as a mock one by its own number', async () => {
    const [{ account, appkey, secretkey }] = accounts().real;
    await begin('mock');
    await window.quickInput.answer(question.appkey, appkey);
    await window.quickInput.answer(question.secretkey, secretkey);
    await window.dialog.press('Kiwoom rejected these keys', 'Use as Real Key');
    await window.notifications.acknowledge(`Added Real ${account}`);
    await remove(account);
  });

  it('names an account after its environment where Kiwoom does not tell the number', async () => {
    const [first, second] = accounts().mock;
    session.simulator.control.fault('tr', { kind: 'serverError' }, { times: 2 });
    for (const [{ appkey, secretkey }, name] of [
      [first, 'Mock'],
      [second, 'Mock (2)'],
    ] as const) {
      await begin();
      await window.quickInput.answer(question.appkey, appkey);
      await window.quickInput.answer(question.secretkey, secretkey);
      await window.notifications.press(`Added ${name}. Its keys work`, 'Rename');
      await window.quickInput.type(nameQuestion, first.appkey);
      await window.quickInput.waitFor('This name looks like a key');
      await window.screenshot('keys-5-name-is-key');
      await window.quickInput.cancel();
    }
  });
});
