import * as vscode from 'vscode';
import type { CommandId } from '../shell/commandIds.ts';
import { plain } from '../shell/markdown.ts';

/** A command and its title. */
export type TooltipLink = readonly [CommandId, string];

/** Builds a tooltip with lines of plain text followed by command links. */
export function tooltip(
  lines: readonly string[],
  links: readonly TooltipLink[] = [],
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: links.map(([id]) => id) };
  // Not appendText: it makes every blank unbreakable, so that a long line would break inside a word.
  for (const line of lines) markdown.appendMarkdown(`${plain(withUnbrokenDates(line))}\n\n`);
  markdown.appendMarkdown(links.map(([id, title]) => `[${title}](command:${id})`).join(' · '));
  return markdown;
}

/** A line that is too wide for the hover is broken between words, not at the hyphens of a date. */
function withUnbrokenDates(line: string): string {
  return line.replace(/(?<=\d)-(?=\d)/g, '\u2011');
}
