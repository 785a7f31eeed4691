import * as vscode from 'vscode';
import { AgentsControl } from './agents.ts';
import { createClients } from './clients.ts';
import { createAdapters } from './adapters.ts';
import { GatewayControl } from './gateway.ts';
import { createFileSupport } from './files.ts';
import { serveOtherExtensions } from './otherExtensions.ts';
import { SharedTokensControl } from './sharedTokens.ts';
import { KiwoomError } from '../core/base/errors.ts';
import { createDomain } from '../core/domain.ts';
import type { Profile } from '../core/model/profile.ts';
import { lazy } from '../core/base/lazy.ts';
import { loadTrCatalogue } from '../kiwoom/trCatalogue.ts';
import { watchFolder } from '../node/folderWatch.ts';
import type { AccountFacts } from '../vscode/accounts/accountStatus.ts';
import { AccountsView } from '../vscode/accounts/accountsView.ts';
import { CheckedKeys } from '../vscode/accounts/checkedKeys.ts';
import { StatusBar } from '../vscode/accounts/statusBar.ts';
import { commandBoundary, type RunCommand } from '../vscode/commands/commandBoundary.ts';
import { ContextKeys } from '../vscode/shell/contextKeys.ts';
import { editorEvents } from '../vscode/shell/editorEvents.ts';
import type { ExtensionApiParts } from '../vscode/otherExtensions/extensionApi.ts';
import { t } from '../vscode/shell/localize.ts';
import { ErrorSentences } from '../vscode/shell/errorSentences.ts';
import type { ErrorContext } from '../vscode/shell/notifications.ts';
import { OutputLog } from '../vscode/shell/outputLog.ts';
import { RenewalNotices } from '../vscode/shell/renewalNotices.ts';
import { profileName, shortProfileName } from '../vscode/shell/formatting.ts';
import { Session } from '../core/lifecycle/session.ts';

/** What `extension.ts` delegates to once the application has started. */
export interface Application {
  readonly runCommand: RunCommand;
  readonly api: ExtensionApiParts;
  /** Cleans up when the window closes. Never rejects. */
  readonly atExit: () => Promise<void>;
}

/**
 * Builds and connects all parts. Sends no request itself: the first one comes from a command or a renewal that
 * is due.
 */
export function startApplication(context: vscode.ExtensionContext): Application {
  const { secrets, globalState, workspaceState, globalStorageUri } = context;
  const { version } = context.extension.packageJSON as { version: string };
  const channel = vscode.window.createOutputChannel('Kiwoom', { log: true });
  const log = new OutputLog(channel, (id) => nameOf(id, profileName));
  const trusted = (): boolean => vscode.workspace.isTrusted;

  // The domain
  const adapters = createAdapters({
    secrets,
    workspaceState,
    globalState,
    storage: globalStorageUri.fsPath,
    version,
    trusted,
    log,
    onLockBlocked: (place) =>
      void showError(new KiwoomError('lock-blocked', { subject: place }), {}),
  });
  const { scheduler, tokenStore } = adapters;
  const sharedTokens = new SharedTokensControl({
    adapters,
    secrets,
    globalState,
    storage: globalStorageUri.fsPath,
  });
  const domain = createDomain({
    ...adapters,
    tokenStore: sharedTokens.tokenStore,
    lock: sharedTokens.lock,
    sharedLimit: sharedTokens.sharedLimit,
  });
  const { clock, profiles, active, tokens, renewer } = domain;
  const nameOf = (id: string, inWords: typeof profileName): string | undefined => {
    const profile = profiles.find(id);
    return profile && inWords(profile, t);
  };
  scheduler.onSleep(() => {
    void domain.tokenCheck.checkAll();
  });

  // Events: the UI subscribes to them
  const notices = new RenewalNotices(renewer);
  const session = new Session({
    ...domain,
    editor: editorEvents(secrets),
    wake: () => {
      scheduler.wake();
    },
    removeStoredTokens: () => tokenStore.removeAll(),
    watchTokenFiles: (onChange) => watchFolder(tokenStore.folder, onChange, log),
    noticeRenewal: (profile) => {
      notices.update(profile);
    },
    reportDamagedTokens: async () => {
      const { reportDamagedTokens } = await import('../vscode/shell/damageReport.ts');
      await reportDamagedTokens(profiles, tokens);
    },
    reportDamagedKeys: async () => {
      const { reportDamagedKeys } = await import('../vscode/shell/damageReport.ts');
      await reportDamagedKeys({ ...domain, remembered: globalState });
    },
    showError: (error, retry) => void showError(error, { retry }),
  });
  const ready = (): Promise<void> => session.ready();

  // Status bar and view
  const checkedKeys = new CheckedKeys(profiles, tokens, globalState);
  const showAccounts = (): void => {
    statusBar.update();
    accountsView.update();
  };
  const sentences = new ErrorSentences(async () => {
    const { describeError } = await import('../vscode/shell/messages.ts');
    return (error) => describeError(error, t).message;
  }, showAccounts);
  const facts = (profile: Profile): AccountFacts => {
    const lastError = tokens.lastError(profile.id);
    const sharing = sharedTokens.status(profile.id);
    return {
      profile,
      state: tokens.state(profile.id),
      lastError: lastError && sentences.of(lastError),
      trouble: renewer.trouble(profile.id),
      host: tokens.host(profile),
      sharing:
        sharing?.kind === 'away' ? { ...sharing, reason: sentences.of(sharing.error) } : sharing,
      isUnchecked: !checkedKeys.has(profile.id),
      gateway: gateway.facts(profile.environment),
      now: clock.now(),
    };
  };
  const statusBar = new StatusBar({
    ...domain,
    facts: () => (active.current === undefined ? undefined : facts(active.current)),
  });
  const accountsView = new AccountsView({
    ...domain,
    facts,
    ready,
    globalState,
    createView: (id, options) => vscode.window.createTreeView(id, options),
  });
  const contextKeys = new ContextKeys(profiles, tokens);
  const sharing = sharedTokens.join(domain, showAccounts);

  // Help in .http files, warnings of saved secrets
  const { httpFiles, savedFiles, searchedSecrets } = createFileSupport({
    domain,
    secrets,
    facts,
    remembered: globalState,
    gateway: () => gateway,
  });

  // Agents
  const agents = new AgentsControl({
    domain,
    ready,
    trusted,
    onChange: () => {
      terminals.update();
    },
  });

  // The .http clients, terminals, and the gateway
  const gateway = new GatewayControl({
    domain,
    trusted,
    workspace: context.storageUri?.fsPath ?? '',
    workspaceState,
    globalState,
    version,
    agents,
    onChange: () => {
      processEnv.update();
      terminals.update();
      restClient.update();
      searchedSecrets.passesChanged();
      httpFiles.update();
      showAccounts();
    },
    onForwarded: showAccounts,
  });
  const { processEnv, terminals, httpyac, restClient } = createClients({
    domain,
    gateway,
    ready,
    trusted,
    focused: () => vscode.window.state.focused,
    environmentVariables: () => context.environmentVariableCollection,
    globalState,
    globalStorageUri,
    // The user settings are on another machine in a desktop window connected to a remote host; a browser window
    // has them on its server.
    settingsElsewhere:
      vscode.env.remoteName !== undefined && vscode.env.uiKind === vscode.UIKind.Desktop,
    log,
  });

  // Other extensions
  const { sessions, authentication, api } = serveOtherExtensions({ domain, ready, trusted });

  // Commands
  const runCommand = commandBoundary({
    load: lazy(async () => {
      const { commandSet } = await import('../vscode/commands/commandSet.ts');
      return commandSet({
        ...domain,
        catalogue: loadTrCatalogue,
        globalState,
        showLog: () => {
          channel.show();
        },
        restClient,
        gateway,
        trusted,
        sharedTokens: sharing.commands,
        refresh: () => session.refresh(),
        readKeyFile: async (file) => (await import('../node/keyFiles.ts')).readKeyFile(file),
        readKeyText: async (text) =>
          (await import('../node/keyFormats/readKeyText.ts')).readKeyText(text),
        variables: process.env,
      });
    }),
    selectedRow: () => accountsView.selected,
    activeProfile: () => active.current?.id,
    accountName: (id) => (profiles.all.length > 1 ? nameOf(id, shortProfileName) : undefined),
    ready,
    log,
  });

  session.start([
    agents,
    gateway,
    processEnv,
    checkedKeys,
    statusBar,
    accountsView,
    contextKeys,
    httpFiles,
    terminals,
    sessions,
    restClient,
  ]);

  void ready().then(sharing.start, sharing.start);

  context.subscriptions.push(
    sharedTokens,
    agents,
    gateway,
    httpyac,
    restClient,
    httpFiles,
    savedFiles,
    searchedSecrets,
    session,
    statusBar,
    accountsView,
    contextKeys,
    processEnv,
    terminals,
    authentication,
    domain,
    channel,
  );
  const atExit = async (): Promise<void> => {
    // Call this first: afterwards the window counts as closed, and REST Client's part checks whether other
    // windows are open.
    const revoked = domain.exitRevocation.atExit();
    await Promise.all([revoked, restClient.atExit()]);
  };
  return { runCommand, api, atExit };
}

/** Loads the notifications with the first error. */
async function showError(error: KiwoomError, context: ErrorContext): Promise<void> {
  const notifications = await import('../vscode/shell/notifications.ts');
  await notifications.showError(error, context);
}
