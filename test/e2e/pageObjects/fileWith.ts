import { readFile } from 'node:fs/promises';
import { isMeant, until } from './until.ts';

/**
 * The text of a file that VS Code writes, as soon as it is as expected: VS Code empties a file before it
 * writes it, so that a look in between finds nothing.
 */
export function fileWith(
  file: string,
  expected: string | RegExp | ((text: string) => boolean),
): Promise<string> {
  return until(
    `${file} to hold ${String(expected)}`,
    () => readFile(file, 'utf8'),
    (text) => (typeof expected === 'function' ? expected(text) : isMeant(text, expected)),
  );
}
