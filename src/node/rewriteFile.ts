import { access, constants, readFile, realpath, stat } from 'node:fs/promises';
import { removeLeftovers, replaceFile } from './replaceFile.ts';
import { isMissing } from './fileErrors.ts';

/** What became of a file that belongs to another program. */
export type Rewriting =
  | 'rewritten'
  /** There was nothing to change. */
  | 'unchanged'
  | 'missing'
  /** It may not be written, is no text, or is far larger than expected. */
  | 'refused'
  /** Its owner wrote it at the same time, again and again. */
  | 'busy';

const largestBytes = 64 * 1024 * 1024;
const tries = 3;

/**
 * Changes a text file of another program: written beside it and renamed, with its permissions, and
 * only if it is still the file that was read. A link stays a link. Never throws; a file that cannot
 * be changed is left as it is. What a process that was killed left beside it is removed.
 *
 * @param change gives the new text, or `undefined` to leave the file alone
 */
export async function rewriteFile(
  file: string,
  change: (text: string) => string | undefined,
): Promise<Rewriting> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const outcome = await rewriteOnce(file, change).catch((thrown: unknown): Rewriting =>
      isMissing(thrown) ? 'missing' : 'refused',
    );
    if (outcome !== 'busy') return outcome;
  }
  return 'busy';
}

async function rewriteOnce(
  link: string,
  change: (text: string) => string | undefined,
): Promise<Rewriting> {
  const file = await realpath(link);
  const facts = await stat(file);
  if (!facts.isFile() || facts.size > largestBytes) return 'refused';
  const { mode } = facts;
  await removeLeftovers(file);
  const before = await readFile(file);
  // Fatal: what is no UTF-8 could not be written back byte for byte. The mark at the start stays.
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(before);
  const changed = change(text);
  if (changed === undefined || changed === text) return 'unchanged';
  // A rename would ask the folder alone, and root everything.
  if ((mode & 0o200) === 0) return 'refused';
  await access(file, constants.W_OK);
  const isAsRead = async (): Promise<boolean> => before.equals(await readFile(file));
  return (await replaceFile(file, changed, mode & 0o777, isAsRead)) ? 'rewritten' : 'busy';
}
