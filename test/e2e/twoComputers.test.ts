import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CanarySearch } from './canarySearch.ts';
import { addAppKey } from './keyQuestions.ts';
import { untilEqual } from './pageObjects/until.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

/**
 * As with Remote-SSH, WSL and containers, the secrets are here kept by another program than the one that runs the
 * extension: by the browser, whose storage each window of these tests has for itself.
 */
describe('With the user interface on one computer and the extension on another', () => {
  let session: Session;
  let window: Workbench;
  let tokenFolder: string;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow();
    tokenFolder = path.join(
      session.server.userDataDir,
      'User/globalStorage/kiwoom-rest-auth.kiwoom-rest-auth/tokens',
    );
    const [account] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    await window.statusBar.waitFor(/Mock: 23h/);
  });
  after(() => session.close());

  const storedTokens = async (): Promise<number> => (await readdir(tokenFolder)).length;

  it('the app keys stay with the user interface, and the sealed token with the extension', async () => {
    const { origins } = await window.page.context().storageState();
    const stored = origins.flatMap(({ localStorage }) => localStorage.map(({ name }) => name));
    assert.ok(stored.includes('secrets.provider'), stored.join(' '));
    await untilEqual('the sealed token', storedTokens, 1);
    const { appkey, secretkey } = session.simulator.accounts.mock[0];
    const search = new CanarySearch([
      { name: 'app key', value: appkey },
      { name: 'secret key', value: secretkey },
    ]);
    assert.deepEqual(await search.inFolder(session.server.userDataDir), []);
  });

  it('another user interface has no use of the token, and leaves it alone', async () => {
    const other = await session.openWindow();
    await other.statusBar.waitFor('Kiwoom: Add App Key');
    assert.equal(await storedTokens(), 1);
    await other.close();
  });

  it('the first one has it still after a reload, and asks the server for none', async () => {
    await window.reload();
    await window.statusBar.waitFor(/Mock: 23h/);
    assert.equal(session.simulator.control.counts().issue, 1);
  });
});
