import * as vscode from 'vscode';
import { clientIds } from '../shell/clientIds.ts';
import { settings } from '../shell/settings.ts';

/** Who gets the values behind the references; nobody in a workspace that is not trusted. */
export type Handover = 'everybody' | 'httpyac' | 'nobody' | 'untrusted';

export function handoverNow(): Handover {
  if (!vscode.workspace.isTrusted) return 'untrusted';
  if (settings.injectsProcessEnv()) return 'everybody';
  return givesHttpyac() ? 'httpyac' : 'nobody';
}

/** Whether a reference without a token is empty when it is sent. */
export function sendsEmptyReferences(): boolean {
  if (handoverNow() !== 'everybody') return false;
  // httpyac is given a token when it sends; who has it alone sends no empty one.
  return !givesHttpyac() || isThere(clientIds.restClient);
}

function givesHttpyac(): boolean {
  return settings.injectsIntoHttpyac() && isThere(clientIds.httpyac);
}

function isThere(id: string): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
