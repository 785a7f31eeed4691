import type { HttpBlock, HttpFile } from '../syntax/httpFile.ts';
import { blockIndexAt, isOnlyDelimiter } from '../syntax/requestAt.ts';
import type { Position } from '../syntax/textRange.ts';

/** Position for a new request, with the line breaks that separate it from its neighbours. */
export interface InsertionPoint {
  readonly position: Position;
  readonly before: string;
  readonly after: string;
}

/**
 * Finds the position for a request that begins with `###` and ends without a line break: below everything that
 * belongs to the cursor's line, so that no other request changes.
 *
 * @param line must be a line of the file
 */
export function insertionPoint(file: HttpFile, line: number): InsertionPoint {
  const { lines, blocks, eol } = file;
  let index = blockIndexBelowHeading(file, line);
  // A request without its own `###` would become part of the new one's body.
  while (blocks[index + 1]?.undelimited) index++;
  const block = blocks[index];
  const last = block === undefined ? undefined : lastWrittenLine(file, block);
  const isLast = index === blocks.length - 1;
  if (block === undefined || last === undefined) {
    // Only blank lines are here, at the beginning of the file.
    const rest = isLast && lines.length > 1 ? '' : eol;
    return { position: { line: 0, character: 0 }, before: '', after: rest };
  }
  return {
    position: { line: last, character: lines[last]?.length ?? 0 },
    before: eol + eol,
    after: last < block.lines.last ? '' : eol,
  };
}

/** A decorative heading of `###` lines belongs to the request below it. */
function blockIndexBelowHeading(file: HttpFile, line: number): number {
  let index = blockIndexAt(file.blocks, line);
  if (file.lineKinds[line] !== 'delimiter') return index;
  for (; index < file.blocks.length - 1; index++) {
    const block = file.blocks[index];
    if (block === undefined || !isOnlyDelimiter(file, block)) break;
  }
  return index;
}

function lastWrittenLine({ lines }: HttpFile, block: HttpBlock): number | undefined {
  for (let line = block.lines.last; line >= block.lines.first; line--) {
    if (/\S/.test(lines[line] ?? '')) return line;
  }
  return undefined;
}
