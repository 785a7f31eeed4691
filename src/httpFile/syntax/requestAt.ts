import { hasRequest, type HttpBlock, type HttpFile, type HttpRequestBlock } from './httpFile.ts';

/**
 * Returns the request that a line belongs to: the one between the same `###` lines, or the last of several
 * there that begins above. A `###` line belongs to the request below it, also when several such lines (a
 * decorative heading) are above the request.
 *
 * @param line must be a line of the file
 */
export function requestAt(file: HttpFile, line: number): HttpRequestBlock | undefined {
  let index = blockIndexAt(file.blocks, line);
  let block = file.blocks[index];
  if (file.lineKinds[line] === 'delimiter') {
    while (block !== undefined && isOnlyDelimiter(file, block)) block = file.blocks[++index];
  }
  return block !== undefined && hasRequest(block) ? block : undefined;
}

export function isOnlyDelimiter(
  { lineKinds }: HttpFile,
  { lines: { first, last } }: HttpBlock,
): boolean {
  if (lineKinds[first] !== 'delimiter') return false;
  for (let line = first + 1; line <= last; line++) {
    if (lineKinds[line] !== 'blank') return false;
  }
  return true;
}

export function blockIndexAt(blocks: readonly HttpBlock[], line: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line <= (blocks[middle]?.lines.last ?? -1)) high = middle;
    else low = middle + 1;
  }
  return low;
}
