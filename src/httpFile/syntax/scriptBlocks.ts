import { scriptCloser } from './lineSyntax.ts';

/** Finds the ends of httpyac's multi-line scripts and comments; one instance per block. */
export class ScriptBlocks {
  readonly #lines: readonly string[];
  readonly #lastOfBlock: number;
  /** First line after which a closer is known not to occur; avoids quadratic time for many openers. */
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
