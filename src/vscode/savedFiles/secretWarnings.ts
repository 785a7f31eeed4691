import path from 'node:path';
import * as vscode from 'vscode';
import type { KeyFindings } from '../../core/accounts/keyPairs.ts';
import { KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import type { KnownSecrets } from '../../core/leaks/knownSecrets.ts';
import type { Log } from '../../core/model/ports.ts';
import { findSecrets, type FoundSecret } from '../../core/leaks/secretSearch.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import { readHttpFile, type TextEdit, tokenReplacements } from '../../httpFile/httpLanguage.ts';
import { type Circumstances, diagnosisContext } from '../httpFiles/diagnosisContext.ts';
import { kiwoomHosts, toRange } from '../httpFiles/httpDocuments.ts';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { unlinked } from '../shell/markdown.ts';
import { showError } from '../shell/notifications.ts';
import { addToGitignore, isIgnored } from './gitIgnore.ts';

export interface SecretWarningsParts extends Circumstances {
  readonly knownSecrets: () => Promise<Pick<KnownSecrets, 'matcher'>>;
  readonly catalogue: () => Promise<TrCatalogue>;
  /** Reads the key pairs in a text of any supported format. */
  readonly readKeyText: (text: string, fileName: string) => Promise<KeyFindings>;
  /** Host and port of the gateway; `undefined` while it is not running. */
  readonly gatewayHost: () => string | undefined;
  readonly log: Log;
}

/** Maximum length of a scanned file, in characters; longer ones are not written by hand. */
const longestText = 1_000_000;

/** Maximum length when scanning for key pairs by name, in characters. */
const longestKeyFile = 64 * 1024;

/**
 * Warns that a saved file contains a known key or token, or a pair of values that look like keys by name and
 * format; once per file until the file contains none.
 */
export class SecretWarnings {
  readonly #parts: SecretWarningsParts;
  readonly #warned = new Set<string>();

  constructor(parts: SecretWarningsParts) {
    this.#parts = parts;
  }

  async check(document: vscode.TextDocument): Promise<void> {
    const id = document.uri.toString();
    const [first, ...others] = await this.#find(document);
    if (first === undefined && !(await this.#holdsPair(document))) {
      this.#warned.delete(id);
      return;
    }
    if (this.#warned.has(id)) return;
    this.#warned.add(id);
    try {
      if (await isIgnored(document.uri)) this.#warned.delete(id);
      else if (first === undefined) await this.#warnOfPair(document.uri);
      else await this.#warn(document, [first, ...others]);
    } catch (thrown) {
      // The warning could not be shown, so the next save retries.
      this.#warned.delete(id);
      throw thrown;
    }
  }

  async #warn(
    document: vscode.TextDocument,
    found: readonly [FoundSecret, ...FoundSecret[]],
  ): Promise<void> {
    const { uri } = document;
    const edits = await this.#replacements(document);
    const replace = t('Replace with Reference');
    const ignore = t('Add to .gitignore');
    const open = t('Open');
    const buttons = [
      ...(edits.length > 0 ? [replace] : []),
      ...(edits.length < found.length ? [ignore] : []),
      open,
    ];
    const name = vscode.workspace.asRelativePath(uri);
    const chosen = await vscode.window.showWarningMessage(describe(name, found), ...buttons);
    try {
      if (chosen === replace) await this.#replace(uri);
      if (chosen === ignore) await this.#ignore(uri, name);
      if (chosen === open) await this.#open(uri);
    } catch (thrown) {
      await showError(toKiwoomError(thrown));
    }
  }

  /** Finds keys that are not stored here, by their name and format. */
  async #holdsPair(document: vscode.TextDocument): Promise<boolean> {
    const text = document.getText();
    if (text.length > longestKeyFile) return false;
    const { pairs } = await this.#parts.readKeyText(text, path.posix.basename(document.uri.path));
    return pairs.some(({ oddities }) => oddities.length === 0);
  }

  async #warnOfPair(uri: vscode.Uri): Promise<void> {
    const name = vscode.workspace.asRelativePath(uri);
    const store = t('Import App Key Files');
    const ignore = t('Add to .gitignore');
    const chosen = await vscode.window.showWarningMessage(
      t('App key and secret key in plain text: {0}.', unlinked(name)),
      ...(uri.scheme === 'file' ? [store, ignore] : [ignore]),
    );
    try {
      if (chosen === ignore) await this.#ignore(uri, name);
      if (chosen === store) {
        const command: CommandId = 'kiwoom.importKeyFiles';
        await vscode.commands.executeCommand(command, { file: uri.fsPath });
      }
    } catch (thrown) {
      await showError(toKiwoomError(thrown));
    }
  }

  async #ignore(uri: vscode.Uri, name: string): Promise<void> {
    await addToGitignore(uri);
    void vscode.window.showInformationMessage(
      t('Git now ignores {0}. Old commits keep it.', unlinked(name)),
    );
  }

  async #find(document: vscode.TextDocument): Promise<FoundSecret[]> {
    if (document.getText().length > longestText) return [];
    const matcher = await (await this.#parts.knownSecrets()).matcher();
    return findSecrets(document.getText(), matcher);
  }

  /** Opens the file at the first secret, searched again because the text may have changed. */
  async #open(uri: vscode.Uri): Promise<void> {
    const editor = await vscode.window.showTextDocument(uri);
    const { document } = editor;
    const [first] = await this.#find(document);
    if (first === undefined) return;
    const { start, end } = first;
    editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(end));
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Only `.http` clients can resolve a reference. */
  async #replacements(document: vscode.TextDocument): Promise<TextEdit[]> {
    if (!isHttpDocument(document)) return [];
    const secrets = await (await this.#parts.knownSecrets()).matcher();
    const knowledge = {
      hosts: kiwoomHosts(this.#parts.gatewayHost()),
      catalogue: await this.#parts.catalogue(),
    };
    const context = diagnosisContext(this.#parts, secrets, knowledge, []);
    return tokenReplacements(readHttpFile(document.getText(), knowledge), context);
  }

  /** Searched again, because the file may have changed while the message was open. */
  async #replace(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of await this.#replacements(document)) {
      edit.replace(uri, toRange(range), newText);
    }
    const written = (await vscode.workspace.applyEdit(edit)) && (await document.save());
    if (!written) throw new KiwoomError('read-only-editor');
  }
}

/** Warning text for the most sensitive secret found. */
function describe(file: string, found: readonly [FoundSecret, ...FoundSecret[]]): string {
  const of = (kind: FoundSecret['secret']['kind']): FoundSecret | undefined =>
    found.find(({ secret }) => secret.kind === kind);
  const { secret } = of('secretkey') ?? of('token') ?? found[0];
  const name = noticeName(secret.profile, t);
  switch (secret.kind) {
    case 'secretkey':
      return t('Secret key of {1} in plain text: {0}.', unlinked(file), name);
    case 'token':
      return t('Token of {1} in plain text: {0}.', unlinked(file), name);
    case 'pass':
      return t('Pass of {1} in plain text: {0}.', unlinked(file), name);
    case 'appkey':
      return t('App key of {1} in plain text: {0}.', unlinked(file), name);
  }
}
