import * as vscode from 'vscode';
import type { Cancel, Scheduler } from '../core/ports.ts';
import type { CommandId } from './commandIds.ts';
import { t } from './localize.ts';
import { type StatusInput, type StatusText, statusText } from './statusText.ts';

export interface StatusBarParts {
  readonly scheduler: Scheduler;
  /** What to show, read afresh at each update. */
  readonly input: () => StatusInput;
}

/** The item at the left of the status bar. It sleeps until its text would change. */
export class StatusBar {
  readonly #parts: StatusBarParts;
  readonly #item: vscode.StatusBarItem;
  #shown = '';
  #cancel: Cancel | undefined;

  constructor(parts: StatusBarParts) {
    this.#parts = parts;
    this.#item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 50);
    this.#item.name = 'Kiwoom';
  }

  update(): void {
    this.#cancel?.();
    const { scheduler, input } = this.#parts;
    const status = statusText(input(), t);
    this.#cancel =
      status.changesAt === undefined
        ? undefined
        : scheduler.at(status.changesAt, () => {
            this.update();
          });
    const shown = JSON.stringify({ ...status, changesAt: 0 });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#item.text = status.text;
    this.#item.accessibilityInformation = { label: status.label, role: 'button' };
    this.#item.tooltip = tooltip(status, input().profile !== undefined);
    this.#item.backgroundColor =
      status.alarm === undefined
        ? undefined
        : new vscode.ThemeColor(`statusBarItem.${status.alarm}Background`);
    this.#item.command = 'kiwoom.showMenu' satisfies CommandId;
    this.#item.show();
  }

  dispose(): void {
    this.#cancel?.();
    this.#item.dispose();
  }
}

/** Markdown turns a bare address into a link, escaped or not; an invisible break prevents it. */
function unlinked(text: string): string {
  return text.replace(/:\/\//g, ':\u200B//').replace(/\bwww\./gi, '$&\u200B');
}

function tooltip(status: StatusText, hasProfile: boolean): vscode.MarkdownString {
  const links: [CommandId, string][] = hasProfile
    ? [
        ['kiwoom.issueToken', t('Issue Token')],
        ['kiwoom.revokeToken', t('Revoke Token')],
        ['kiwoom.switchProfile', t('Switch Account')],
        ['kiwoom.showLog', t('Show Log')],
      ]
    : [
        ['kiwoom.addProfile', t('Add App Key')],
        ['kiwoom.importKeyFiles', t('Import App Key Files')],
      ];
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: links.map(([id]) => id) };
  // appendText escapes: labels and a server's words are not markup.
  for (const line of status.details) markdown.appendText(unlinked(line)).appendMarkdown('\n\n');
  markdown.appendMarkdown(links.map(([id, title]) => `[${title}](command:${id})`).join(' · '));
  return markdown;
}
