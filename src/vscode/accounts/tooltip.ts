import * as vscode from 'vscode';
import type { CommandId } from '../shell/commandIds.ts';
import { withoutAddresses } from '../shell/markdown.ts';

/** A command and its title. */
export type TooltipLink = readonly [CommandId, string];

/** Lines of plain text, and below them commands to run. */
export function tooltip(
  lines: readonly string[],
  links: readonly TooltipLink[] = [],
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: links.map(([id]) => id) };
  // appendText escapes: labels and a server's words are not markup.
  for (const line of lines) markdown.appendText(withoutAddresses(line)).appendMarkdown('\n\n');
  markdown.appendMarkdown(links.map(([id, title]) => `[${title}](command:${id})`).join(' · '));
  return markdown;
}
