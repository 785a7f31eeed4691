import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';

/**
 * The editor whose requests a command is about. REST Client and httpyac both call the language
 * `http`; without either of them VS Code knows no such language, so the file's name counts too.
 *
 * @throws KiwoomError `no-http-editor`
 */
export function httpEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isHttpDocument(editor.document)) {
    throw new KiwoomError('no-http-editor');
  }
  return editor;
}

export function isHttpDocument(document: vscode.TextDocument | undefined): boolean {
  if (document === undefined) return false;
  return document.languageId === 'http' || /\.(?:http|rest)$/i.test(document.fileName);
}
