import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { KnownSecrets } from '../../core/leaks/knownSecrets.ts';
import type { Clock, Log, Scheduler } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import type { AccountFacts } from '../accounts/accountStatus.ts';
import { inBackground } from '../shell/notifications.ts';
import { offerClients } from './clientOffer.ts';
import { RequestLenses } from './codeLens.ts';
import { completionTriggers, KiwoomCompletions } from './completion.ts';
import { HttpDiagnostics } from './diagnostics.ts';
import { currentTokenRecipients } from './tokenRecipients.ts';
import { KiwoomHovers } from './hover.ts';
import { HttpDocuments } from './httpDocuments.ts';
import { KiwoomQuickFixes } from './quickFixes.ts';
import { type Accounts, accountsOf } from './requestAccount.ts';
import { WorkspaceEnvironments } from './workspaceEnvironments.ts';

export interface HttpProviderParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly catalogue: () => Promise<TrCatalogue>;
  readonly facts: (profile: Profile) => AccountFacts;
  readonly knownSecrets: () => Promise<KnownSecrets>;
  /** The token or the pass that clients get now. */
  readonly handedOut: (profile: Profile) => object | undefined;
  /** Remembers the notifications that are shown only once. */
  readonly remembered: vscode.Memento;
  /** Host and port of the gateway; `undefined` while it is not running. */
  readonly gatewayHost: () => string | undefined;
  /** Fires when the state or the selection of an account changes. */
  readonly onDidChange: vscode.Event<void>;
}

/** REST Client and httpyac both register the language `http`; without them the file extension is used. */
const httpSelector: vscode.DocumentSelector = [
  { language: 'http' },
  { pattern: '**/*.{http,rest}' },
];

export function registerHttpProviders(parts: HttpProviderParts): vscode.Disposable {
  inBackground(offerClients(parts.remembered));
  const documents = new HttpDocuments(parts);
  const accounts = (): Accounts =>
    accountsOf(parts.profiles, parts.active, parts.facts, currentTokenRecipients());
  const lenses = new RequestLenses({ ...parts, documents, accounts });
  const environments = new WorkspaceEnvironments();
  const diagnostics = new HttpDiagnostics({ ...parts, documents, environments });
  return vscode.Disposable.from(
    documents,
    environments,
    diagnostics,
    lenses,
    vscode.languages.registerCompletionItemProvider(
      httpSelector,
      new KiwoomCompletions(documents, parts.clock),
      ...completionTriggers,
    ),
    vscode.languages.registerHoverProvider(httpSelector, new KiwoomHovers(documents, accounts)),
    vscode.languages.registerCodeLensProvider(httpSelector, lenses),
    vscode.languages.registerCodeActionsProvider(
      httpSelector,
      new KiwoomQuickFixes({ ...parts, diagnostics }),
      { providedCodeActionKinds: KiwoomQuickFixes.kinds },
    ),
  );
}
