import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import { injectedVariables } from '../core/handover/injectedVariables.ts';
import type { GatewayControl } from './gateway.ts';
import type { Log } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { HttpyacConnection } from '../vscode/httpyac/httpyacConnection.ts';
import { ProcessEnvInjection } from '../vscode/injection/processEnvInjection.ts';
import { TerminalInjection } from '../vscode/injection/terminalInjection.ts';
import { t } from '../vscode/shell/localize.ts';
import { RestClientSupport } from '../vscode/restClient/restClientSupport.ts';
import { settings } from '../vscode/shell/settings.ts';

export interface ClientsParts {
  readonly domain: Domain;
  readonly gateway: Pick<GatewayControl, 'wanted' | 'handedOut' | 'addressOf' | 'agentAccess'>;
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  readonly trusted: () => boolean;
  /** Whether this window has the focus. */
  readonly focused: () => boolean;
  readonly environmentVariables: () => vscode.EnvironmentVariableCollection;
  readonly globalState: vscode.Memento;
  readonly globalStorageUri: vscode.Uri;
  /** Whether the user settings are on another machine than this process. */
  readonly settingsElsewhere: boolean;
  readonly log: Log;
}

/** Builds the parts that give a token to each `.http` client and to terminals. */
export function createClients({
  domain,
  gateway,
  ready,
  trusted,
  focused,
  environmentVariables,
  globalState,
  globalStorageUri,
  settingsElsewhere,
  log,
}: ClientsParts) {
  const { profiles, active, tokens, scheduler, presence } = domain;
  const handedOut = (profile: Profile) => gateway.handedOut(profile);
  const variablesIf = (wanted: () => boolean) => (): ReadonlyMap<string, string> =>
    trusted() && wanted()
      ? injectedVariables(
          active.current,
          (environment) => active.lastUsedIn(environment),
          handedOut,
          gateway.wanted ? 'pass' : 'none',
        )
      : new Map<string, string>();
  return {
    processEnv: new ProcessEnvInjection(process.env, variablesIf(settings.injectsProcessEnv), log),
    terminals: new TerminalInjection(
      environmentVariables,
      // A pass is only valid at this gateway, so terminals get it without a further setting.
      () =>
        new Map([
          ...variablesIf(() => gateway.wanted || settings.injectsTerminal())(),
          ...(gateway.agentAccess?.variables() ?? []),
        ]),
      t,
    ),
    httpyac: new HttpyacConnection({
      scheduler,
      log,
      connect: async (exported) => {
        const [{ connectPlugin }, { tokenRefusalIn }, { describeDeath, describeError }] =
          await Promise.all([
            import('../vscode/httpyac/connectPlugin.ts'),
            import('../kiwoom/tokenRefusalIn.ts'),
            import('../vscode/shell/messages.ts'),
          ]);
        return connectPlugin(exported, {
          // With the gateway on, httpyac reads the process variables like the other clients.
          enabled: () => trusted() && settings.injectsIntoHttpyac() && !gateway.wanted,
          ready,
          profile: (source) => (source === 'active' ? active.current : active.lastUsedIn(source)),
          host: (profile) => tokens.host(profile),
          ensure: (profile, signal) => tokens.ensure(profile, signal),
          refusal: tokenRefusalIn,
          reject: (profile, token, reason) => tokens.reject(profile, token, reason),
          describe: (error) => describeError(error, t).message,
          describeDeath: (error) => describeDeath(error, t),
          log,
        });
      },
    }),
    restClient: new RestClientSupport({
      globalState,
      globalStorageUri,
      settingsElsewhere,
      profiles,
      active,
      tokens,
      handedOut,
      gateway: {
        wanted: () => gateway.wanted,
        addressOf: (environment) => gateway.addressOf(environment),
      },
      scheduler,
      log,
      trusted,
      focused,
      alone: () => presence.alone(),
      fingerprint,
      rewriteFile: async (file, change) => {
        const { rewriteFile } = await import('../node/rewriteFile.ts');
        return rewriteFile(file, change);
      },
      rewriteHistory: async (change) => {
        const history = await import('../node/restClientHistory.ts');
        const file = history.restClientHistoryFile(homedir(), process.env);
        return history.rewriteHistory(file, change);
      },
    }),
  };
}
