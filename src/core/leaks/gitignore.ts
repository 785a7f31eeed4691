/**
 * The `.gitignore` line that matches exactly one file.
 *
 * @param path relative to the folder of the `.gitignore`, with `/` as separator
 * @returns `undefined` for a name that cannot be written in a `.gitignore`
 */
export function ignoreLine(path: string): string | undefined {
  if (/[\r\n\0]/.test(path)) return undefined;
  // The slash anchors the pattern to this folder, and keeps `#` and `!` from being special at the
  // start.
  return `/${path.replace(/[\\*?[\]]/g, '\\$&').replace(/ +$/, (blanks) => '\\ '.repeat(blanks.length))}`;
}

export function hasIgnoreLine(text: string, line: string): boolean {
  return text.split(/\r?\n/).includes(line);
}

/** The text to append to a `.gitignore` to add the line, with the file's own line breaks. */
export function ignoreAddition(text: string, line: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = text !== '' && !text.endsWith('\n');
  return `${isOpen ? eol : ''}${line}${eol}`;
}
