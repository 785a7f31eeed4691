import * as vscode from 'vscode';
import { hoverAt } from '../../httpFile/httpLanguage.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { hoverText } from './hoverText.ts';
import { type HttpDocuments, toRange } from './httpDocuments.ts';
import type { Accounts } from './requestAccount.ts';

export class KiwoomHovers implements vscode.HoverProvider {
  readonly #documents: HttpDocuments;
  readonly #accounts: () => Accounts;

  constructor(documents: HttpDocuments, accounts: () => Accounts) {
    this.#documents = documents;
    this.#accounts = accounts;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const around = await this.#documents.around(document, position.line);
    const subject = hoverAt(around, position);
    if (subject === undefined) return undefined;
    const { markdown, issueFor } = hoverText(subject, this.#accounts(), t);
    const contents = new vscode.MarkdownString(markdown);
    if (issueFor !== undefined) {
      const command: CommandId = 'kiwoom.issueToken';
      const argument = encodeURIComponent(JSON.stringify([{ profile: issueFor }]));
      contents.isTrusted = { enabledCommands: [command] };
      contents.appendMarkdown(`\n\n[${t('Issue Token')}](command:${command}?${argument})`);
    }
    return new vscode.Hover(contents, toRange(subject.range));
  }
}
