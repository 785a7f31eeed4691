import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** Where REST Client keeps what it knows of all windows. */
export const folder = path.join(homedir(), '.rest-client');

/** What the stand-in tells of a request that it sent. */
interface Outcome {
  readonly statusCode?: number;
  readonly body?: string;
  readonly error?: string;
}

export async function open(text: string): Promise<vscode.TextEditor> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  // Each file of tests has its own copy of this module; a document that is open already is not read again at once.
  const file = vscode.Uri.joinPath(workspace, `sent-${randomUUID()}.http`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(file);
}

/** Sends the request at the end of a document, and says yes if it asks. */
export async function sendLast(editor: vscode.TextEditor): Promise<Outcome | undefined> {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  const asks = editor.document.getText().includes('# @note');
  const sent = vscode.commands.executeCommand<Outcome | undefined>('rest-client.request');
  return asks ? sayYesUntil(sent) : sent;
}

async function sayYesUntil<T>(done: Thenable<T>): Promise<T> {
  const asked = async (): Promise<undefined> => {
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    return undefined;
  };
  for (;;) {
    const result = await Promise.race([done.then((value) => ({ value })), asked()]);
    if (result !== undefined) return result.value;
  }
}

export async function send(text: string): Promise<Outcome | undefined> {
  return sendLast(await open(text));
}

/** As REST Client keeps it, for all windows. */
export function select(name: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'environment.json'), JSON.stringify({ name, label: name }));
}
