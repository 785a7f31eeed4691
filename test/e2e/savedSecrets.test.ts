import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addAppKey } from './keyQuestions.ts';
import { fileWith } from './pageObjects/fileWith.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

describe('A saved file', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({
      settings: { 'git.enabled': true, 'git.openRepositoryInParentFolders': 'never' },
    });
    const { workspace } = session;
    execFileSync('git', ['init', '--quiet'], { cwd: workspace });
    await writeFile(path.join(workspace, '.gitignore'), 'private*');
    window = await session.openWindow();
    const [account] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    await window.statusBar.waitFor(/Mock: 23h 59m/);
  });
  after(() => session.close());

  const contentOf = (file: string, expected: string): Promise<string> =>
    fileWith(path.join(session.workspace, file), expected);
  const save = async (file: string, text: string): Promise<void> => {
    // What is written beside an editor that has the file open would be a conflict.
    await appendFile(path.join(session.workspace, file), '');
    await window.openFile(file);
    await window.editor.write(text);
    await window.saveFile(file, text);
  };

  it('that holds a secret key is named, and goes into .gitignore', async () => {
    const [{ account, secretkey }] = session.simulator.accounts.mock;
    await save('.env', `KIWOOM_SECRETKEY=${secretkey}`);
    const message = `Secret key of Mock ${account} in plain text: .env`;
    assert.ok(!(await window.notifications.waitFor(message)).includes(secretkey));
    assert.deepEqual(await window.notifications.buttons(message), ['Add to .gitignore', 'Open']);
    await window.screenshot('saved-secrets-1-warning');
    await window.notifications.press(message, 'Add to .gitignore');
    await window.notifications.acknowledge('Git now ignores .env');
    assert.equal(await contentOf('.gitignore', '/.env\n'), 'private*\n/.env\n');
  });

  it('is named once, and not at all if Git ignores it', async () => {
    const [{ account, appkey }] = session.simulator.accounts.mock;
    await save('private.py', `appkey = "${appkey}"`);
    await save('keys.py', `appkey = "${appkey}"`);
    await window.notifications.waitFor(`App key of Mock ${account} in plain text: keys.py`);
    assert.ok((await window.notifications.texts()).every((text) => !text.includes('private.py')));
    await window.notifications.dismiss('in plain text: keys.py');
    await save('keys.py', `appkey = "${appkey}"  # again`);
    await save('other.py', `appkey = "${appkey}"`);
    await window.notifications.waitFor('in plain text: other.py');
    assert.ok((await window.notifications.texts()).every((text) => !text.includes('keys.py')));
    await window.notifications.dismiss('in plain text: other.py');
  });

  it('is opened at the secret where it stands by then, or just opened if it is gone', async () => {
    const [{ appkey }] = session.simulator.accounts.mock;
    const message = 'in plain text: moved.py';
    await save('moved.py', `# x\nappkey = "${appkey}"`);
    await window.notifications.waitFor(message);
    await save('moved.py', `# a line\n# and another\n# x\nkey = "${appkey}"`);
    await window.notifications.press(message, 'Open');
    await window.statusBar.waitFor(`Ln 4, Col ${8 + appkey.length} (${appkey.length} selected)`);

    const other = 'in plain text: removed.py';
    await save('removed.py', `appkey = "${appkey}"`);
    await window.notifications.waitFor(other);
    const without = 'appkey = None  # It stood here, in a line that is as long as this one is.';
    await save('removed.py', without);
    await window.openFile('moved.py');
    await window.notifications.press(other, 'Open');
    await window.statusBar.waitFor(`Ln 1, Col ${without.length + 1}`);
  });

  it('that is a .http file gets the reference for the token', async () => {
    const [token] = session.simulator.control.tokens().filter(({ alive }) => alive);
    assert.ok(token !== undefined);
    await save('pasted.http', `# ${token.token}`);
    await window.notifications.press('in plain text: pasted.http', 'Replace with Reference');
    const text = await contentOf('pasted.http', '{{$processEnv KIWOOM_TOKEN}}');
    assert.ok(!text.includes(token.token));
  });
});
