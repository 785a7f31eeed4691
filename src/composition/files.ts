import type * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import { lazy } from '../core/base/lazy.ts';
import type { KnownSecrets } from '../core/leaks/knownSecrets.ts';
import type { Profile } from '../core/model/profile.ts';
import { loadTrCatalogue as catalogue } from '../kiwoom/trCatalogue.ts';
import { fingerprint } from '../node/fingerprint.ts';
import type { GatewayControl } from './gateway.ts';
import type { AccountFacts } from '../vscode/accounts/accountStatus.ts';
import { HttpFileSupport } from '../vscode/httpFiles/httpFileSupport.ts';
import { SavedFileWatch } from '../vscode/savedFiles/savedFileWatch.ts';

export interface FileSupportParts {
  readonly domain: Domain;
  readonly secrets: vscode.SecretStorage;
  readonly facts: (profile: Profile) => AccountFacts;
  /** Remembers the notifications that are shown only once. */
  readonly remembered: vscode.Memento;
  readonly gateway: () => Pick<GatewayControl, 'passes' | 'host' | 'handedOut'>;
}

/** Builds the help for `.http` files and the warnings of secrets in saved files. */
export function createFileSupport({
  domain,
  secrets,
  facts,
  remembered,
  gateway,
}: FileSupportParts) {
  const onKeysChanged = secrets.onDidChange;
  const passes = () => gateway().passes;
  const gatewayHost = () => gateway().host;
  const handedOut = (profile: Profile) => gateway().handedOut(profile);
  let known: KnownSecrets | undefined;
  /** Shared by both; loaded when the first of them needs it. */
  const knownSecrets = lazy(async () => {
    const { KnownSecrets: Known } = await import('../core/leaks/knownSecrets.ts');
    return (known = new Known({ ...domain, passes, fingerprint, onKeysChanged }));
  });
  return {
    httpFiles: new HttpFileSupport({
      ...domain,
      catalogue,
      facts,
      knownSecrets,
      remembered,
      gatewayHost,
      handedOut,
    }),
    savedFiles: new SavedFileWatch({
      ...domain,
      catalogue,
      knownSecrets,
      gatewayHost,
      handedOut,
      readKeyText: async (text, fileName) =>
        (await import('../node/keyFormats/readKeyText.ts')).readKeyText(text, fileName),
    }),
    searchedSecrets: {
      passesChanged: (): void => {
        known?.passesChanged();
      },
      dispose: (): void => {
        known?.dispose();
      },
    },
  };
}
