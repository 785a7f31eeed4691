import { plainLine } from '../../core/base/plainText.ts';

/** Escapes text for Markdown, including table cells: no markup, no links. */
export function plain(text: string): string {
  const escaped = text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~$]/g, '\\$&');
  return withoutAddresses(escaped);
}

/** Markdown renderers turn bare URLs into links, even escaped ones; a zero-width character prevents it. */
function withoutAddresses(text: string): string {
  return text
    .replace(/:\/\//g, ':\u200B//')
    .replace(/\bwww/gi, '$&\u200B')
    .replace(/@/g, '@\u200B');
}

/** Formats an identifier of the API as code. */
export function code(text: string): string {
  return `\`${text.replace(/[`|\s]+/g, ' ')}\``;
}

export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...others.map(line)].join('\n');
}

/**
 * Escapes text from outside: notifications turn `[text](url)`, also with `command:`, into a link, and the
 * status bar, lenses and lists turn `$(name)` into an icon.
 */
export function unlinked(text: string): string {
  return plainLine(text).replace(/([\]$])\(/g, '$1 (');
}
