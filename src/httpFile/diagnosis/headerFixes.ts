import { authorizationEditsOf } from '../edit/authorizationEdit.ts';
import { headerInsertion } from '../edit/headerInsertion.ts';
import { fittingScope, headerNamed } from '../request/kiwoomRequest.ts';
import { referenceText } from '../request/variableReferences.ts';
import type { Header, HttpFile } from '../syntax/httpFile.ts';
import { rangeOnLine, type TextEdit } from '../syntax/textRange.ts';
import type { DiagnosticFix, FixInput } from './diagnosticFix.ts';
import type { DiagnosticOf, RequiredHeader } from './httpDiagnostic.ts';

export function addHeaders(
  { facts: { names, apiId } }: DiagnosticOf<'missing-headers'>,
  { file, request }: FixInput,
): DiagnosticFix[] {
  if (request === undefined) return [];
  const { block } = request;
  const token = `Bearer ${referenceText('token', fittingScope(request))}`;
  const edits: TextEdit[] = [];
  // An existing empty header is filled in place.
  const emptyAuthorization = headerNamed(block.request.headers, 'authorization') !== undefined;
  if (names.includes('Authorization') && emptyAuthorization) {
    edits.push(...authorizationEditsOf(file, block, token));
  }
  const emptyApiId = headerNamed(block.request.headers, 'api-id');
  if (names.includes('api-id') && emptyApiId !== undefined && apiId !== undefined) {
    edits.push(...filledIn(file, emptyApiId, apiId));
  }
  const isThere: Record<RequiredHeader, boolean> = {
    'Content-Type': false,
    Authorization: emptyAuthorization,
    'api-id': emptyApiId !== undefined,
  };
  const added = names
    .filter((name) => !isThere[name])
    .map((name) => ({ name, value: headerValue(name, token, apiId) }));
  if (added.length > 0) edits.push(headerInsertion(file, block.request, added));
  if (edits.length === 0) return [];
  const known = apiId === undefined ? {} : { apiId };
  return [{ kind: 'add-headers', names, ...known, edits: inOrder(edits) }];
}

/**
 * Fills the value of an empty header, after a colon and a blank; no edit where quoting makes the position
 * unclear.
 */
function filledIn(file: HttpFile, { name, value }: Header, text: string): TextEdit[] {
  const { line, character } = name.range.end;
  const rest = file.lines[line]?.slice(character) ?? '';
  const empty = /^\s*:?\s*/.exec(rest)?.[0].length ?? 0;
  if (value.range.start.line !== line || value.range.start.character < character) return [];
  return [{ range: rangeOnLine(line, character, character + empty), newText: `: ${text}` }];
}

function headerValue(name: RequiredHeader, token: string, apiId = ''): string {
  switch (name) {
    case 'Content-Type':
      return 'application/json;charset=UTF-8';
    case 'Authorization':
      return token;
    case 'api-id':
      return apiId;
  }
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort(
    ({ range: { start: a } }, { range: { start: b } }) =>
      a.line - b.line || a.character - b.character,
  );
}
