import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import { parseHttpFile } from '../syntax/parseHttpFile.ts';
import { requestAt } from '../syntax/requestAt.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';

/**
 * Kiwoom redirects to a page in clear text, on the same host, while it is under maintenance. REST Client and the
 * httpyac command line would send the whole request there once more, the token included.
 */
export const noRedirect = '# @no-redirect';

/** As both clients read it: of several `#` or without a blank, one of them sees none. */
const saysNoRedirect = /^\s*(?:#|\/\/)\s+@no-redirect\s*$/;

/**
 * The edits, in document order, after which no request at these lines goes on to where a server redirects.
 *
 * @param lines of the text, counted from 0; each request counts once
 */
export function noRedirectEdits(text: string, lines: readonly number[]): TextEdit[] {
  const file = parseHttpFile(text);
  const blocks = new Set(lines.map((line) => requestAt(file, line)));
  return [...blocks]
    .filter((block) => block !== undefined)
    .filter((block) => isRedirectable(block) && !isMarked(file, block))
    .sort((a, b) => a.lines.first - b.lines.first)
    .map(({ request: { line }, undelimited }) => {
      // Without a `###` it would be about the request above.
      const before = undelimited ? `###${file.eol}` : '';
      return insertionAt({ line, character: 0 }, `${before}${noRedirect}${file.eol}`);
    });
}

/** A redirect is HTTP's. */
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
