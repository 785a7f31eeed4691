import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demoAccounts } from '../simulator/accounts.ts';
import { environmentItem, question } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const importTitle = 'Import App Key Files';
const accounts = demoAccounts(randomBytes);
const [first, second] = accounts.mock;
const [inVariables, inEnvFile] = accounts.real;

describe('Importing app keys', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({
      simulator: { limits: 'off', accounts },
      env: { KIWOOM_APPKEY: inVariables.appkey, KIWOOM_SECRETKEY: inVariables.secretkey },
    });
    window = await session.openWindow();
  });
  after(() => session.close());

  const inWorkspace = (name: string): string => path.join(session.workspace, name);

  /** The portal's two files in the workspace; their names. */
  const writeKeyFiles = async ({ account, appkey, secretkey }: typeof first): Promise<string[]> => {
    const files = { [`${account}_appkey.txt`]: appkey, [`${account}_secretkey.txt`]: secretkey };
    for (const [name, key] of Object.entries(files)) await writeFile(inWorkspace(name), key);
    return Object.keys(files);
  };

  const importFile = async (name: string): Promise<void> => {
    await window.runCommand(`Kiwoom: ${importTitle}`);
    await window.quickInput.pick(importTitle, /Key files, \.env and other files/);
    await window.quickInput.chooseFile(inWorkspace(name));
  };

  it("finds the portal's pair from either file, and keeps it out of Git", async () => {
    const names = await writeKeyFiles(first);
    await writeFile(inWorkspace('.gitignore'), 'node_modules/');
    await importFile(`${first.account}_secretkey.txt`);
    await window.quickInput.pick(question.environment, environmentItem.mock);
    const offer = await window.notifications.waitFor('still in the workspace');
    for (const name of names) assert.ok(offer.includes(name), offer);
    assert.deepEqual(await window.notifications.buttons(offer), [
      'Delete Files',
      'Add to .gitignore',
    ]);
    await window.screenshot('import-1-files-in-workspace');
    await window.notifications.press(offer, 'Add to .gitignore');
    await window.notifications.acknowledge(`Added Mock ${first.account}`);
    const lines = await until(
      'both lines',
      async () => (await readFile(inWorkspace('.gitignore'), 'utf8')).split('\n'),
      (now) => now.length === 4,
    );
    assert.deepEqual(lines.sort(), ['', ...names.map((name) => `/${name}`), 'node_modules/']);
    assert.ok(names.every((name) => existsSync(inWorkspace(name))));
  });

  it('deletes the files when asked to, but none that was written anew in the meantime', async () => {
    const [appkeyFile = '', secretkeyFile = ''] = await writeKeyFiles(second);
    await importFile(appkeyFile);
    await window.quickInput.pick(question.environment, environmentItem.mock);
    await window.notifications.waitFor('still in the workspace');
    await writeFile(inWorkspace(secretkeyFile), 'the secret key of tomorrow');
    await window.notifications.press('still in the workspace', 'Delete Files');
    await window.notifications.acknowledge(`Added Mock ${second.account}`);
    const message = await window.notifications.acknowledge('Not deleted, as it has changed');
    assert.ok(message.includes(secretkeyFile) && !message.includes(appkeyFile), message);
    await until(
      `${appkeyFile} to be deleted`,
      () => Promise.resolve(existsSync(inWorkspace(appkeyFile))),
      (exists) => !exists,
    );
    assert.ok(existsSync(inWorkspace(secretkeyFile)));
  });

  it('takes the variables of the process', async () => {
    await window.runCommand(`Kiwoom: ${importTitle}`);
    await window.quickInput.pick(importTitle, 'Environment variables');
    await window.quickInput.pick(question.environment, environmentItem.real);
    await window.notifications.acknowledge(/^Added Real \d{8}\. Its keys work/);
    assert.equal(session.simulator.control.counts('real').issue, 1);
  });

  it('takes a .env file, asks for what it does not say, and does not offer to delete it', async () => {
    const { appkey, secretkey } = inEnvFile;
    const text = `OTHER=1\nKIWOOM_APP_KEY="${appkey}"\nKIWOOM_APP_SECRET='${secretkey}'\n`;
    await writeFile(inWorkspace('.env'), text);
    await importFile('.env');
    await window.quickInput.pick(question.environment, environmentItem.real);
    const offer = await window.notifications.waitFor('still in the workspace: .env');
    assert.deepEqual(await window.notifications.buttons(offer), ['Add to .gitignore']);
    await window.notifications.acknowledge(/^Added Real \d{8}\. Its keys work/);
    await window.notifications.acknowledge(offer);
    assert.equal(await readFile(inWorkspace('.env'), 'utf8'), text);
    assert.equal(session.simulator.control.counts('real').issue, 2);
  });

  it('names the file that is missing', async () => {
    await writeFile(inWorkspace('12345678_appkey.txt'), first.appkey);
    await importFile('12345678_appkey.txt');
    const message = await window.notifications.acknowledge('The other file of the pair');
    assert.match(message, /12345678_secretkey\.txt/);
  });
});
