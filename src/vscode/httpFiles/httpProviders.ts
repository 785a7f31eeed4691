import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/activeProfile.ts';
import type { Clock, Log, Scheduler } from '../../core/ports.ts';
import type { Profiles } from '../../core/profiles.ts';
import type { TokenManager } from '../../core/tokenManager.ts';
import type { TrCatalogue } from '../../core/tr.ts';
import { HttpDocuments } from './httpDocuments.ts';

export interface HttpProviderParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly catalogue: () => Promise<TrCatalogue>;
}

/** REST Client and httpyac both call the language `http`; without them the file's name counts. */
export const httpSelector: vscode.DocumentSelector = [
  { language: 'http' },
  { pattern: '**/*.{http,rest}' },
];

export function registerHttpProviders(parts: HttpProviderParts): vscode.Disposable {
  const documents = new HttpDocuments(parts);
  return vscode.Disposable.from(documents);
}
