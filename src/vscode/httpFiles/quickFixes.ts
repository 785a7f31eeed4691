import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { koreanDate } from '../../core/time/koreanTime.ts';
import type { Clock } from '../../core/model/ports.ts';
import {
  type DiagnosticFix,
  fixesFor,
  type HttpDiagnostic,
  replaceTokens,
  type TextEdit,
} from '../../httpFile/httpLanguage.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { diagnosticSource, type HttpDiagnostics } from './diagnostics.ts';
import { describeFix } from './diagnosticTexts.ts';
import { toRange } from './httpDocuments.ts';

const replaceTokensKind = vscode.CodeActionKind.SourceFixAll.append('kiwoom');

const commandOf = {
  'issue-token': 'kiwoom.issueToken',
  'switch-account': 'kiwoom.switchProfile',
  // It asks whether to switch the gateway on.
  'switch-gateway-on': 'kiwoom.copyGatewayAddress',
} as const satisfies Record<string, CommandId>;

export interface QuickFixParts {
  readonly diagnostics: Pick<HttpDiagnostics, 'diagnose'>;
  readonly active: Pick<ActiveProfile, 'current' | 'lastUsedIn'>;
  readonly clock: Clock;
}

/** Quick fixes for single diagnostics, and one that replaces all tokens of a file at once. */
export class KiwoomQuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, replaceTokensKind];
  readonly #parts: QuickFixParts;

  constructor(parts: QuickFixParts) {
    this.#parts = parts;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics: shown }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const wanted = only ?? vscode.CodeActionKind.QuickFix;
    const all = wanted.contains(replaceTokensKind);
    const single = wanted.contains(vscode.CodeActionKind.QuickFix);
    if (!all && !(single && shown.some(({ source }) => source === diagnosticSource))) return [];

    const { version } = document;
    const { read, findings } = await this.#parts.diagnostics.diagnose(document);
    // The edits' positions belong to an older version; VS Code asks again after each edit.
    if (document.version !== version) return [];
    const actions = all
      ? replaceAll(
          document,
          findings.map(({ diagnostic }) => diagnostic),
        )
      : [];
    if (!single) return actions;
    const today = koreanDate(this.#parts.clock.now());
    for (const finding of findings) {
      const { diagnostic } = finding;
      const place = toRange(diagnostic.range);
      if (place.intersection(range) === undefined) continue;
      const about = shown.filter(
        (one) => codeOf(one) === diagnostic.code && one.range.isEqual(place),
      );
      for (const fix of fixesFor(read, finding, today)) {
        actions.push(this.#action(document, diagnostic, fix, about));
      }
    }
    return actions;
  }

  #action(
    document: vscode.TextDocument,
    diagnostic: HttpDiagnostic,
    fix: DiagnosticFix,
    about: vscode.Diagnostic[],
  ): vscode.CodeAction {
    const title = describeFix(fix, t);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = about;
    if ('edits' in fix) {
      action.edit = workspaceEdit(document, fix.edits);
      action.isPreferred = isSafe(diagnostic, fix);
    } else {
      const command = commandOf[fix.kind];
      const profile = this.#profileOf(diagnostic);
      action.command = { title, command, ...(profile && { arguments: [{ profile }] }) };
    }
    return action;
  }

  /** Id of the account whose token is missing, if it is unambiguous. */
  #profileOf(diagnostic: HttpDiagnostic): string | undefined {
    if (diagnostic.code !== 'no-token') return undefined;
    const { scope } = diagnostic.facts;
    const { active } = this.#parts;
    return (scope === 'active' ? active.current : active.lastUsedIn(scope))?.id;
  }
}

/** Whether "fix all" may apply it: never a fix that changes which account is used. */
function isSafe(diagnostic: HttpDiagnostic, { kind }: DiagnosticFix): boolean {
  if (diagnostic.code === 'known-secret') return diagnostic.facts.reference?.sameAccount === true;
  return (
    kind === 'use-path' ||
    kind === 'use-post' ||
    kind === 'use-scheme' ||
    kind === 'remove-scheme' ||
    kind === 'remove-version' ||
    kind === 'use-capitals' ||
    kind === 'repair-json' ||
    kind === 'separate-requests' ||
    kind === 'use-api-id' ||
    kind === 'add-headers' ||
    kind === 'add-fields'
  );
}

function replaceAll(
  document: vscode.TextDocument,
  diagnostics: readonly HttpDiagnostic[],
): vscode.CodeAction[] {
  const edits = replaceTokens(diagnostics);
  if (edits.length === 0) return [];
  const action = new vscode.CodeAction(t('Replace all tokens with references'), replaceTokensKind);
  action.edit = workspaceEdit(document, edits);
  return [action];
}

function workspaceEdit(
  { uri }: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(uri, toRange(range), newText);
  return edit;
}

function codeOf({ code }: vscode.Diagnostic): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
