import type { HttpFile } from './httpFile.ts';
import { isDelimiter } from './lineSyntax.ts';
import { parseHttpFile } from './parseHttpFile.ts';

/** Lines of a document, which may be many. */
export interface LineSource {
  readonly lineCount: number;
  lineText(line: number): string;
}

/** One block of a file, read as a file of its own. */
export interface BlockAround {
  /** Its lines are counted from {@link firstLine}. */
  readonly file: HttpFile;
  readonly firstLine: number;
}

/**
 * Reads what stands between the same `###` lines as a line, and nothing else: what is asked while
 * somebody types must not wait for a whole file to be read again. Nothing but the file's variables
 * reaches over a `###`.
 */
export function blockAround(source: LineSource, line: number): BlockAround {
  let first = line;
  while (first > 0 && !isDelimiter(source.lineText(first))) first -= 1;
  const lines = [source.lineText(first)];
  for (let next = first + 1; next < source.lineCount; next++) {
    const text = source.lineText(next);
    if (isDelimiter(text)) break;
    lines.push(text);
  }
  return { file: parseHttpFile(lines.join('\n')), firstLine: first };
}
