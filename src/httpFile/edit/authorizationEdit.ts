import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import { parseHttpFile } from '../syntax/parseHttpFile.ts';
import { requestAt } from '../syntax/requestAt.ts';
import type { TextEdit } from '../syntax/textRange.ts';
import { curlAuthorizationEdits } from './curlAuthorizationEdit.ts';
import { messageAuthorizationEdits } from './messageAuthorizationEdit.ts';

export type AuthorizationEdit =
  | { readonly kind: 'edited'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'unchanged'; readonly edits: readonly [] }
  | { readonly kind: 'no-request' };

/**
 * Edits that set the header `Authorization: <value>` of the request at a line and remove duplicates.
 *
 * An existing header keeps its position and spelling; duplicates are removed; a new one is inserted below the
 * last header. Headers in comments and cURL's `--user` are unchanged.
 *
 * @param line a line of the text, counted from 0
 * @param value one line without blanks at its ends
 */
export function authorizationEdit(text: string, line: number, value: string): AuthorizationEdit {
  const file = parseHttpFile(text);
  const block = requestAt(file, line);
  if (block === undefined) return { kind: 'no-request' };
  const edits = authorizationEditsOf(file, block, value);
  return edits.length === 0 ? { kind: 'unchanged', edits: [] } : { kind: 'edited', edits };
}

export interface AuthorizationEdits {
  /** In document order and not overlapping. */
  readonly edits: readonly TextEdit[];
  /** Number of requests at the given lines, including those that need no edit. */
  readonly requests: number;
}

/** Like {@link authorizationEdit} for several lines, such as several cursors; each request once. */
export function authorizationEdits(
  text: string,
  lines: readonly number[],
  value: string,
): AuthorizationEdits {
  const file = parseHttpFile(text);
  const blocks = new Set<HttpRequestBlock>();
  for (const line of new Set(lines)) {
    const block = requestAt(file, line);
    if (block !== undefined) blocks.add(block);
  }
  const inOrder = [...blocks].sort((a, b) => a.lines.first - b.lines.first);
  return {
    edits: inOrder.flatMap((block) => authorizationEditsOf(file, block, value)),
    requests: blocks.size,
  };
}

/** Like {@link authorizationEdit} for a request of a parsed file. */
export function authorizationEditsOf(
  file: HttpFile,
  { request }: HttpRequestBlock,
  value: string,
): TextEdit[] {
  return request.kind === 'curl'
    ? curlAuthorizationEdits(file, request, value)
    : messageAuthorizationEdits(file, request, value);
}
