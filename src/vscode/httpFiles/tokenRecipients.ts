import * as vscode from 'vscode';
import { clientIds } from '../shell/clientIds.ts';
import { settings } from '../shell/settings.ts';

/** The clients that replace references by values; `untrusted` when none does because of workspace trust. */
export type TokenRecipients = 'all' | 'httpyac' | 'none' | 'untrusted';

export function currentTokenRecipients(): TokenRecipients {
  if (!vscode.workspace.isTrusted) return 'untrusted';
  if (settings.injectsProcessEnv()) return 'all';
  return givesHttpyac() ? 'httpyac' : 'none';
}

/** Whether a reference is sent as empty text while there is no token. */
export function sendsEmptyReferences(): boolean {
  if (currentTokenRecipients() !== 'all') return false;
  // httpyac issues a token on demand, so nothing is sent empty where it is the only client.
  return !givesHttpyac() || isThere(clientIds.restClient);
}

function givesHttpyac(): boolean {
  return settings.injectsIntoHttpyac() && isThere(clientIds.httpyac);
}

function isThere(id: string): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
