import type { HttpFile } from '../syntax/httpFile.ts';
import type { JsonProblem } from '../syntax/jsonBody.ts';
import { parseJsonBody } from '../syntax/parseJsonBody.ts';
import { type LineRange, rangeOnLine, type TextEdit } from '../syntax/textRange.ts';

/** Limit of corrections; with more errors the body is probably no JSON. */
const mostMistakes = 20;

/**
 * Edits, one per line, that turn a body into a JSON object: they fix missing or extra commas, names and values
 * without double quotes, and characters that are invalid in JSON.
 *
 * @returns `undefined` if it has other errors, or none
 */
export function jsonRepair(file: HttpFile, body: LineRange): TextEdit[] | undefined {
  const lines = [...file.lines];
  for (let mistakes = 0; mistakes <= mostMistakes; mistakes++) {
    const { root, problem } = parseJsonBody({ ...file, lines }, body);
    if (problem === undefined) {
      return root?.kind === 'object' && mistakes > 0 ? changes(file.lines, lines, body) : undefined;
    }
    const { line, character } = problem.range.start;
    const text = lines[line] ?? '';
    const end = problem.range.end.character;
    const corrected = correction(problem, text.slice(character, end));
    if (corrected === undefined) return undefined;
    lines[line] = text.slice(0, character) + corrected + text.slice(end);
  }
  return undefined;
}

/** @param written text at the position of the error */
function correction({ kind, range }: JsonProblem, written: string): string | undefined {
  const isHere = range.start.line === range.end.line;
  switch (kind) {
    case 'trailing-comma':
      return '';
    case 'comma-expected':
      return isHere && written === '' ? ',' : undefined;
    case 'name-expected':
      return written === ',' ? '' : quoted(written);
    case 'value-expected':
      return quoted(written);
    case 'other-blank':
      return ' ';
    case 'control-character':
      return JSON.stringify(written).slice(1, -1);
    case 'bad-escape':
      // For other escapes it is unclear whether a backslash is meant.
      return written === "\\'" ? "'" : undefined;
    case 'colon-expected':
    case 'unclosed':
    case 'trailing-text':
    case 'too-deep':
      return undefined;
  }
}

/** Quotes a plain or single-quoted word; the meaning of others, such as `None`, is unclear. */
function quoted(word: string): string | undefined {
  const inside = /^'([^'"\\]*)'$/.exec(word)?.[1];
  if (inside !== undefined) return `"${inside}"`;
  const isPlain = /^[\p{L}\p{N}_.+-]+$/u.test(word);
  return isPlain && !/^(?:true|false|null|none|nil|undefined|nan)$/i.test(word)
    ? `"${word}"`
    : undefined;
}

/** Edits that cover only the changed part of each line, because other edits may touch the rest. */
function changes(
  before: readonly string[],
  after: readonly string[],
  { first, last }: LineRange,
): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let line = first; line <= last; line++) {
    const [old = '', text = ''] = [before[line], after[line]];
    if (text === old) continue;
    const shorter = Math.min(old.length, text.length);
    let start = 0;
    while (start < shorter && old[start] === text[start]) start++;
    let same = 0;
    while (same < shorter - start && old.at(-1 - same) === text.at(-1 - same)) same++;
    edits.push({
      range: rangeOnLine(line, start, old.length - same),
      newText: text.slice(start, text.length - same),
    });
  }
  return edits;
}
