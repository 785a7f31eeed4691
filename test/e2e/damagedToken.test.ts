import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addAppKey } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const report = 'The stored token could not be read and was dropped';

describe('A token file that is damaged on disk', () => {
  let session: Session;
  let window: Workbench;
  let folder: string;
  /** The file of the account in use. */
  let file: string;
  /** The file of the other one. */
  let untouched: string;
  let untouchedText: string;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
    const globalStorage = path.join(session.server.userDataDir, 'User/globalStorage');
    folder = path.join(globalStorage, 'kiwoom-rest-auth.kiwoom-rest-auth/tokens');
    const [other, inUse] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account: other });
    const [first = ''] = await files(1);
    await addAppKey(window, { environment: 'mock', account: inUse });
    const [second = ''] = (await files(2)).filter((name) => name !== first);
    untouched = path.join(folder, first);
    untouchedText = await readFile(untouched, 'utf8');
    file = path.join(folder, second);
  });
  after(() => session.close());

  /** Of the stored tokens, once there are so many. */
  const files = (count: number): Promise<string[]> =>
    until(
      `${count} token files`,
      () => readdir(folder),
      ({ length }) => length === count,
    );

  const issues = (): number => session.simulator.control.counts().issue;

  for (const [damage, inflict] of Object.entries({
    truncated: (text: string) => text.slice(0, text.length / 2),
    'overwritten with garbage': () => '\0'.repeat(400),
    "another profile's": () => untouchedText,
  })) {
    describe(`(${damage})`, () => {
      let issuesBefore: number;

      before(async () => {
        issuesBefore = issues();
        await writeFile(file, inflict(await readFile(file, 'utf8')));
        await window.reload();
      });

      it('is reported, and dropped', async () => {
        const [, { account }] = session.simulator.accounts.mock;
        await window.notifications.acknowledge(report);
        const item = await window.statusBar.waitFor(`Mock ${account}: no token`);
        assert.match(item.label, new RegExp(account));
        await files(1);
        assert.equal(issues(), issuesBefore);
      });

      it('costs one issue', async () => {
        await window.runCommand('Kiwoom: Issue Token');
        await window.notifications.acknowledge('new token until');
        await window.statusBar.waitFor(/Mock \d+: 23h/);
        assert.equal(issues(), issuesBefore + 1);
        await files(2);
      });

      it('leaves the token of the other account alone', async () => {
        assert.equal(await readFile(untouched, 'utf8'), untouchedText);
      });
    });
  }

  describe('once it was replaced', () => {
    it('is not reported again', async () => {
      const issuesBefore = issues();
      await window.reload();
      await window.statusBar.waitFor(/Mock \d+: 23h/);
      await window.runCommand('Kiwoom: Copy Token');
      await window.notifications.acknowledge('Copied the token');
      assert.deepEqual(await window.notifications.texts(), []);
      assert.equal(issues(), issuesBefore);
    });

    it('has not cost the other account an issue', async () => {
      const [{ account }] = session.simulator.accounts.mock;
      const issuesBefore = issues();
      await window.runCommand('Kiwoom: Switch Account or Environment');
      await window.quickInput.pick('Switch Account or Environment', account);
      await window.runCommand('Kiwoom: Copy Token');
      await window.notifications.acknowledge(`Copied the token of Mock ${account}`);
      assert.equal(issues(), issuesBefore);
    });
  });
});
