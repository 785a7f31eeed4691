import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from './systemClock.ts';

/** Suffix of the temporary file during a write. */
const temporaryEnding = /^\.[0-9a-f-]{36}\.kiwoom\.tmp$/;

/**
 * Age in milliseconds after which a temporary file is a leftover of a killed process, as writing takes
 * a moment.
 */
const leftoverAgeMs = 10 * 60_000;

/**
 * Atomic write: writes a temporary file and renames it, so that no reader sees half of it.
 *
 * @param isStillMeant called after writing; if it returns `false`, the file stays unchanged
 * @returns whether the file was replaced
 * @throws Error of the system; then the file is unchanged
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

/**
 * Removes temporary files that killed processes left of {@link replaceFile}. Follows no links, never
 * throws.
 */
export async function removeLeftovers(file: string): Promise<void> {
  const folder = path.dirname(file);
  const base = path.basename(file);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(base) || !temporaryEnding.test(name.slice(base.length))) continue;
    const leftover = path.join(folder, name);
    try {
      const facts = await lstat(leftover);
      const isLeftover = facts.isFile() && systemClock.now() - facts.mtimeMs > leftoverAgeMs;
      if (isLeftover) await rm(leftover);
    } catch {
      // Another window removed it first, or the file belongs to another user.
    }
  }
}
