import type { HttpFile } from './httpFile.ts';
import { isDelimiter } from './lineSyntax.ts';
import { parseHttpFile } from './parseHttpFile.ts';

/** Random access to the lines of a large document. */
export interface LineSource {
  readonly lineCount: number;
  lineText(line: number): string;
}

/** One block of a file, parsed as a separate file. */
export interface BlockAround {
  /** Its lines are counted from {@link firstLine}. */
  readonly file: HttpFile;
  readonly firstLine: number;
}

/**
 * Parses only the text between the `###` lines around a line, because completions must not wait for a whole
 * large file. Only the file's variables apply across a `###`.
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
