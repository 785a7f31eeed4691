import * as vscode from 'vscode';
import type { Environment } from '../core/environment.ts';
import { liveServer } from '../core/liveServer.ts';

type SettingId = 'endpoints.real' | 'endpoints.mock' | 'tokenStorage' | 'injection.processEnv';

/**
 * The user's own settings. A workspace's values are never read, whatever VS Code makes of the
 * declared scope: a workspace must not redirect a key or switch an injection on.
 */
export const settings = {
  /** What the user named as this environment's server; unchecked. */
  endpoint: (environment: Environment): string =>
    read(`endpoints.${environment}`, liveServer.hosts[environment]),

  /** Whether tokens may be kept, sealed, on this machine's disk. */
  sealsTokens: (): boolean => read<string>('tokenStorage', 'sealed') !== 'memory',

  injectsProcessEnv: (): boolean => read<boolean>('injection.processEnv', true),

  onDidChange(id: SettingId, listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`kiwoom.${id}`)) listener();
    });
  },
};

function read<T extends string | boolean>(id: SettingId, otherwise: T): T {
  const value = vscode.workspace.getConfiguration('kiwoom').inspect<unknown>(id)?.globalValue;
  return typeof value === typeof otherwise ? (value as T) : otherwise;
}
