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
const listed = demoAccounts(randomBytes);
const others = demoAccounts(randomBytes);
const further = demoAccounts(randomBytes);
const [first, second] = listed.mock;
const [inVariables, inEnvFile] = listed.real;
const realOfBoth = { ...others.real[0], account: '51234569' };
const mockOfBoth = { ...others.mock[0], account: '81234569' };
const realOfRequest = { ...further.real[0], account: '51234570' };
const mockOfRequest = { ...further.mock[0], account: '81234571' };
const copied = { ...others.mock[1], account: '81234570' };
const accounts = {
  mock: [...listed.mock, mockOfBoth, mockOfRequest, copied],
  real: [...listed.real, realOfBoth, realOfRequest],
} as const;

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
    await window.notifications.acknowledge(/Added Real \d{8}\. Its keys work/);
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
    await window.notifications.acknowledge(/Added Real \d{8}\. Its keys work/);
    await window.notifications.acknowledge(offer);
    assert.equal(await readFile(inWorkspace('.env'), 'utf8'), text);
    assert.equal(session.simulator.control.counts('real').issue, 2);
  });

  it('shows the pairs of a file that has several, and imports those that stay selected', async () => {
    const text = [
      'KIWOOM_MODE=demo',
      `APP_KEY=${realOfBoth.appkey}`,
      `APP_SECRET=${realOfBoth.secretkey}`,
      `APP_KEY_MOCK=${mockOfBoth.appkey}`,
      `APP_SECRET_MOCK=${mockOfBoth.secretkey}`,
      'ACCOUNT_NO_MOCK=81234569',
      `KIS_APP_KEY=${randomBytes(18).toString('hex')}`,
      `KIS_APP_SECRET=${randomBytes(90).toString('hex')}`,
    ];
    await writeFile(inWorkspace('kwcli.env'), text.join('\n'));
    const before = session.simulator.control.counts('real').issue;
    await importFile('kwcli.env');
    await window.quickInput.waitForItems('Which keys should be imported?', (items) =>
      ['Real', 'Mock 81234569'].every((each) => items.some((item) => item.includes(each))),
    );
    await window.screenshot('import-2-several');
    await window.page.keyboard.press('Enter');
    await window.notifications.waitFor(/Added, and the keys work: Real \d{8}, Mock 81234569/);
    const left = await window.notifications.waitFor('Not taken');
    assert.match(left, /KIS_APP_KEY, KIS_APP_SECRET: of another broker or service/);
    await window.notifications.waitFor('still in the workspace: kwcli.env');
    assert.equal(session.simulator.control.counts('real').issue, before + 1);
    await window.statusBar.waitFor(/Mock/);
  });

  it('takes the keys of the token requests in a .http file, each for where it goes', async () => {
    const request = (host: string, { appkey, secretkey }: typeof first): string =>
      `###\nPOST https://${host}/oauth2/token\n\n${JSON.stringify({ appkey, secretkey }, undefined, 2)}\n`;
    const text = [
      request('api.kiwoom.com', realOfRequest),
      request('mockapi.kiwoom.com', mockOfRequest),
      request('openapi.koreainvestment.com:9443', first),
    ];
    await writeFile(inWorkspace('token.http'), text.join('\n'));
    await importFile('token.http');
    await window.quickInput.waitForItems('Which keys should be imported?', (items) =>
      ['Real', 'Mock'].every((each, index) => items[index]?.includes(each) === true),
    );
    await window.screenshot('import-4-requests');
    await window.page.keyboard.press('Enter');
    await window.notifications.acknowledge(
      /Added, and the keys work: Real 51234570, Mock 81234571/,
    );
    await window.notifications.acknowledge('still in the workspace: token.http');
  });

  it('says which keys it found and why it took none', async () => {
    await writeFile(inWorkspace('config.toml'), '[kis]\nappkey = "a"\nappsecret = "b"\n');
    await importFile('config.toml');
    const message = await window.notifications.acknowledge('config.toml holds no keys for Kiwoom');
    assert.match(message, /kis\.appkey, kis\.appsecret: of another broker or service/);
  });

  it('takes the text of the clipboard, and clears it when asked to', async () => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { appkey, secretkey } = copied;
    const text = `appkey : ${appkey}\nsecretkey : ${secretkey}\n계좌번호 : ${copied.account}`;
    await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await window.runCommand(`Kiwoom: ${importTitle}`);
    await window.quickInput.pick(importTitle, 'Clipboard');
    await window.quickInput.pick(question.environment, environmentItem.mock);
    await window.notifications.press('still in the clipboard', 'Clear Clipboard');
    await window.notifications.acknowledge(`Added Mock ${copied.account}`);
    await until(
      'the empty clipboard',
      () => window.page.evaluate<string>('navigator.clipboard.readText()'),
      (now) => now === '',
    );
  });

  it('is offered for a pair that is saved in a file of the workspace', async () => {
    const key = (): string => randomBytes(32).toString('base64url');
    const text = `kiwoom: { appkey: ${key()}, secretkey: ${key()} }`;
    await writeFile(inWorkspace('bot.yaml'), '');
    await window.openFile('bot.yaml');
    await window.editor.write(text);
    await window.saveFile('bot.yaml', text);
    const message = 'App key and secret key in plain text: bot.yaml';
    await window.notifications.waitFor(message);
    assert.deepEqual(await window.notifications.buttons(message), [
      importTitle,
      'Add to .gitignore',
    ]);
    await window.screenshot('import-3-saved-pair');
    await window.notifications.dismiss(message);
  });

  it('names the file that is missing', async () => {
    await writeFile(inWorkspace('12345678_appkey.txt'), first.appkey);
    await importFile('12345678_appkey.txt');
    const message = await window.notifications.acknowledge('The other file of the pair');
    assert.match(message, /12345678_secretkey\.txt/);
  });
});
