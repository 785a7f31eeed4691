/**
 * The line of a `.gitignore` that names exactly one file.
 *
 * @param path from the folder of the `.gitignore`, with `/` between its parts
 * @returns `undefined` for a name that no line can hold
 */
export function ignoreLine(path: string): string | undefined {
  if (/[\r\n\0]/.test(path)) return undefined;
  // The slash ties it to this folder, and keeps `#` and `!` from being special at the start.
  return `/${path.replace(/[\\*?[\]]/g, '\\$&').replace(/ +$/, (blanks) => '\\ '.repeat(blanks.length))}`;
}

/** Whether the line stands in the text already. */
export function hasIgnoreLine(text: string, line: string): boolean {
  return text.split(/\r?\n/).includes(line);
}

/** What to put at the end of a `.gitignore` so that it has the line, in its own line ends. */
export function ignoreAddition(text: string, line: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = text !== '' && !text.endsWith('\n');
  return `${isOpen ? eol : ''}${line}${eol}`;
}
