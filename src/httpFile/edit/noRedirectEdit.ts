import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import { parseHttpFile } from '../syntax/parseHttpFile.ts';
import { requestAt } from '../syntax/requestAt.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';

/**
 * During maintenance Kiwoom redirects to a page over plain HTTP on the same host. REST Client and the httpyac
 * command line would send the whole request there again, with the token.
 */
export const noRedirect = '# @no-redirect';

/** Syntax that both clients accept: one of them ignores several `#` or a missing blank. */
const saysNoRedirect = /^\s*(?:#|\/\/)\s+@no-redirect\s*$/;

/**
 * Edits, in document order, that disable redirects for all requests at these lines.
 *
 * @param lines of the text, counted from 0; duplicates of a request are ignored
 */
export function noRedirectEdits(text: string, lines: readonly number[]): TextEdit[] {
  const file = parseHttpFile(text);
  const blocks = new Set(lines.map((line) => requestAt(file, line)));
  return [...blocks]
    .filter((block) => block !== undefined)
    .filter((block) => isRedirectable(block) && !isMarked(file, block))
    .sort((a, b) => a.lines.first - b.lines.first)
    .map(({ request: { line }, undelimited }) => {
      // Without a `###` the comment would apply to the request above.
      const before = undelimited ? `###${file.eol}` : '';
      return insertionAt({ line, character: 0 }, `${before}${noRedirect}${file.eol}`);
    });
}

/** Only HTTP has redirects. */
function isRedirectable({ request: { kind } }: HttpRequestBlock): boolean {
  return kind === 'http' || kind === 'curl';
}

function isMarked(
  { lines, lineKinds }: HttpFile,
  { lines: { first }, request }: HttpRequestBlock,
): boolean {
  return lines
    .slice(first, request.line)
    .some((text, index) => lineKinds[first + index] === 'comment' && saysNoRedirect.test(text));
}
