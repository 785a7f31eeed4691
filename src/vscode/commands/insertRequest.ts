import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { KiwoomError } from '../../core/base/errors.ts';
import { isOAuthPath, liveServer } from '../../core/model/liveServer.ts';
import type { Tr } from '../../core/model/tr.ts';
import { koreanDate } from '../../core/time/koreanTime.ts';
import {
  mayHoldRequests,
  requestInsertion,
  type RequestWords,
} from '../../httpFile/httpLanguage.ts';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { characterCount } from '../shell/formatting.ts';
import { type Localize, t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { defineCommand, text } from './command.ts';
import type { Parts } from './commandParts.ts';
import { chooseTr, RecentTrs } from './trChoice.ts';

type InsertParts = Parts<'clock' | 'catalogue' | 'globalState'>;

/** Inserts a complete request for a TR below the request at the cursor. One undo step. */
export const insertRequest = defineCommand({
  id: 'kiwoom.insertRequest',
  argument: z.strictObject({ apiId: z.optional(text) }),
  needs: 'accounts',
  run: async (
    { apiId },
    { clock, catalogue, globalState }: InsertParts,
  ): Promise<{ readonly apiId: string }> => {
    const recent = new RecentTrs(globalState);
    const trs = await catalogue();
    const tr = apiId === undefined ? await chooseTr(trs.all, recent.ids) : trs.find(apiId);
    if (tr === undefined) throw new KiwoomError('unknown-api', { subject: apiId ?? '' });
    const editor = await editorForRequests();
    const { line } = editor.selection.active;
    const insertion = requestInsertion(editor.document.getText(), line, tr, {
      today: koreanDate(clock.now()),
      words: requestWords(t),
    });
    await insert(editor, insertion);
    await recent.add(tr.id);
    if (isOAuthPath(tr.path)) inBackground(offerCommand(tr));
    return { apiId: tr.id };
  },
});

/** Returns the editor of a `.http` file, preferring the active one, or opens a new document. */
async function editorForRequests(): Promise<vscode.TextEditor> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor !== undefined && isPageForRequests(activeTextEditor.document)) {
    const { document, viewColumn } = activeTextEditor;
    // Set explicitly: code lenses and diagnostics exist for this language only.
    const page = await vscode.languages.setTextDocumentLanguage(document, 'http');
    return vscode.window.showTextDocument(page, viewColumn);
  }
  const editor = [activeTextEditor, ...visibleTextEditors].find((each) =>
    isHttpDocument(each?.document),
  );
  if (editor !== undefined) {
    return vscode.window.showTextDocument(editor.document, editor.viewColumn);
  }
  const document = await vscode.workspace.openTextDocument({ language: 'http', content: '' });
  return vscode.window.showTextDocument(document);
}

/** An untitled document that is empty or contains requests. */
function isPageForRequests(document: vscode.TextDocument): boolean {
  return document.isUntitled && !isHttpDocument(document) && mayHoldRequests(document.getText());
}

/** @throws KiwoomError `read-only-editor` */
async function insert(
  editor: vscode.TextEditor,
  { position, snippet }: ReturnType<typeof requestInsertion>,
): Promise<void> {
  const { document } = editor;
  const { version } = document;
  const accepted = await editor.insertSnippet(
    new vscode.SnippetString(snippet),
    new vscode.Position(position.line, position.character),
    // Keeps the whitespace, or VS Code would indent it like the line above.
    { undoStopBefore: true, undoStopAfter: true, keepWhitespace: true },
  );
  // VS Code returns true for a snippet in a read-only document but does not insert it.
  if (!accepted || document.version === version) throw new KiwoomError('read-only-editor');
}

async function offerCommand({ path }: Tr): Promise<void> {
  const issues = path === liveServer.issuePath;
  const action = issues ? t('Issue Token') : t('Revoke Token');
  const command: CommandId = issues ? 'kiwoom.issueToken' : 'kiwoom.revokeToken';
  const chosen = await vscode.window.showInformationMessage(
    t('Not written: this request would hold your keys.'),
    action,
  );
  if (chosen === action) await vscode.commands.executeCommand(command);
}

function requestWords(t: Localize): RequestWords {
  return {
    required: t('required'),
    optional: t('optional'),
    length: (count) => characterCount(count, t),
    order: t('ORDER OR TRANSFER: with a real account, sending this moves real money.'),
    fieldsUnknown: t('This TR’s fields are not known here: see {0}', liveServer.portal),
    notOnMock: t('Not available in mock trading.'),
    nextPage: t(
      'Next page: if the response says cont-yn: Y, uncomment these headers and fill in its next-key.',
    ),
    receiveMore: t(
      'Each “=== wait-for-server” at the end receives one message. To receive without end, send the login as a request of its own, with # @keepStreaming.',
    ),
    loginFirst: t(
      'Send the WebSocket login first: this one goes over the connection which that keeps open.',
    ),
    webSocket: t('WebSocket: REST Client cannot send this, httpyac can.'),
    issue: t(
      'No request here: it would put your app key and secret key into this file. Use “Kiwoom: Issue Token” (F1) instead.',
    ),
    revoke: t(
      'No request here: it would put your app key and secret key into this file. Use “Kiwoom: Revoke Token” (F1) instead.',
    ),
  };
}
