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
