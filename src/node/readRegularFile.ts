import { constants, open } from 'node:fs/promises';

/**
 * Reads a small file that other programs may have created: a pipe, a device or a link to one would
 * block the reader, or never end.
 *
 * @throws RangeError for anything but a regular file, or for a larger one; Error of the system
 */
export async function readRegularFile(file: string, largestBytes: number): Promise<string> {
  return (await readRegularBytes(file, largestBytes)).toString('utf8');
}

/** @throws RangeError for anything but a regular file, or for a larger one; Error of the system */
export async function readRegularBytes(file: string, largestBytes: number): Promise<Buffer> {
  // Opening a pipe blocks until it has a writer; Windows has neither such pipes nor the flag.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size > largestBytes) throw new RangeError('not a small file');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
