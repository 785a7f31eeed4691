import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { KiwoomError } from '../../core/base/errors.ts';
import { koreanDate } from '../../core/time/koreanTime.ts';
import { isOAuthPath, liveServer } from '../../core/model/liveServer.ts';
import type { Clock } from '../../core/model/ports.ts';
import type { Tr, TrCatalogue } from '../../core/model/tr.ts';
import {
  mayHoldRequests,
  requestInsertion,
  type RequestWords,
} from '../../httpFile/httpLanguage.ts';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';
import { type Localize, t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { characterCount } from '../shell/words.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { CommandHandlers } from './commandTypes.ts';
import { chooseTr, RecentTrs } from './trChoice.ts';

export interface InsertRequestParts {
  readonly active: ActiveProfile;
  readonly clock: Clock;
  readonly catalogue: () => Promise<TrCatalogue>;
  readonly globalState: vscode.Memento;
}

/** Writes a complete request for a TR below the one at the cursor. One step to undo. */
export function insertRequestCommands(
  parts: InsertRequestParts,
): Pick<CommandHandlers, 'kiwoom.insertRequest'> {
  const { active, clock, catalogue } = parts;
  const recent = new RecentTrs(parts.globalState);
  return {
    'kiwoom.insertRequest': async ({ apiId }) => {
      const trs = await catalogue();
      const tr = apiId === undefined ? await chooseTr(trs.all, recent.ids) : trs.find(apiId);
      if (tr === undefined) throw new KiwoomError('unknown-api', { subject: apiId ?? '' });
      const editor = await editorForRequests();
      const { line } = editor.selection.active;
      const insertion = requestInsertion(editor.document.getText(), line, tr, {
        today: koreanDate(clock.now()),
        environment: active.current?.environment ?? 'mock',
        words: requestWords(t),
      });
      await insert(editor, insertion);
      await recent.add(tr.id);
      if (isOAuthPath(tr.path)) inBackground(offerCommand(tr));
      return { apiId: tr.id };
    },
  };
}

/** The editor of a `.http` file, the active one first; a new document if none is to be seen. */
async function editorForRequests(): Promise<vscode.TextEditor> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor !== undefined && isPageForRequests(activeTextEditor.document)) {
    const { document, viewColumn } = activeTextEditor;
    // Of another language, it would get neither lens nor diagnostics.
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

/** A page that nobody named yet, and empty or with requests. */
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
    // As it is: not indented like the line above.
    { undoStopBefore: true, undoStopAfter: true, keepWhitespace: true },
  );
  // VS Code accepts a snippet for a document that cannot be changed, and does nothing.
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
