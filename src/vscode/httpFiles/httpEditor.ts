import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';

/**
 * Returns the active editor of a `.http` file. REST Client and httpyac both register the language `http`;
 * without either of them VS Code does not know it, so the file extension is checked too.
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
