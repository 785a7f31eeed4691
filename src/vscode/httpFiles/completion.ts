import * as vscode from 'vscode';
import { koreanDate } from '../../core/time/koreanTime.ts';
import type { Clock } from '../../core/model/ports.ts';
import { type Completion, completionsAt } from '../../httpFile/httpLanguage.ts';
import { t } from '../shell/localize.ts';
import { fieldText, trText } from './hoverText.ts';
import { type HttpDocuments, toRange } from './httpDocuments.ts';

/** Kinds of completions offered for each trigger character. */
const triggers: Readonly<Record<string, readonly Completion['kind'][]>> = {
  ':': ['tr', 'value'],
  ' ': ['tr', 'value'],
  '/': ['path'],
  '"': ['field', 'value'],
  '{': ['variable'],
  $: ['variable'],
};

export const completionTriggers = Object.keys(triggers);

const nothing = new vscode.CompletionList<KiwoomItem>();

class KiwoomItem extends vscode.CompletionItem {
  readonly completion: Completion;

  constructor(completion: Completion) {
    const { label, description } = completion;
    super({ label, ...(description !== undefined && { description }) }, kinds[completion.kind]);
    this.completion = completion;
  }
}

export class KiwoomCompletions implements vscode.CompletionItemProvider<KiwoomItem> {
  readonly #documents: HttpDocuments;
  readonly #clock: Clock;

  constructor(documents: HttpDocuments, clock: Clock) {
    this.#documents = documents;
    this.#clock = clock;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _cancel: vscode.CancellationToken,
    { triggerCharacter }: vscode.CompletionContext,
  ): Promise<vscode.CompletionList<KiwoomItem>> {
    const around = await this.#documents.around(document, position.line);
    const { request, isAboutKiwoom } = around;
    // On typing, offers hosts only in files that already have Kiwoom requests; elsewhere only on explicit
    // invocation.
    if (request === undefined && triggerCharacter !== undefined && !isAboutKiwoom) return nothing;
    const today = koreanDate(this.#clock.now());
    const wanted = triggerCharacter === undefined ? undefined : triggers[triggerCharacter];
    const items = completionsAt(around, position, today)
      .filter(({ kind }) => wanted?.includes(kind) ?? true)
      .map((completion, index) => itemFor(completion, index));
    // Marked incomplete, so that VS Code asks again with each character.
    return new vscode.CompletionList(items, true);
  }

  resolveCompletionItem(item: KiwoomItem): KiwoomItem {
    const { tr, field } = item.completion;
    if (field !== undefined) item.documentation = new vscode.MarkdownString(fieldText(field, t));
    else if (tr !== undefined) item.documentation = new vscode.MarkdownString(trText(tr, t));
    return item;
  }
}

function itemFor(completion: Completion, index: number): KiwoomItem {
  const item = new KiwoomItem(completion);
  item.insertText = new vscode.SnippetString(completion.snippet);
  item.range = toRange(completion.range);
  item.filterText = completion.filter;
  item.sortText = String(index).padStart(4, '0');
  if (index === 0) item.preselect = true;
  if (completion.edits !== undefined) {
    item.additionalTextEdits = completion.edits.map(
      ({ range, newText }) => new vscode.TextEdit(toRange(range), newText),
    );
  }
  if (completion.continues === true) {
    item.command = { title: '', command: 'editor.action.triggerSuggest' };
  }
  return item;
}

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  header: vscode.CompletionItemKind.Field,
  variable: vscode.CompletionItemKind.Variable,
  tr: vscode.CompletionItemKind.Method,
  path: vscode.CompletionItemKind.Reference,
  field: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  body: vscode.CompletionItemKind.Snippet,
};
