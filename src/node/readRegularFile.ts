import { constants, open } from 'node:fs/promises';

/**
 * Reads a small file that somebody else may have put there: a pipe, a device or a link to one would
 * keep the reader waiting, or never end.
 *
 * @throws RangeError for what is no file or is larger; Error of the system
 */
export async function readRegularFile(file: string, largestBytes: number): Promise<string> {
  return (await readRegularBytes(file, largestBytes)).toString('utf8');
}

/** @throws RangeError for what is no file or is larger; Error of the system */
export async function readRegularBytes(file: string, largestBytes: number): Promise<Buffer> {
  // Opening a pipe waits for its writer; Windows has neither the pipes nor the flag.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size > largestBytes) throw new RangeError('not a small file');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
