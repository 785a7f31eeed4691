import { scriptCloser } from './lineSyntax.ts';

/** Finds where httpyac's multi-line scripts and comments end; one for each block of the file. */
export class ScriptBlocks {
  readonly #lines: readonly string[];
  readonly #lastOfBlock: number;
  /** Closers that do not occur from this line on: without this, many openers cost quadratic time. */
  readonly #absentFrom = new Map<string, number>();

  constructor(lines: readonly string[], lastOfBlock: number) {
    this.#lines = lines;
    this.#lastOfBlock = lastOfBlock;
  }

  /** @returns the last line of the script that opens at `line`; `undefined` if none does or it stays open */
  endOf(line: number): number | undefined {
    const closer = scriptCloser(this.#lines[line] ?? '');
    if (closer === undefined) return undefined;
    if (line >= (this.#absentFrom.get(closer) ?? Infinity)) return undefined;
    for (let at = line + 1; at <= this.#lastOfBlock; at++) {
      if (this.#lines[at]?.trim() === closer) return at;
    }
    this.#absentFrom.set(closer, line);
    return undefined;
  }
}
