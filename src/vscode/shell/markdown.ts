import { plainLine } from '../../core/base/plainText.ts';

/** Any text as plain text within Markdown, in the cell of a table too: no markup, no links. */
export function plain(text: string): string {
  const escaped = text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~$]/g, '\\$&');
  return withoutAddresses(escaped);
}

/** Markdown turns bare addresses into links, escaped or not; an invisible break prevents it. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/:\/\//g, ':\u200B//')
    .replace(/\bwww/gi, '$&\u200B')
    .replace(/@/g, '@\u200B');
}

/** An identifier of the API. */
export function code(text: string): string {
  return `\`${text.replace(/[`|\s]+/g, ' ')}\``;
}

export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...others.map(line)].join('\n');
}

/**
 * Notifications turn `[text](url)` into a link, `command:` too, and the status bar, lenses and lists
 * `$(name)` into an icon; words from outside must stay words.
 */
export function unlinked(text: string): string {
  return plainLine(text).replace(/([\]$])\(/g, '$1 (');
}
