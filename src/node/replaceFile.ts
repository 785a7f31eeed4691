import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from './systemClock.ts';

/** What stands behind the file's name while it is written. */
const temporaryEnding = /^\.[0-9a-f-]{36}\.kiwoom\.tmp$/;

/** In milliseconds. Writing takes a moment: whoever wrote what is older has been killed. */
const leftAfterMs = 10 * 60_000;

/**
 * Writes a new file beside another and renames it to that, so that nobody ever reads half of one.
 *
 * @param isStillMeant asked when all is written; if it gives `false`, the file stays as it was
 * @returns whether the file was replaced
 * @throws Error of the system; then the file is as it was
 */
export async function replaceFile(
  file: string,
  content: string,
  mode: number,
  isStillMeant: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  const temporary = `${file}.${crypto.randomUUID()}.kiwoom.tmp`;
  let replaced = false;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (await isStillMeant()) {
      await rename(temporary, file);
      replaced = true;
    }
  } finally {
    if (!replaced) await rm(temporary, { force: true });
  }
  return replaced;
}

/** Removes what killed processes have left of {@link replaceFile}. Follows no links, never throws. */
export async function removeLeftovers(file: string): Promise<void> {
  const folder = path.dirname(file);
  const base = path.basename(file);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(base) || !temporaryEnding.test(name.slice(base.length))) continue;
    const leftover = path.join(folder, name);
    try {
      const facts = await lstat(leftover);
      const isLeft = facts.isFile() && systemClock.now() - facts.mtimeMs > leftAfterMs;
      if (isLeft) await rm(leftover);
    } catch {
      // Another window was faster, or it is not ours to remove.
    }
  }
}
