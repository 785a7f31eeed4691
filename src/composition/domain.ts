import path from 'node:path';
import type * as vscode from 'vscode';
import { ActiveProfile } from '../core/accounts/activeProfile.ts';
import { ApiCaller } from '../core/calls/apiCaller.ts';
import { toKiwoomError } from '../core/base/errors.ts';
import { ExitRevocation } from '../core/lifecycle/exitRevocation.ts';
import { Pacer } from '../core/calls/pacer.ts';
import type { Log } from '../core/model/ports.ts';
import { Profiles } from '../core/accounts/profiles.ts';
import { Renewer } from '../core/lifecycle/renewer.ts';
import { ServerClock } from '../core/time/serverClock.ts';
import { SleepCheck } from '../core/lifecycle/sleepCheck.ts';
import { TokenManager } from '../core/tokens/tokenManager.ts';
import { TokenWatch } from '../core/tokens/tokenWatch.ts';
import { createAxiosTransport } from '../kiwoom/axiosTransport.ts';
import { OAuthClient } from '../kiwoom/oauthClient.ts';
import { trFacts } from '../kiwoom/trCatalogue.ts';
import { TrClient } from '../kiwoom/trClient.ts';
import { FileLock } from '../node/fileLock.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { SealedTokenStore } from '../node/sealedTokenStore.ts';
import { systemClock, SystemScheduler } from '../node/systemClock.ts';
import { WindowPresence } from '../node/windowPresence.ts';
import { MementoChoices } from '../vscode/accounts/choiceStore.ts';
import { SecretKeyStore } from '../vscode/keys/secretKeyStore.ts';
import { settings } from '../vscode/shell/settings.ts';

export interface DomainParts {
  readonly secrets: vscode.SecretStorage;
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
  /** The folder that all windows share. */
  readonly storage: string;
  readonly version: string;
  readonly trusted: () => boolean;
  readonly log: Log;
}

/** What all else is built on. */
export type Domain = ReturnType<typeof createDomain>;

/** The domain on this machine's time, storage and network. Nothing is read or sent yet. */
export function createDomain({
  secrets,
  workspaceState,
  globalState,
  storage,
  version,
  trusted,
  log,
}: DomainParts) {
  const onListenerError = (thrown: unknown): void => {
    log.error('listener-failed', { error: toKiwoomError(thrown).message });
  };

  // Time, storage, network
  const clock = new ServerClock(systemClock, onListenerError);
  const scheduler = new SystemScheduler(clock);
  clock.onDidChange(() => {
    scheduler.wake();
  });
  const keyStore = new SecretKeyStore(secrets);
  const tokenStore = new SealedTokenStore(path.join(storage, 'tokens'), settings.sealsTokens);
  const lock = new FileLock({ folder: path.join(storage, 'locks'), scheduler, log });
  const presence = new WindowPresence(path.join(storage, 'windows'), process.pid);
  const userAgent = `kiwoom-rest-auth/${version}`;
  const transport = createAxiosTransport(scheduler);
  const api = new OAuthClient(transport, settings.endpoint, userAgent);
  const trClient = new TrClient(transport, userAgent);

  // Accounts and their tokens
  const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError });
  const choices = new MementoChoices(workspaceState, globalState);
  const active = new ActiveProfile(profiles, choices, onListenerError);
  const tokens = new TokenManager({ clock, api, keyStore, tokenStore, lock, log });
  const watch = new TokenWatch(tokens, scheduler, onListenerError);

  // What is done with them
  const renewer = new Renewer({
    tokens,
    profiles,
    watch,
    clock,
    scheduler,
    // A workspace that is not trusted must not make a key be used, not even by being opened.
    policy: () => (trusted() ? settings.renewalPolicy() : { kind: 'off' }),
    random: Math.random,
    log,
    onListenerError,
  });
  const pacer = new Pacer(systemClock, scheduler);
  const caller = new ApiCaller({ tokens, api: trClient, trFacts, pacer, scheduler, clock });
  const sleepCheck = new SleepCheck({ caller, tokens, profiles, clock, log });
  scheduler.onSleep(() => {
    if (trusted()) void sleepCheck.run();
  });
  const exitRevocation = new ExitRevocation({
    profiles,
    tokens,
    scheduler,
    log,
    wanted: settings.revokesOnExit,
    renews: () => settings.renewalPolicy().kind !== 'off',
    trusted,
    presence,
  });

  return {
    clock,
    scheduler,
    keyStore,
    tokenStore,
    profiles,
    active,
    tokens,
    watch,
    renewer,
    caller,
    exitRevocation,
    presence,
    onListenerError,
  };
}
