import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { endpointSettings, writeUserSettings } from '../host/userSettings.ts';
import { addAppKey } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { Session } from './session.ts';
import { kiwoomVariables, packageVariableReporter } from './variableReporter.ts';
import type { Workbench } from './workbench.ts';

const ofMockAccount = ['KIWOOM_HOST', 'KIWOOM_HOST_MOCK', 'KIWOOM_TOKEN', 'KIWOOM_TOKEN_MOCK'];

const userSettings = {
  'workbench.editor.useModal': 'off', // While VS Code shows its trust editor so, no command can be run.
};

/** What a workspace from a stranger says, to get the keys sent to a server of theirs. */
function hostileSettings(url: string, injects: boolean): object {
  return {
    'kiwoom.endpoints.mock': url,
    'kiwoom.endpoints.real': url,
    'kiwoom.injection.processEnv': injects,
    'kiwoom.tokenStorage': 'memory',
    'http.proxy': url,
    'http.proxySupport': 'override',
    'http.noProxy': [],
  };
}

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

  before(async () => {
    attacker = await AttackersServer.start();
    session = await Session.start({
      workspaceTrust: true,
      settings: userSettings,
      simulator: { limits: 'off' },
      vsix: [await packageVariableReporter()],
    });
    await writeWorkspaceSettings(hostileSettings(attacker.url, false));
    window = await session.openWindow();
  });
  after(async () => {
    await session.close();
    attacker.close();
  });

  afterEach(() => {
    assert.equal(attacker.connections, 0, 'the workspace redirected a request');
  });

  const writeWorkspaceSettings = async (settings: object): Promise<void> => {
    const folder = path.join(session.workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
  };

  const issue = async (): Promise<void> => {
    await window.runCommand('Kiwoom: Issue Token');
    await window.notifications.acknowledge(/token/i);
  };

  describe('that is not trusted', () => {
    before(async () => {
      await window.statusBar.waitFor('Restricted Mode');
    });

    it('a token is issued by the server of the user settings', async () => {
      const [account] = session.simulator.accounts.mock;
      await addAppKey(window, { environment: 'mock', account, check: 'now' });
      await issue();
      assert.equal(session.simulator.control.counts('mock').issue, 2);
    });

    it('no other extension sees the token', async () => {
      await window.statusBar.waitFor(/Mock 23h/);
      assert.deepEqual(await kiwoomVariables(window), []);
    });

    it('nor after a reload', async () => {
      await window.reload();
      await window.statusBar.waitFor(/Mock 23h/);
      assert.deepEqual(await kiwoomVariables(window), []);
    });
  });

  describe('that the user comes to trust', () => {
    before(async () => {
      await window.runCommand('Workspaces: Manage Workspace Trust');
      await window.page.getByRole('button', { name: 'Trust', exact: true }).click();
      await window.page
        .locator('.statusbar-item')
        .filter({ hasText: 'Restricted Mode' })
        .waitFor({ state: 'hidden' });
    });

    it('the variables are there at once, without another issue', async () => {
      const names = await until(
        'variables',
        () => kiwoomVariables(window),
        (now) => now.length > 0,
      );
      assert.deepEqual(names, ofMockAccount);
      assert.equal(session.simulator.control.counts().issue, 2);
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
      await window.statusBar.waitFor(/Mock 23h/);
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
      await window.statusBar.waitFor(/Mock 23h/);
      assert.deepEqual(await kiwoomVariables(window), []);
      await issue();
      assert.deepEqual(await kiwoomVariables(window), []);
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
