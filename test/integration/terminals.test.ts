import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { addProfile, cleanUp, succeed } from './extension.ts';
import { variablesInTerminal } from './inTerminal.ts';

const switchTerminals = (on: boolean | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration('kiwoom')
    .update('injection.terminal', on, vscode.ConfigurationTarget.Global);

describe('New terminals', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-terminal-'));
  });
  beforeEach(cleanUp);
  afterEach(() => switchTerminals(undefined));
  after(async () => {
    await cleanUp();
    await rm(folder, { recursive: true });
  });

  const script = 'printf %s "$KIWOOM_TOKEN" > "$0"';

  const tokenInTerminal = async (): Promise<string | undefined> =>
    (await variablesInTerminal('KIWOOM_TOKEN'))[0];

  async function tokenInTask(): Promise<string> {
    const file = path.join(folder, 'task');
    const task = new vscode.Task(
      { type: 'process' },
      vscode.TaskScope.Workspace,
      'look',
      'tests',
      new vscode.ProcessExecution('/bin/sh', ['-c', script, file]),
    );
    await new Promise<void>((resolve, reject) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution }) => {
        if (execution.task.name !== task.name) return;
        listener.dispose();
        resolve();
      });
      vscode.tasks.executeTask(task).then(undefined, reject);
    });
    return readFile(file, 'utf8');
  }

  /** The same, for a task of `tasks.json` that names the variable itself. */
  async function tokenInWorkspaceTask(): Promise<string> {
    const file = path.join(folder, 'workspace-task');
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const tasksFile = vscode.Uri.joinPath(workspace.uri, '.vscode/tasks.json');
    const tasks = {
      version: '2.0.0',
      tasks: [
        {
          label: 'look',
          type: 'process',
          command: '/bin/sh',
          args: ['-c', script, file],
          options: { env: { KIWOOM_TOKEN: '${env:KIWOOM_TOKEN}' } },
        },
      ],
    };
    await vscode.workspace.fs.writeFile(tasksFile, new TextEncoder().encode(JSON.stringify(tasks)));
    const find = async () => (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'look');
    let task = await find();
    while (task === undefined) task = await find();
    await new Promise<void>((resolve, reject) => {
      const listener = vscode.tasks.onDidEndTaskProcess(() => {
        listener.dispose();
        resolve();
      });
      vscode.tasks.executeTask(task).then(undefined, reject);
    });
    await vscode.workspace.fs.delete(tasksFile);
    return readFile(file, 'utf8');
  }

  it('have no token unless the user wants it there', async () => {
    await addProfile('mock', { verify: true });
    assert.equal(await tokenInTerminal(), '');
    assert.equal(await tokenInTask(), '');
  });

  it('have the token once the user wants it, and tasks too, until it is revoked', async () => {
    const profile = await addProfile('mock', { verify: true });
    await switchTerminals(true);
    const token = process.env['KIWOOM_TOKEN'];
    assert.ok(token);
    assert.ok((await tokenInTerminal()) === token);
    assert.ok((await tokenInTask()) === token);
    await succeed('kiwoom.revokeToken', { profile });
    assert.equal(await tokenInTerminal(), '');
  });

  it('of a task that names the variable have the token of the extension host', async function () {
    // On the desktop VS Code resolves it in a process of its own, which has no token.
    if (vscode.env.remoteName === undefined) this.skip();
    await addProfile('mock', { verify: true });
    const token = process.env['KIWOOM_TOKEN'];
    assert.ok(token);
    assert.ok((await tokenInWorkspaceTask()) === token);
  });

  it('lose it when the user changes their mind', async () => {
    await addProfile('mock', { verify: true });
    await switchTerminals(true);
    await switchTerminals(false);
    assert.equal(await tokenInTerminal(), '');
  });
});

describe('A variable in a launch configuration', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  /** The configuration as a debugger gets it, or `undefined` if VS Code refuses it. */
  async function resolved(token: string): Promise<string | undefined> {
    let found: string | undefined;
    const provider = vscode.debug.registerDebugConfigurationProvider('*', {
      resolveDebugConfigurationWithSubstitutedVariables: (_folder, configuration) => {
        found = String((configuration['env'] as Record<string, unknown>)['TOKEN']);
        return undefined;
      },
    });
    try {
      await vscode.debug.startDebugging(undefined, {
        type: 'node',
        request: 'launch',
        name: 'look',
        program: '/nothing',
        env: { TOKEN: token },
      });
    } catch {
      // Not resolved.
    } finally {
      provider.dispose();
    }
    return found;
  }

  it('is the token of the extension host, for the debugged program alone', async () => {
    await addProfile('mock', { verify: true });
    const token = process.env['KIWOOM_TOKEN'];
    assert.ok(token);
    assert.ok((await resolved('${env:KIWOOM_TOKEN}')) === token);
  });

  it('is nothing where injection into the process is off', async () => {
    await addProfile('mock', { verify: true });
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    const { Global } = vscode.ConfigurationTarget;
    await configuration.update('injection.processEnv', false, Global);
    assert.equal(await resolved('${env:KIWOOM_TOKEN}'), '');
    await configuration.update('injection.processEnv', undefined, Global);
  });

  it('cannot be a command of this extension, because none returns a text', async () => {
    await addProfile('mock', { verify: true });
    assert.equal(await resolved('${command:kiwoom.issueToken}'), undefined);
  });
});
