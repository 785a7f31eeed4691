import * as vscode from 'vscode';
import { settings } from '../settings.ts';

/** To whom the values behind the references are handed out; to nobody in a workspace not trusted. */
export type Handover = 'everybody' | 'httpyac' | 'nobody' | 'untrusted';

/** Their extensions' ids, spelled here once more: sharing them with start-up would make it larger. */
const clients = { httpyac: 'anweber.vscode-httpyac', restClient: 'humao.rest-client' } as const;

export function handoverNow(): Handover {
  if (!vscode.workspace.isTrusted) return 'untrusted';
  if (settings.injectsProcessEnv()) return 'everybody';
  return givesHttpyac() ? 'httpyac' : 'nobody';
}

/** Whether a reference without a token is empty when it is sent. */
export function sendsEmptyReferences(): boolean {
  if (handoverNow() !== 'everybody') return false;
  // httpyac is given a token when it sends; who has it alone sends no empty one.
  return !givesHttpyac() || isThere(clients.restClient);
}

function givesHttpyac(): boolean {
  return settings.injectsIntoHttpyac() && isThere(clients.httpyac);
}

function isThere(id: string): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
