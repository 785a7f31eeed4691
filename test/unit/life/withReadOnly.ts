import { chmod } from 'node:fs/promises';

/** No permission that this user lacks, whoever it is. */
const nobody = 65_534;

/** Does `work` while nothing can be made in `folder` or below, not even by root. */
export async function withReadOnly<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  await chmod(folder, 0o555);
  if (user === 0) process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    if (user === 0) process.seteuid?.(user);
    await chmod(folder, 0o700);
  }
}
