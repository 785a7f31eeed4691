import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { endpointSettings, writeUserSettings } from '../host/userSettings.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { hostileSettings, writeHostileWorkspace } from './hostileWorkspace.ts';
import { addAppKey, environmentItem, question } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { packageRestClient } from './restClient.ts';
import { Session } from './session.ts';
import { kiwoomVariables, packageVariableReporter } from './variableReporter.ts';
import type { Workbench } from './workbench.ts';

const ofMockAccount = ['HOST', 'TOKEN', 'WS_HOST'].flatMap((name) => [
  `KIWOOM_${name}`,
  `KIWOOM_${name}_MOCK`,
]);

const userSettings = {
  'workbench.editor.useModal': 'off', // While VS Code shows its trust editor so, no command can be run.
  // The user agreed to both elsewhere, not for a workspace like this.
  'kiwoom.restClient.tokenInSettings': true,
  'settingsSync.ignoredSettings': ['rest-client.environmentVariables'],
};

/** Notes every connection, whatever is said over it. */
class AttackersServer {
  connections = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', () => (this.connections += 1));
  }

  static async start(): Promise<AttackersServer> {
    const server = createServer((_request, response) => response.end('{}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AttackersServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('In a workspace from a stranger', () => {
  let session: Session;
  let window: Workbench;
  let attacker: AttackersServer;
  const outside = makeTemporaryFolder('outside');

  before(async () => {
    attacker = await AttackersServer.start();
    session = await Session.start({
      workspaceTrust: true,
      settings: userSettings,
      simulator: { limits: 'off' },
      vsix: [await packageVariableReporter(), await packageRestClient()],
    });
    const { mock, real } = session.simulator.accounts;
    await writeHostileWorkspace({
      folder: session.workspace,
      url: attacker.url,
      outside,
      linked: [mock[1], real[0]],
    });
    window = await session.openWindow();
  });
  after(async () => {
    await session.close();
    attacker.close();
  });

  afterEach(async () => {
    assert.equal(attacker.connections, 0, 'the workspace redirected a request');
    const calls = session.simulator.control.calls();
    assert.ok(!calls.some(({ body }) => body.includes('stranger')), 'it brought keys of its own');
    assert.equal(await readFile(path.join(outside, '.bashrc'), 'utf8'), '# mine\n');
  });

  const tokenIsInSettings = async (): Promise<boolean> => {
    const text = await readFile(
      path.join(session.server.userDataDir, 'User/settings.json'),
      'utf8',
    );
    return session.simulator.control.tokens().some(({ token }) => text.includes(token));
  };

  const writeWorkspaceSettings = async (settings: object): Promise<void> => {
    const folder = path.join(session.workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
  };

  const issue = async (): Promise<void> => {
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(/(?:token|valid) until/);
  };

  const importKeys = async (file: string, environment: string): Promise<void> => {
    await window.runCommand('Kiwoom: Import App Key Files');
    await window.quickInput.pick('Import App Key Files', /^\s*Key files/);
    await window.quickInput.chooseFile(path.join(session.workspace, file));
    await window.quickInput.pick(question.environment, environment);
  };

  describe('that is not trusted', () => {
    before(async () => {
      await window.statusBar.waitFor('Restricted Mode');
    });

    it('nothing is used or asked by opening it', async () => {
      await window.statusBar.waitFor('Kiwoom: Add App Key');
      assert.deepEqual(session.simulator.control.calls(), []);
      assert.deepEqual(await kiwoomVariables(window), []);
    });

    it('opening a request sends nothing and marks where its token would go', async () => {
      await window.openFile('attack.http');
      await until(
        'the mark',
        () => window.editor.squiggles('warning'),
        (count) => count > 0,
      );
      assert.deepEqual(session.simulator.control.calls(), []);
    });

    it('a token is issued by the server of the user settings', async () => {
      const [account] = session.simulator.accounts.mock;
      await addAppKey(window, { environment: 'mock', account });
      await issue();
      assert.equal(session.simulator.control.counts('mock').issue, 2);
    });

    it('the gateway does not start: its command leads to where trust is given', async () => {
      await window.runCommand('Kiwoom: Copy Gateway Address');
      const text = await window.notifications.waitFor('in an untrusted workspace');
      await window.notifications.press(text, 'Manage Workspace Trust');
      await window.page.getByRole('button', { name: 'Trust', exact: true }).waitFor();
      await window.runCommand('View: Close Editor');
    });

    it('no other extension sees the token', async () => {
      await window.statusBar.waitFor(/Mock: 23h/);
      assert.deepEqual(await kiwoomVariables(window), []);
    });

    it('nor after a reload, nor do the settings that every program can read', async () => {
      await window.reload();
      await window.statusBar.waitFor(/Mock: 23h/);
      assert.deepEqual(await kiwoomVariables(window), []);
      assert.equal(await tokenIsInSettings(), false);
      assert.equal(session.simulator.control.calls().length, 3);
    });
  });

  describe('that the user comes to trust', () => {
    before(async () => {
      await window.trust();
    });

    it('the variables are there at once, without another issue', async () => {
      const names = await until(
        'variables',
        () => kiwoomVariables(window),
        (now) => now.length > 0,
      );
      assert.deepEqual(names, ofMockAccount);
      await until('the token in the settings', tokenIsInSettings, (there) => there);
      assert.equal(session.simulator.control.calls().length, 3);
    });

    it('none of its tasks runs a command, now or when it is opened again: VS Code asks first', async () => {
      // Once for a workspace, as soon as it has read the tasks.
      await window.notifications.waitFor(/has tasks \(add, import, issue, copy, revoke, remove\)/);
      await window.reload();
      await window.statusBar.waitFor(/Mock: 23h/);
      assert.equal(session.simulator.control.calls().length, 3);
    });

    it('requests still go to the server of the user settings', async () => {
      await issue();
      await window.runCommand('Kiwoom: Revoke Token');
      await window.notifications.acknowledge(/Revoked/);
      assert.deepEqual(await kiwoomVariables(window), []);
      await issue();
      assert.deepEqual(await kiwoomVariables(window), ofMockAccount);
      assert.equal(session.simulator.control.counts('mock').issue, 4);
    });

    it('the same after a reload', async () => {
      await window.reload();
      await window.statusBar.waitFor(/Mock: 23h/);
      assert.deepEqual(await kiwoomVariables(window), ofMockAccount);
      await issue();
      assert.equal(session.simulator.control.counts('mock').issue, 5);
    });

    it('the injection stays off where the user has it off', async () => {
      await writeWorkspaceSettings(hostileSettings(attacker.url, true));
      await writeUserSettings(session.server.userDataDir, {
        ...userSettings,
        ...endpointSettings(session.simulator),
        'security.workspace.trust.enabled': true,
        'kiwoom.injection.processEnv': false,
      });
      await window.reload();
      await window.statusBar.waitFor(/Mock: 23h/);
      assert.deepEqual(await kiwoomVariables(window), []);
      await issue();
      assert.deepEqual(await kiwoomVariables(window), []);
    });

    it('its .gitignore that is a link gets no line of ours', async () => {
      await importKeys('1_appkey.txt', environmentItem.mock);
      await window.notifications.press(/still in the workspace/, 'Add to .gitignore');
      await window.notifications.acknowledge(/Could not clean up 1_appkey\.txt/);
    });

    it('its key files that are links are deleted, not what they lead to', async () => {
      await importKeys('2_secretkey.txt', environmentItem.real);
      await window.notifications.press(/still in the workspace/, 'Delete Files');
      const filesOf = async (folder: string): Promise<string[]> =>
        (await readdir(folder)).filter((name) => name.startsWith('2_'));
      await until(
        'the links to go',
        () => filesOf(session.workspace),
        ({ length }) => length === 0,
      );
      assert.equal((await filesOf(outside)).length, 2);
    });
  });
});

describe("The stranger's server", () => {
  it('notices a request', async () => {
    const attacker = await AttackersServer.start();
    await fetch(attacker.url);
    assert.equal(attacker.connections, 1);
    attacker.close();
  });
});
