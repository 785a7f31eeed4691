import * as vscode from 'vscode';
import type { Environment } from '../../core/model/environment.ts';
import { parseTimeOfDay } from '../../core/time/koreanTime.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { RenewalPolicy } from '../../core/lifecycle/renewalPolicy.ts';

type SettingId =
  | 'endpoints.real'
  | 'endpoints.mock'
  | 'tokenStorage'
  | 'injection.processEnv'
  | 'injection.httpyac'
  | 'injection.terminal'
  | 'gateway.enabled'
  | 'gateway.orders'
  | 'gateway.port'
  | 'agents.enabled'
  | 'agents.accounts'
  | 'agents.orders'
  | 'restClient.tokenInSettings'
  | 'autoRenew'
  | 'renewal.strategy'
  | 'renewal.leadMinutes'
  | 'renewal.dailyAt'
  | 'revokeOnExit'
  | 'sharedTokens.url'
  | 'sharedTokens.site'
  | 'codeLens'
  | 'secretWarnings';

/**
 * The user's own settings. Values from a workspace are never read, whatever the declared scope: a workspace
 * must not redirect a key or switch an injection on.
 */
export const settings = {
  /** Server of this environment, not validated. */
  endpoint: (environment: Environment): string =>
    read(`endpoints.${environment}`, liveServer.hosts[environment]),

  /** Whether tokens may be stored encrypted on this machine's disk. */
  sealsTokens: (): boolean => read<string>('tokenStorage', 'sealed') !== 'memory',

  injectsProcessEnv: (): boolean => read<boolean>('injection.processEnv', true),

  injectsIntoHttpyac: (): boolean => read<boolean>('injection.httpyac', true),

  injectsTerminal: (): boolean => read<boolean>('injection.terminal', false),

  /** Whether programs get passes for the gateway instead of tokens. */
  runsGateway: (): boolean => read<boolean>('gateway.enabled', false),

  /** Handling of orders on real accounts through the gateway. */
  gatewayOrders(): 'ask' | 'refuse' | 'allow' {
    const mode = read<string>('gateway.orders', 'ask');
    return mode === 'refuse' || mode === 'allow' ? mode : 'ask';
  },

  /** Port to try first; 0 for the last used one. */
  gatewayPort(): number {
    const port = read<number>('gateway.port', 0);
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  },

  /** Whether the agent tools are registered. */
  offersTools: (): boolean => read<boolean>('agents.enabled', false),

  /** Accounts that agents may use. */
  agentAccounts: (): 'mock' | 'all' =>
    read<string>('agents.accounts', 'mock') === 'all' ? 'all' : 'mock',

  /** Handling of agents' orders, on mock accounts too. */
  agentOrders: (): 'refuse' | 'ask' =>
    read<string>('agents.orders', 'refuse') === 'ask' ? 'ask' : 'refuse',

  /** Whether the token itself is written to REST Client's environments in the user settings. */
  putsTokenInSettings: (): boolean => read<boolean>('restClient.tokenInSettings', false),

  renewalPolicy(): RenewalPolicy {
    if (!read<boolean>('autoRenew', true)) return { kind: 'off' };
    if (read<string>('renewal.strategy', 'atExpiry') !== 'revokeAndIssue') {
      return { kind: 'at-expiry' };
    }
    const leadMs = Math.max(0, read<number>('renewal.leadMinutes', 30)) * 60_000;
    const dailyAtMs = parseTimeOfDay(read<string>('renewal.dailyAt', ''));
    return {
      kind: 'revoke-and-issue',
      leadMs,
      ...(dailyAtMs === undefined ? {} : { dailyAtMs }),
    };
  },

  revokesOnExit: (): boolean => read<boolean>('revokeOnExit', false),

  /** Address of the shared token store, not validated; `''` for none. */
  sharedTokensUrl: (): string => read<string>('sharedTokens.url', ''),

  /** Name of the site whose machines share an IP address, not validated. */
  sharedTokensSite: (): string => read<string>('sharedTokens.site', ''),

  /** Whether saved files are scanned for keys and tokens. */
  warnsOfSecrets: (): boolean => read<boolean>('secretWarnings', true),

  /** Whether requests to Kiwoom have code lenses. */
  showsCodeLenses: (): boolean => read<boolean>('codeLens', true),

  /** @param id a setting or a prefix of several */
  onDidChange(
    id: SettingId | 'renewal' | 'endpoints' | 'injection' | 'sharedTokens' | 'gateway' | 'agents',
    listener: () => void,
  ): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`kiwoom.${id}`)) listener();
    });
  },
};

function read<T extends string | boolean | number>(id: SettingId, otherwise: T): T {
  const value = vscode.workspace.getConfiguration('kiwoom').inspect<unknown>(id)?.globalValue;
  return typeof value === typeof otherwise ? (value as T) : otherwise;
}
