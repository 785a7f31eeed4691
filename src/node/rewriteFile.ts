import { access, constants, readFile, realpath, stat } from 'node:fs/promises';
import { removeLeftovers, replaceFile } from './replaceFile.ts';
import { isMissing } from './fileErrors.ts';

/** Outcome of a change to another program's file. */
export type RewriteResult =
  | 'rewritten'
  /** The new text was equal. */
  | 'unchanged'
  | 'missing'
  /** The file is read-only, no text, or far larger than expected. */
  | 'refused'
  /** The other program kept writing at the same time. */
  | 'busy';

const largestBytes = 64 * 1024 * 1024;
const tries = 3;

/**
 * Changes a text file of another program by an atomic write that keeps its permissions, and only if the
 * file is still the one that was read. Symbolic links are kept. Never throws; a file that cannot be
 * changed stays as it is. Temporary files of killed processes are removed.
 *
 * @param change returns the new text, or `undefined` to leave the file unchanged
 */
export async function rewriteFile(
  file: string,
  change: (text: string) => string | undefined,
): Promise<RewriteResult> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const outcome = await rewriteOnce(file, change).catch((thrown: unknown): RewriteResult =>
      isMissing(thrown) ? 'missing' : 'refused',
    );
    if (outcome !== 'busy') return outcome;
  }
  return 'busy';
}

async function rewriteOnce(
  link: string,
  change: (text: string) => string | undefined,
): Promise<RewriteResult> {
  const file = await realpath(link);
  const facts = await stat(file);
  if (!facts.isFile() || facts.size > largestBytes) return 'refused';
  const { mode } = facts;
  await removeLeftovers(file);
  const before = await readFile(file);
  // Fatal, as invalid UTF-8 could not be written back byte for byte. The byte-order mark is kept.
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(before);
  const changed = change(text);
  if (changed === undefined || changed === text) return 'unchanged';
  // A rename checks only the folder's permissions, and root may do everything.
  if ((mode & 0o200) === 0) return 'refused';
  await access(file, constants.W_OK);
  const isAsRead = async (): Promise<boolean> => before.equals(await readFile(file));
  return (await replaceFile(file, changed, mode & 0o777, isAsRead)) ? 'rewritten' : 'busy';
}
