import * as vscode from 'vscode';
import type { KiwoomExports } from './api/kiwoom-rest-auth.d.ts';
import { createClients } from './composition/clients.ts';
import { createDomain } from './composition/domain.ts';
import { createFileSupport } from './composition/files.ts';
import { serveOtherExtensions } from './composition/otherExtensions.ts';
import type { ExitRevocation } from './core/exitRevocation.ts';
import type { Profile } from './core/profile.ts';
import { loadTrCatalogue } from './kiwoom/trCatalogue.ts';
import { watchFolder } from './node/folderWatch.ts';
import { readKeyFile } from './node/keyFiles.ts';
import type { AccountFacts } from './vscode/accounts/accountStatus.ts';
import { AccountsView } from './vscode/accounts/accountsView.ts';
import { StatusBar } from './vscode/accounts/statusBar.ts';
import { registerCommands } from './vscode/commands/commandBoundary.ts';
import type { CommandHandlers } from './vscode/commands/commandTypes.ts';
import { ContextKeys } from './vscode/contextKeys.ts';
import { KeepInStep } from './vscode/keepInStep.ts';
import { OutputLog } from './vscode/outputLog.ts';

let exitRevocation: ExitRevocation | undefined;

/** Builds the parts, joins them, done. The first request is a command's, or a renewal's that is due. */
export function activate(context: vscode.ExtensionContext): KiwoomExports {
  const { secrets, globalState, workspaceState, globalStorageUri } = context;
  const { version } = context.extension.packageJSON as { version: string };
  const channel = vscode.window.createOutputChannel('Kiwoom', { log: true });
  const log = new OutputLog(channel);
  const trusted = (): boolean => vscode.workspace.isTrusted;

  // The domain
  const domain = createDomain({
    secrets,
    workspaceState,
    globalState,
    storage: globalStorageUri.fsPath,
    version,
    trusted,
    log,
  });
  const { clock, scheduler, keyStore, tokenStore, onListenerError } = domain;
  const { profiles, active, tokens, watch, renewer, caller } = domain;
  exitRevocation = domain.exitRevocation;

  // What carries changes to all that follows
  const keepInStep = new KeepInStep({
    secrets,
    globalState,
    keyStore,
    profiles,
    active,
    tokens,
    watch,
    renewer,
    log,
    exitRevocation,
    wake: () => {
      scheduler.wake();
    },
    removeStoredTokens: () => tokenStore.removeAll(),
    watchTokenFiles: (onChange) => watchFolder(tokenStore.folder, onChange, log),
  });
  const ready = (): Promise<void> => keepInStep.ready();

  // What shows the accounts
  const facts = (profile: Profile): AccountFacts => ({
    profile,
    state: tokens.state(profile.id),
    lastError: tokens.lastError(profile.id),
    trouble: renewer.trouble(profile.id),
    host: tokens.host(profile),
    now: clock.now(),
  });
  const statusBar = new StatusBar({
    scheduler,
    facts: () => (active.current === undefined ? undefined : facts(active.current)),
  });
  const accountsView = new AccountsView({
    profiles,
    active,
    facts,
    scheduler,
    ready,
    globalState,
    createView: (id, options) => vscode.window.createTreeView(id, options),
  });
  const contextKeys = new ContextKeys(profiles, tokens);

  // What looks into files
  const { httpFiles, savedFiles, searchedSecrets } = createFileSupport({
    profiles,
    active,
    tokens,
    keyStore,
    secrets,
    facts,
    clock,
    scheduler,
    log,
    onListenerError,
  });

  // What sends requests
  const { processEnv, terminals, httpyac, restClient } = createClients({
    profiles,
    active,
    tokens,
    ready,
    trusted,
    environmentVariables: () => context.environmentVariableCollection,
    globalState,
    globalStorageUri,
    scheduler,
    log,
  });

  // Other extensions
  const { sessions, authentication, exported } = serveOtherExtensions({
    profiles,
    active,
    tokens,
    watch,
    renewer,
    caller,
    clock,
    ready,
    trusted,
    log,
    onListenerError,
  });

  // Commands
  let loaded: CommandHandlers | undefined;
  const commands = registerCommands({
    load: async () => {
      const { commandSet, commandArguments } = await import('./vscode/commands/commandSet.ts');
      const handlers = (loaded ??= commandSet({
        profiles,
        active,
        tokens,
        caller,
        clock,
        log,
        catalogue: loadTrCatalogue,
        globalState,
        showLog: () => {
          channel.show();
        },
        restClient,
        refresh: () => keepInStep.refresh(),
        readKeyFile,
        variables: process.env,
      }));
      return { handlers, commandArguments };
    },
    selectedRow: () => accountsView.selected,
    ready,
    log,
  });

  keepInStep.start([
    processEnv,
    statusBar,
    accountsView,
    contextKeys,
    httpFiles,
    terminals,
    sessions,
    restClient,
  ]);

  context.subscriptions.push(
    httpyac,
    restClient,
    httpFiles,
    savedFiles,
    searchedSecrets,
    commands,
    keepInStep,
    statusBar,
    accountsView,
    processEnv,
    terminals,
    authentication,
    exported,
    renewer,
    watch,
    channel,
  );
  return Object.freeze({ getApi: (version: number) => exported.getApi(version) });
}

export function deactivate(): Promise<void> | undefined {
  return exitRevocation?.atExit();
}
