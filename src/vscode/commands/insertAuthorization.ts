import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import { tokenReference } from '../../core/handover/injectedVariables.ts';
import { authorizationEdits, noRedirectEdits } from '../../httpFile/httpLanguage.ts';
import { httpEditor } from '../httpFiles/httpEditor.ts';
import { defineCommand, noArgument } from './command.ts';

/**
 * Inserts the reference, never the token, into the request at each cursor, and turns off redirects for it so
 * that the token is not sent to another server. One undo step.
 */
export const insertAuthorization = defineCommand({
  id: 'kiwoom.insertAuthorization',
  argument: noArgument,
  needs: 'nothing',
  run: async (): Promise<{ readonly requests: number }> => {
    const editor = httpEditor();
    const lines = editor.selections.map(({ active }) => active.line);
    const text = editor.document.getText();
    const { edits, requests } = authorizationEdits(text, lines, `Bearer ${tokenReference}`);
    if (requests === 0) throw new KiwoomError('no-request');
    const written = await editor.edit((builder) => {
      for (const {
        range: { start, end },
        newText,
      } of [...noRedirectEdits(text, lines), ...edits]) {
        const target = new vscode.Range(start.line, start.character, end.line, end.character);
        builder.replace(target, newText);
      }
    });
    if (!written) throw new KiwoomError('read-only-editor');
    return { requests };
  },
});
