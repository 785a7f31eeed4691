import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../simulator/accounts.ts';
import { CanarySearch, encode, filesBelow, forms } from './canarySearch.ts';
import { echoes } from './echoes.ts';
import { packageExample, showNumber } from './exampleExtension.ts';
import { addAppKeyUnchecked, environmentItem, nameQuestion, question } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { packageRestClient } from './restClient.ts';
import type { Session } from './session.ts';
import { Traces } from './traces.ts';
import type { Workbench } from './workbench.ts';

const randomKey = (): string => randomBytes(32).toString('base64url');
const withRandomKeys = (account: string): Account => ({
  account,
  appkey: randomKey(),
  secretkey: randomKey(),
});

/** All keys are made for this run: what is found of them was left by it. */
const first = withRandomKeys('81234567');
const imported = withRandomKeys('81234568');
const renewed = withRandomKeys('81234569');
const real = withRandomKeys('51234567');
const wrongSecretKey = randomKey();

describe('No secret is on disk', () => {
  let session: Session;
  let traces: Traces;
  let window: Workbench;

  before(async () => {
    const accounts = {
      mock: [first, imported, renewed],
      real: [real, withRandomKeys('51234568')],
    } as const;
    ({ session, traces } = await Traces.startSession({
      simulator: { limits: 'off', accounts },
      settings: { 'kiwoom.injection.terminal': true },
      vsix: [await packageRestClient(), await packageExample()],
    }));
    window = await session.openWindow();
  });
  after(() => session.close());

  /** For every key, also the one that was never right, and every token, also the dead ones. */
  const searchForAll = (): CanarySearch =>
    new CanarySearch([
      ...[first, imported, renewed, real].flatMap(({ account, appkey, secretkey }) => [
        { name: `app key of ${account}`, value: appkey },
        { name: `secret key of ${account}`, value: secretkey },
      ]),
      { name: 'wrong secret key', value: wrongSecretKey },
      ...session.simulator.control
        .tokens()
        .map(({ account, token }, i) => ({ name: `token ${i + 1}, of ${account}`, value: token })),
    ]);

  const livingToken = (): string => {
    const living = session.simulator.control.tokens().filter(({ alive }) => alive);
    assert.equal(living.length, 1);
    return living[0]?.token ?? '';
  };

  describe('after', () => {
    it('issuing with a wrong secret key that is corrected', async () => {
      await window.runCommand('Kiwoom: Issue Token');
      await window.quickInput.pick(question.environment, environmentItem.mock);
      await window.quickInput.answer(question.appkey, first.appkey);
      await window.quickInput.answer(question.secretkey, wrongSecretKey);
      await window.dialog.press('Kiwoom rejected these keys', 'Correct Secret Key');
      await window.quickInput.answer(question.secretkey, first.secretkey);
      await window.notifications.acknowledge(`Added Mock ${first.account}`);
    });

    it('getting the same token again, then revoking and reissuing', async () => {
      await window.runCommand('Kiwoom: Issue Token');
      await window.notifications.press(/still valid until/, 'Revoke and Reissue');
      await window.dialog.press('Revoke and reissue the token', 'Revoke and Reissue');
      await window.notifications.acknowledge(/new token until/);
    });

    it('inserting a reference', async () => {
      await window.openFile('kiwoom.http');
      await window.editor.goTo(6);
      await window.runCommand('Kiwoom: Insert Authorization Header');
      await window.editor.waitForText('Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}');
      await window.saveFile('kiwoom.http', 'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}');
    });

    for (const [name, { reply, shown }] of Object.entries(echoes(first.appkey, first.secretkey))) {
      it(`a failed issue that repeats the keys in ${name}`, async () => {
        session.simulator.control.fault('issue', reply, { times: 1 });
        await window.runCommand('Kiwoom: Issue Token');
        const message = await window.notifications.acknowledge(shown);
        assert.deepEqual(searchForAll().inBytes('message', Buffer.from(message)), []);
      });
    }

    it('a failed revoke that repeats the token', async () => {
      const { message } = echoes(livingToken(), first.secretkey);
      session.simulator.control.fault('revoke', message.reply, { times: 1 });
      await window.runCommand('Kiwoom: Revoke Token');
      await window.notifications.acknowledge(message.shown);
    });

    it('verifying the token', async () => {
      await window.runCommand('Kiwoom: Verify Token');
      await window.notifications.acknowledge(/accepts the token/);
    });

    it('a failed verification that repeats the token', async () => {
      const { message } = echoes(livingToken(), first.secretkey);
      session.simulator.control.fault('tr', message.reply, { times: 1 });
      await window.runCommand('Kiwoom: Verify Token');
      await window.notifications.acknowledge(message.shown);
    });

    it('importing key files of the workspace, which are deleted', async () => {
      const file = (key: string): string =>
        path.join(session.workspace, `${imported.account}_${key}.txt`);
      await writeFile(file('appkey'), imported.appkey);
      await writeFile(file('secretkey'), imported.secretkey);
      await window.runCommand('Kiwoom: Import App Key Files');
      await window.quickInput.pick('Import App Key Files', /^\s*Key files/);
      await window.quickInput.chooseFile(file('appkey'));
      await window.quickInput.pick(question.environment, environmentItem.mock);
      await window.notifications.press(/still in the workspace/, 'Delete Files');
      await window.notifications.acknowledge(`Added Mock ${imported.account}`);
    });

    it('replacing keys', async () => {
      await window.runCommand('Kiwoom: Replace App Key');
      await window.quickInput.pick('Replace App Key', imported.account);
      await window.quickInput.answer(question.appkey, renewed.appkey);
      await window.quickInput.answer(question.secretkey, renewed.secretkey);
      await window.notifications.acknowledge(`Replaced the keys of Mock ${imported.account}`);
    });

    it('adding a key without checking it, for the other environment', async () => {
      await addAppKeyUnchecked(window, session.simulator.control, {
        environment: 'real',
        account: real,
      });
    });

    it('copying a token', async () => {
      await window.runCommand('Kiwoom: Copy Token');
      await window.notifications.acknowledge(/Copied the token/);
    });

    it('switching the account', async () => {
      await window.runCommand('Kiwoom: Switch Account or Environment');
      await window.quickInput.pick('Switch Account or Environment', first.account);
      await window.statusBar.waitFor(/Mock/);
    });

    it('renaming the account', async () => {
      await window.runCommand('Kiwoom: Rename Account');
      await window.quickInput.pick('Rename Account', first.account);
      await window.quickInput.answer(nameQuestion, 'renamed');
      await window.statusBar.waitFor(/Mock/);
    });

    it('opening a terminal, which gets the variables', async () => {
      await window.runCommand('Terminal: Create New Terminal');
      await window.waitForTerminal();
      await window.runCommand('Terminal: Kill the Active Terminal Instance');
    });

    it('giving another extension a session, with which it calls Kiwoom', async () => {
      session.simulator.control.clearCalls();
      await window.runCommand(showNumber);
      await window.dialog.press('wants to sign in using Kiwoom', 'Allow');
      await window.quickInput.pick(/Kiwoom/, /Mock renamed/);
      await session.simulator.control.waitForCalls({ kind: 'tr', apiId: 'ka00001' });
    });

    it('keeping the token in the settings for REST Client, until it is not wanted any more', async () => {
      const setUp = async (way: string): Promise<void> => {
        await window.runCommand('Kiwoom: Set Up REST Client Environments');
        await window.quickInput.pick('Set Up REST Client Environments', way);
      };
      const file = path.join(session.server.userDataDir, 'User/settings.json');
      const tokensInSettings = async (): Promise<number> =>
        searchForAll().inBytes('settings', await readFile(file)).length;
      await setUp('Token in your user settings');
      await window.dialog.press('Keep the token in your user settings', 'Keep Token in Settings');
      await until('the token', tokensInSettings, (count) => count > 0);
      await setUp('References (recommended)');
      await until('no token', tokensInSettings, (count) => count === 0);
    });

    it('cleaning the history of REST Client', async () => {
      const file = path.join(traces.folders.home, '.rest-client/history.json');
      const tokens = session.simulator.control.tokens().filter(({ alive }) => alive);
      assert.ok(tokens.length > 0);
      await mkdir(path.dirname(file));
      const sent = tokens.map(({ token }) => ({ headers: { authorization: `Bearer ${token}` } }));
      await writeFile(file, JSON.stringify(sent));
      await window.runCommand('Kiwoom: Remove Tokens from REST Client History');
      await window.notifications.acknowledge(`REST Client’s history: ${tokens.length}`);
    });

    it('showing the log', async () => {
      await window.runCommand('Kiwoom: Show Log');
      const line = window.page.locator('.output-view .view-line');
      await line.filter({ hasText: 'KIWOOM_HOST' }).first().waitFor();
    });

    it('reloading the window', async () => {
      await window.reload();
      await window.statusBar.waitFor(/23h/);
    });

    it('removing a profile', async () => {
      await window.runCommand('Kiwoom: Remove App Key');
      await window.quickInput.pick('Remove App Key', imported.account);
      await window.dialog.press('Remove the app key of', 'Revoke and Remove');
      await window.notifications.acknowledge(/Removed the app key/);
    });

    it('revoking all tokens', async () => {
      await window.runCommand('Kiwoom: End All Tokens');
      await window.dialog.press('Revoke the tokens of all accounts?', 'Revoke');
      await window.notifications.acknowledge(/Tokens revoked: 2/);
    });
  });

  describe('at the end', () => {
    it('the log tells of the failures, with the secrets masked', async () => {
      const files = await filesBelow(session.server.dataFolder);
      const logs = files.filter((file) => path.basename(file) === 'Kiwoom.log');
      assert.equal(logs.length, 2, 'one of each extension host');
      const text = (await Promise.all(logs.map((file) => readFile(file, 'utf8')))).join('');
      assert.match(text, /issuing-failed .*appkey=•••/);
      assert.match(text, /revoking-failed .*appkey=•••/);
    });

    it('no file holds a key or a token', async () => {
      await window.reload(); // What VS Code keeps in memory for a while is written by now.
      assert.ok(session.simulator.control.tokens().length >= 5);
      assert.deepEqual(await traces.find(searchForAll(), window), []);
    });

    it('a token written on request is in that file, perhaps in VS Code’s local history of it, and nowhere else', async () => {
      const file = path.join(session.workspace, 'pasted.http');
      const localHistory = path.join(session.server.userDataDir, 'User/History');
      await writeFile(file, 'Authorization: Bearer \n');
      await window.openFile('pasted.http');
      await window.editor.goTo(1, 'Authorization: Bearer '.length + 1);
      await window.runCommand('Kiwoom: Insert Token Value');
      await window.dialog.press('into this file as plain text?', 'Write Token');
      await window.editor.waitForText(/Bearer .{86}/);
      await window.saveFile('pasted.http', /Bearer .{86}/);
      const search = searchForAll();
      // When VS Code copies it to its local history, if at all, is its own business.
      const places = (await traces.find(search, window)).map(({ place }) => place);
      assert.deepEqual(
        places.filter((place) => !place.startsWith(localHistory)),
        [file],
      );

      await window.notifications.press(
        /Token of .* in plain text: pasted\.http/,
        'Replace with Reference',
      );
      await window.editor.waitForText(/Bearer \{\{\$processEnv/);
      const left = await until(
        'the token to be replaced in the file',
        async () => (await traces.find(search, window)).map(({ place }) => place),
        (all) => !all.includes(file),
      );
      assert.deepEqual(
        left.filter((place) => !place.startsWith(localHistory)),
        [],
      );
    });

    it('a key would be found wherever it lay, in any form', async () => {
      const planted = randomKey();
      const { userDataDir } = session.server;
      const places = [
        ...Object.values(traces.folders),
        path.join(userDataDir, 'logs'),
        ...['globalStorage', 'workspaceStorage', 'History'].map((name) =>
          path.join(userDataDir, 'User', name),
        ),
      ];
      const folders = await Promise.all(
        places.map((place) => mkdtemp(path.join(place, 'planted-'))),
      );
      try {
        const expected = ['browser storage: plain', 'browser storage: base64'];
        await window.page.evaluate(plantInBrowser(planted));
        for (const folder of folders) {
          for (const form of forms) {
            const file = path.join(folder, `${form}.bin`);
            await writeFile(file, encode(`before ${planted} after`, form));
            expected.push(`${file}: ${form}`);
          }
          const named = path.join(folder, planted);
          await writeFile(named, '');
          expected.push(`${named}: plain`);
        }
        const search = new CanarySearch([{ name: 'planted', value: planted }]);
        const found = await traces.find(search, window);
        assert.deepEqual(
          found.map(({ place, form }) => `${place}: ${form}`).sort(),
          expected.sort(),
        );
      } finally {
        await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
      }
    });

    it('a part of a key would be found too', () => {
      const key = randomKey();
      const search = new CanarySearch([{ name: 'key', value: key }]);
      for (let start = 0; start + 31 <= key.length; start++) {
        for (const form of forms) {
          const part = encode(`x${key.slice(start, start + 31)}y`, form);
          assert.equal(search.inBytes('part', part)[0]?.form, form);
        }
      }
      assert.deepEqual(search.inBytes('nothing', Buffer.from(randomKey())), []);
    });
  });
});

/** A script for the page: puts the text, and its bytes, where VS Code keeps its state. */
function plantInBrowser(text: string): string {
  return `new Promise((done, fail) => {
    localStorage.setItem('planted', '${text}');
    const opening = indexedDB.open('vscode-web-state-db-global');
    opening.onerror = fail;
    opening.onsuccess = () => {
      const change = opening.result.transaction('ItemTable', 'readwrite');
      change.objectStore('ItemTable').put(new TextEncoder().encode('${text}'), 'planted');
      change.oncomplete = () => done();
      change.onerror = fail;
    };
  })`;
}
