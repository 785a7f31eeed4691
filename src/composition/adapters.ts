import path from 'node:path';
import type * as vscode from 'vscode';
import { toKiwoomError } from '../core/base/errors.ts';
import type { DomainPorts } from '../core/domain.ts';
import type { Log } from '../core/model/ports.ts';
import { ServerClock } from '../core/time/serverClock.ts';
import { timeLimit } from '../core/time/timeLimit.ts';
import { createAxiosTransport } from '../kiwoom/axiosTransport.ts';
import { OAuthClient } from '../kiwoom/oauthClient.ts';
import { trFacts } from '../kiwoom/trCatalogue.ts';
import { TrClient } from '../kiwoom/trClient.ts';
import { FileLock } from '../node/fileLock.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { IssueLedgerFiles } from '../node/issueLedgerFiles.ts';
import { SealedTokenStore } from '../node/sealedTokenStore.ts';
import { systemClock, SystemScheduler } from '../node/systemClock.ts';
import { WindowPresence } from '../node/windowPresence.ts';
import { MementoChoices } from '../vscode/accounts/choiceStore.ts';
import { SecretKeyStore } from '../vscode/keys/secretKeyStore.ts';
import { settings } from '../vscode/shell/settings.ts';

export interface AdapterParts {
  readonly secrets: vscode.SecretStorage;
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
  /** Folder shared by all windows. */
  readonly storage: string;
  readonly version: string;
  readonly trusted: () => boolean;
  readonly log: Log;
  /** Called with the path of a file or folder that prevents the lock between windows. */
  readonly onLockBlocked: (place: string) => void;
}

/** Implements the domain's ports with this machine's clock, storage and network. Reads and sends nothing yet. */
export function createAdapters({
  secrets,
  workspaceState,
  globalState,
  storage,
  version,
  trusted,
  log,
  onLockBlocked,
}: AdapterParts) {
  const clock = new ServerClock(systemClock, (thrown) => {
    log.error('listener-failed', { error: toKiwoomError(thrown).message });
  });
  const scheduler = new SystemScheduler(clock);
  clock.onDidChange(() => {
    scheduler.wake();
  });
  // A network drive may stop responding.
  const diskLimit = timeLimit(scheduler, 10_000);
  const transport = createAxiosTransport(scheduler);
  const userAgent = `kiwoom-rest-auth/${version}`;
  return {
    clock,
    scheduler,
    tokenApi: new OAuthClient(transport, settings.endpoint, userAgent),
    trApi: new TrClient(transport, userAgent),
    trFacts,
    keyStore: new SecretKeyStore(secrets),
    tokenStore: new SealedTokenStore(path.join(storage, 'tokens'), settings.sealsTokens, diskLimit),
    issueLedger: new IssueLedgerFiles(path.join(storage, 'issues'), diskLimit),
    lock: new FileLock({
      folder: path.join(storage, 'locks'),
      clock: systemClock,
      scheduler,
      log,
      limit: diskLimit,
      onBlocked: onLockBlocked,
    }),
    choices: new MementoChoices(workspaceState, globalState),
    presence: new WindowPresence({ folder: path.join(storage, 'windows'), scheduler }),
    preferences: {
      renewalPolicy: () => settings.renewalPolicy(),
      revokesOnExit: settings.revokesOnExit,
      sealsTokens: settings.sealsTokens,
      trusted,
      onDidChange: (setting, listener) => settings.onDidChange(setting, listener),
    },
    fingerprint,
    random: Math.random,
    log,
  } satisfies DomainPorts;
}
