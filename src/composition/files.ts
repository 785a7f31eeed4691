import type * as vscode from 'vscode';
import type { ActiveProfile } from '../core/activeProfile.ts';
import type { KnownSecrets } from '../core/knownSecrets.ts';
import type { Clock, KeyStore, Log, Scheduler } from '../core/ports.ts';
import type { Profile } from '../core/profile.ts';
import type { Profiles } from '../core/profiles.ts';
import type { TokenManager } from '../core/tokenManager.ts';
import { loadTrCatalogue as catalogue } from '../kiwoom/trCatalogue.ts';
import { fingerprint } from '../node/fingerprint.ts';
import type { AccountFacts } from '../vscode/accounts/accountStatus.ts';
import { HttpFileSupport } from '../vscode/httpFiles/httpFileSupport.ts';
import { SavedFileWatch } from '../vscode/savedFiles/savedFileWatch.ts';

export interface FileSupportParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly keyStore: KeyStore;
  readonly secrets: vscode.SecretStorage;
  readonly facts: (profile: Profile) => AccountFacts;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly onListenerError: (thrown: unknown) => void;
}

/** What looks into the user's files: help with writing requests, and warnings of secrets in them. */
export function createFileSupport({
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
}: FileSupportParts) {
  const onKeysChanged = secrets.onDidChange;
  let known: KnownSecrets | undefined;
  /** Both look for the same secrets; the first that looks makes them be read. */
  const knownSecrets = async (): Promise<KnownSecrets> => {
    const { KnownSecrets: Known } = await import('../core/knownSecrets.ts');
    const parts = { profiles, tokens, keyStore, fingerprint, onKeysChanged, onListenerError };
    return (known ??= new Known(parts));
  };
  return {
    httpFiles: new HttpFileSupport({
      profiles,
      active,
      tokens,
      clock,
      scheduler,
      log,
      catalogue,
      facts,
      knownSecrets,
    }),
    savedFiles: new SavedFileWatch({ profiles, active, tokens, log, catalogue, knownSecrets }),
    searchedSecrets: {
      dispose: (): void => {
        known?.dispose();
      },
    },
  };
}
