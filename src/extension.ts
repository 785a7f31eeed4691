import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { KiwoomExports } from './api/kiwoom-rest-auth.d.ts';
import { ActiveProfile } from './core/activeProfile.ts';
import { ApiCaller } from './core/apiCaller.ts';
import { toKiwoomError } from './core/errors.ts';
import { injectedVariables } from './core/injectedVariables.ts';
import type { KnownSecrets } from './core/knownSecrets.ts';
import { Pacer } from './core/pacer.ts';
import type { Profile } from './core/profile.ts';
import { Profiles } from './core/profiles.ts';
import { Renewer } from './core/renewer.ts';
import { ServerClock } from './core/serverClock.ts';
import { SleepCheck } from './core/sleepCheck.ts';
import { TokenManager } from './core/tokenManager.ts';
import { TokenWatch } from './core/tokenWatch.ts';
import { createAxiosTransport } from './kiwoom/axiosTransport.ts';
import { OAuthClient } from './kiwoom/oauthClient.ts';
import { loadTrCatalogue, trFacts } from './kiwoom/trCatalogue.ts';
import { TrClient } from './kiwoom/trClient.ts';
import { FileLock } from './node/fileLock.ts';
import { fingerprint } from './node/fingerprint.ts';
import { watchFolder } from './node/folderWatch.ts';
import { readKeyFile } from './node/keyFiles.ts';
import { SealedTokenStore } from './node/sealedTokenStore.ts';
import { systemClock, SystemScheduler } from './node/systemClock.ts';
import { WindowPresence } from './node/windowPresence.ts';
import { AccountsView } from './vscode/accounts/accountsView.ts';
import type { AccountFacts } from './vscode/accounts/accountStatus.ts';
import { MementoChoices } from './vscode/accounts/choiceStore.ts';
import { registerCommands } from './vscode/commands/commandBoundary.ts';
import { AccountSessions } from './vscode/otherExtensions/accountSessions.ts';
import { registerAuthentication } from './vscode/otherExtensions/authentication.ts';
import type { CommandHandlers } from './vscode/commands/commandTypes.ts';
import { ContextKeys } from './vscode/contextKeys.ts';
import { ExitRevocation } from './core/exitRevocation.ts';
import type { ConsentedCalls } from './vscode/otherExtensions/consentedCalls.ts';
import { ExtensionApi } from './vscode/otherExtensions/extensionApi.ts';
import { HttpFileSupport } from './vscode/httpFiles/httpFileSupport.ts';
import { KeepInStep } from './vscode/keepInStep.ts';
import { HttpyacConnection } from './vscode/httpyac/httpyacConnection.ts';
import { t } from './vscode/localize.ts';
import { describeError } from './vscode/messages.ts';
import { OutputLog } from './vscode/outputLog.ts';
import { ProcessEnvInjection } from './vscode/injection/processEnvInjection.ts';
import { RestClientSupport } from './vscode/restClient/restClientSupport.ts';
import { SavedFileWatch } from './vscode/savedFiles/savedFileWatch.ts';
import { SecretKeyStore } from './vscode/keys/secretKeyStore.ts';
import { settings } from './vscode/settings.ts';
import { StatusBar } from './vscode/accounts/statusBar.ts';
import { TerminalInjection } from './vscode/injection/terminalInjection.ts';

let exitRevocation: ExitRevocation | undefined;

/** Builds the parts, joins them, done. The first request is a command's, or a renewal's that is due. */
export function activate(context: vscode.ExtensionContext): KiwoomExports {
  const channel = vscode.window.createOutputChannel('Kiwoom', { log: true });
  const log = new OutputLog(channel);
  const onListenerError = (thrown: unknown): void => {
    log.error('listener-failed', { error: toKiwoomError(thrown).message });
  };

  // Time, storage, network
  const clock = new ServerClock(systemClock, onListenerError);
  const scheduler = new SystemScheduler(clock);
  const wake = (): void => {
    scheduler.wake();
  };
  clock.onDidChange(wake);
  const storage = context.globalStorageUri.fsPath;
  const keyStore = new SecretKeyStore(context.secrets);
  const tokenStore = new SealedTokenStore(path.join(storage, 'tokens'), settings.sealsTokens);
  const lock = new FileLock({
    folder: path.join(storage, 'locks'),
    scheduler,
    log,
  });
  const { version } = context.extension.packageJSON as { version: string };
  const userAgent = `kiwoom-rest-auth/${version}`;
  const transport = createAxiosTransport(scheduler);
  const api = new OAuthClient(transport, settings.endpoint, userAgent);

  // The domain
  const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError });
  const choices = new MementoChoices(context.workspaceState, context.globalState);
  const active = new ActiveProfile(profiles, choices, onListenerError);
  const tokens = new TokenManager({ clock, api, keyStore, tokenStore, lock, log });
  const watch = new TokenWatch(tokens, scheduler, onListenerError);

  const renewer = new Renewer({
    tokens,
    profiles,
    watch,
    clock,
    scheduler,
    // A workspace that is not trusted must not make a key be used, not even by being opened.
    policy: () => (vscode.workspace.isTrusted ? settings.renewalPolicy() : { kind: 'off' }),
    random: Math.random,
    log,
    onListenerError,
  });

  const pacer = new Pacer(systemClock, scheduler);
  const trClient = new TrClient(transport, userAgent);
  const caller = new ApiCaller({ tokens, api: trClient, trFacts, pacer, scheduler, clock });
  const sleepCheck = new SleepCheck({ caller, tokens, profiles, clock, log });
  scheduler.onSleep(() => {
    if (vscode.workspace.isTrusted) void sleepCheck.run();
  });
  exitRevocation = new ExitRevocation({
    profiles,
    tokens,
    scheduler,
    log,
    wanted: settings.revokesOnExit,
    renews: () => settings.renewalPolicy().kind !== 'off',
    presence: new WindowPresence(path.join(storage, 'windows'), process.pid),
  });

  // What shows and hands out the state
  const trusted = (): boolean => vscode.workspace.isTrusted;
  const variablesIf = (wanted: () => boolean) => (): ReadonlyMap<string, string> =>
    trusted() && wanted()
      ? injectedVariables(
          active.current,
          (environment) => active.lastUsedIn(environment),
          (profile) => tokens.current(profile),
        )
      : new Map<string, string>();
  const injection = new ProcessEnvInjection(
    process.env,
    variablesIf(settings.injectsProcessEnv),
    log,
  );
  const factsOf = (profile: Profile): AccountFacts => ({
    profile,
    state: tokens.state(profile.id),
    lastError: tokens.lastError(profile.id),
    trouble: renewer.trouble(profile.id),
    host: tokens.host(profile),
    now: clock.now(),
  });
  const terminalInjection = new TerminalInjection(
    () => context.environmentVariableCollection,
    variablesIf(settings.injectsTerminal),
    t,
  );
  const statusBar = new StatusBar({
    scheduler,
    facts: () => (active.current === undefined ? undefined : factsOf(active.current)),
  });
  let secretsKnown: Promise<KnownSecrets> | undefined;
  const knownSecrets = (): Promise<KnownSecrets> =>
    (secretsKnown ??= import('./core/knownSecrets.ts').then(
      (loaded) =>
        new loaded.KnownSecrets({
          profiles,
          tokens,
          keyStore,
          fingerprint,
          onKeysChanged: context.secrets.onDidChange,
          onListenerError,
        }),
    ));
  const httpFiles = new HttpFileSupport({
    profiles,
    active,
    tokens,
    clock,
    scheduler,
    log,
    catalogue: loadTrCatalogue,
    facts: factsOf,
    knownSecrets,
  });
  const savedFiles = new SavedFileWatch({
    profiles,
    active,
    tokens,
    log,
    catalogue: loadTrCatalogue,
    knownSecrets,
  });
  const accountsView = new AccountsView({
    profiles,
    active,
    facts: factsOf,
    scheduler,
    ready: (): Promise<void> => keepInStep.ready(),
    globalState: context.globalState,
  });
  const ready = (): Promise<void> => keepInStep.ready();
  const sessions = new AccountSessions({
    profiles,
    tokens,
    ready,
    trusted,
    troubled: (profileId) => renewer.trouble(profileId) !== undefined,
    t,
    onListenerError,
  });
  const restClient = new RestClientSupport({
    globalState: context.globalState,
    globalStorageUri: context.globalStorageUri,
    profiles,
    active,
    tokens,
    log,
    fingerprint,
    rewriteFile: async (file, change) => {
      const { rewriteFile } = await import('./node/rewriteFile.ts');
      return rewriteFile(file, change);
    },
    rewriteHistory: async (change) => {
      const { restClientHistoryFile, rewriteHistory } = await import('./node/restClientHistory.ts');
      return rewriteHistory(restClientHistoryFile(homedir(), process.env), change);
    },
  });
  const keepInStep = new KeepInStep({
    secrets: context.secrets,
    globalState: context.globalState,
    keyStore,
    profiles,
    active,
    tokens,
    watch,
    renewer,
    injection,
    shown: [
      statusBar,
      accountsView,
      new ContextKeys(profiles, tokens),
      httpFiles,
      terminalInjection,
      sessions,
      restClient,
    ],
    log,
    exitRevocation,
    wake,
    removeStoredTokens: () => tokenStore.removeAll(),
    watchTokenFiles: (onChange) => watchFolder(tokenStore.folder, onChange, log),
  });

  // The .http clients
  const httpyac = new HttpyacConnection({
    scheduler,
    log,
    connect: async (exported) => {
      const { connectPlugin } = await import('./vscode/httpyac/connectPlugin.ts');
      return connectPlugin(exported, {
        enabled: () => vscode.workspace.isTrusted && settings.injectsIntoHttpyac(),
        ready: () => keepInStep.ready(),
        profile: (source) => (source === 'active' ? active.current : active.lastUsedIn(source)),
        host: (profile) => tokens.host(profile),
        ensure: (profile, signal) => tokens.ensure(profile, signal),
        describe: (error) => describeError(error, t).message,
        log,
      });
    },
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
        globalState: context.globalState,
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
    ready,
    log,
  });

  // Other extensions
  const authentication = registerAuthentication(sessions, async () => {
    const { SignIn } = await import('./vscode/otherExtensions/signIn.ts');
    return new SignIn({ sessions, profiles, active, tokens, clock, ready, trusted, log });
  });
  let calls: ConsentedCalls | undefined;
  const exported = new ExtensionApi({
    profiles,
    active,
    tokens,
    watch,
    ready,
    call: async (apiId, body, options) => {
      const module = await import('./vscode/otherExtensions/consentedCalls.ts');
      calls ??= new module.ConsentedCalls({
        sessions,
        caller,
        catalogue: loadTrCatalogue,
        trusted,
        log,
      });
      return calls.call(apiId, body, options);
    },
  });

  keepInStep.start();

  context.subscriptions.push(
    httpyac,
    restClient,
    httpFiles,
    savedFiles,
    commands,
    keepInStep,
    statusBar,
    accountsView,
    injection,
    terminalInjection,
    authentication,
    exported,
    renewer,
    watch,
    channel,
  );
  return { getApi: (version) => exported.getApi(version) };
}

export function deactivate(): Promise<void> | undefined {
  return exitRevocation?.atExit();
}
