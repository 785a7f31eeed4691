import type { Tr, TrField } from '../../core/model/tr.ts';
import { authorizationEditsOf } from '../edit/authorizationEdit.ts';
import { fieldInsertion } from '../edit/fieldInsertion.ts';
import { headerInsertion } from '../edit/headerInsertion.ts';
import { jsonRepair } from '../edit/jsonRepair.ts';
import { hostSpan, schemeSpan } from '../request/hostSpan.ts';
import { fittingScope, headerNamed, type KiwoomRequest } from '../request/kiwoomRequest.ts';
import { requestBody } from '../request/requestBody.ts';
import { postEdits } from '../request/requestMethod.ts';
import { referenceText, type ReferenceScope } from '../request/variableReferences.ts';
import type { Header, HttpFile, HttpRequest } from '../syntax/httpFile.ts';
import { insertionAt, rangeOnLine, type TextEdit } from '../syntax/textRange.ts';
import type { DiagnosticOf, HttpDiagnostic, RequiredHeader } from './httpDiagnostic.ts';

/** One way to put a diagnostic right: an edit of the file, or something to do. */
export type DiagnosticFix =
  | (EditingFix & { readonly edits: readonly TextEdit[] })
  | { readonly kind: 'issue-token' | 'switch-account' };

type EditingFix =
  | { readonly kind: 'use-reference' | 'use-token' | 'use-host'; readonly reference: string }
  | { readonly kind: 'use-path'; readonly path: string }
  | { readonly kind: 'use-api-id'; readonly apiId: string }
  | { readonly kind: 'use-post' | 'repair-json' | 'separate-requests' | 'comment-out' }
  | { readonly kind: 'use-capitals'; readonly capitals: string }
  | { readonly kind: 'remove-version'; readonly version: string }
  | { readonly kind: 'use-scheme' | 'remove-scheme'; readonly scheme: string }
  | {
      readonly kind: 'add-headers';
      readonly names: readonly RequiredHeader[];
      /** The value of `api-id`; it is left empty where only its author knows it. */
      readonly apiId?: string;
    }
  | { readonly kind: 'add-fields'; readonly names: readonly string[] }
  | { readonly kind: 'use-value'; readonly value: string; readonly label: string };

export interface FixInput {
  readonly file: HttpFile;
  /** The one that the diagnostic is about; `undefined` if it is about none. */
  readonly request: KiwoomRequest | undefined;
  /** What makes sense for a field. */
  readonly valueOf: (tr: Tr, field: TrField) => string | readonly string[];
}

/** The best one first. */
export function fixesOf(diagnostic: HttpDiagnostic, input: FixInput): DiagnosticFix[] {
  switch (diagnostic.code) {
    case 'known-secret':
    case 'secret-look-alike':
      return useReference(diagnostic);
    case 'keys-in-request':
    case 'no-token':
      return [{ kind: 'issue-token' }];
    case 'token-of-other-environment':
      return makeFit(diagnostic, input);
    case 'authorization-unusable':
    case 'authorization-elsewhere':
      return useToken(diagnostic.facts.reference, input);
    case 'foreign-host': {
      const { tokenScope } = diagnostic.facts;
      return tokenScope === undefined ? [] : useHost(tokenScope, input);
    }
    case 'clear-text':
      return encrypt(diagnostic, input);
    case 'double-scheme':
      return removeScheme(input);
    case 'unknown-api-id': {
      const { suggestion } = diagnostic.facts;
      if (suggestion === undefined) return [];
      const edits = [{ range: diagnostic.range, newText: suggestion }];
      return [{ kind: 'use-api-id', apiId: suggestion, edits }];
    }
    case 'api-id-not-on-path': {
      const { path } = diagnostic.facts.tr;
      const range = input.request?.pathSpan?.range;
      return range ? [{ kind: 'use-path', path, edits: [{ range, newText: path }] }] : [];
    }
    case 'not-on-mock':
      return [{ kind: 'switch-account' }];
    case 'real-order':
      return input.request?.destination.kind === 'reference' ? [{ kind: 'switch-account' }] : [];
    case 'wrong-method':
      return usePost(input);
    case 'needs-capitals': {
      const { capitals } = diagnostic.facts;
      const edits = [{ range: diagnostic.range, newText: capitals }];
      return [{ kind: 'use-capitals', capitals, edits }];
    }
    case 'url-cut-off':
      return removeVersion(diagnostic, input);
    case 'stray-line':
      return diagnostic.facts.comment ? commentOut(diagnostic) : [];
    case 'missing-headers':
      return addHeaders(diagnostic, input);
    case 'missing-fields':
      return addFields(diagnostic, input);
    case 'value-not-listed':
      return useListedValue(diagnostic);
    case 'body-not-json':
      return repairJson(input);
    case 'sent-otherwise':
      return diagnostic.facts.isRequest ? separateRequests(diagnostic, input) : [];
    case 'price-missing':
    case 'value-too-long':
      return [];
  }
}

/**
 * Replaces every token of ours by a reference that stands for the same account. Others are left to
 * their owner: with another account's token, the same request would act on another account.
 */
export function replaceTokens(diagnostics: readonly HttpDiagnostic[]): TextEdit[] {
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.code !== 'known-secret') return [];
    const { reference } = diagnostic.facts;
    if (reference?.sameAccount !== true) return [];
    return { range: diagnostic.range, newText: referenceText('token', reference.scope) };
  });
}

function useReference({
  range,
  facts,
}: DiagnosticOf<'known-secret' | 'secret-look-alike'>): DiagnosticFix[] {
  if (facts.reference === undefined) return [];
  const reference = referenceText('token', facts.reference.scope);
  return [{ kind: 'use-reference', reference, edits: [{ range, newText: reference }] }];
}

function makeFit(
  { facts }: DiagnosticOf<'token-of-other-environment'>,
  input: FixInput,
): DiagnosticFix[] {
  const fixes = useToken(referenceText('token', facts.destinationScope), input);
  fixes.push(...useHost(facts.tokenScope ?? facts.token, input));
  if (facts.tokenScope === 'active' || facts.destinationScope === 'active') {
    fixes.push({ kind: 'switch-account' });
  }
  return fixes;
}

function useToken(reference: string, { file, request }: FixInput): DiagnosticFix[] {
  if (request === undefined) return [];
  const edits = authorizationEditsOf(file, request.block, `Bearer ${reference}`);
  return [{ kind: 'use-token', reference, edits }];
}

function useHost(scope: ReferenceScope, { file, request }: FixInput): DiagnosticFix[] {
  const host = request && hostSpan(request.block.request);
  if (host === undefined) return [];
  const { line, character } = host.range.start;
  const before = file.lines[line]?.charAt(character - 1) ?? '';
  // A reference has a blank in it, which ends an unquoted word of a cURL command.
  if (request?.block.request.kind === 'curl' && !/["']/.test(before)) return [];
  const reference = referenceText('host', scope);
  return [{ kind: 'use-host', reference, edits: [{ range: host.range, newText: reference }] }];
}

function encrypt(
  { facts: { scheme, environment } }: DiagnosticOf<'clear-text'>,
  input: FixInput,
): DiagnosticFix[] {
  const message = input.request?.block.request;
  const edit = message && schemeEdit(message, scheme);
  return [
    ...(edit === undefined ? [] : [{ kind: 'use-scheme', scheme, edits: [edit] } as const]),
    ...useHost(environment, input),
  ];
}

/** @returns `undefined` where a variable stands for the host */
function schemeEdit(message: HttpRequest, scheme: string): TextEdit | undefined {
  const host = hostSpan(message);
  if (host === undefined) {
    const named = headerNamed(message.headers, 'host')?.value.text;
    const url = message.kind === 'curl' ? message.urlSpan : message.urlParts[0];
    if (named === undefined || named.includes('{{') || url === undefined) return undefined;
    return insertionAt(url.range.start, scheme + named);
  }
  if (host.text.startsWith('{{')) return undefined;
  const written = /^[a-z]+:\/\//i.exec(host.text)?.[0] ?? '';
  const { line, character } = host.range.start;
  return { range: rangeOnLine(line, character, character + written.length), newText: scheme };
}

function removeScheme({ request }: FixInput): DiagnosticFix[] {
  const message = request?.block.request;
  const span = message && schemeSpan(message);
  // Without it, what a WebSocket goes to would be read as an HTTP request.
  if (span === undefined || message?.kind === 'websocket') return [];
  const edits = [{ range: span.range, newText: '' }];
  return [{ kind: 'remove-scheme', scheme: span.text, edits }];
}

function usePost({ request }: FixInput): DiagnosticFix[] {
  const edits = request === undefined ? [] : postEdits(request.block.request);
  return edits.length === 0 ? [] : [{ kind: 'use-post', edits }];
}

function removeVersion(
  { range: { start, end }, facts: { version } }: DiagnosticOf<'url-cut-off'>,
  { file }: FixInput,
): DiagnosticFix[] {
  const before = file.lines[start.line]?.slice(0, start.character) ?? '';
  const range = rangeOnLine(start.line, before.trimEnd().length, end.character);
  return [{ kind: 'remove-version', version, edits: [{ range, newText: '' }] }];
}

function commentOut({ range: { start } }: DiagnosticOf<'stray-line'>): DiagnosticFix[] {
  return [{ kind: 'comment-out', edits: [insertionAt(start, '# ')] }];
}

function addHeaders(
  { facts: { names, apiId } }: DiagnosticOf<'missing-headers'>,
  { file, request }: FixInput,
): DiagnosticFix[] {
  if (request === undefined) return [];
  const { block } = request;
  const token = `Bearer ${referenceText('token', fittingScope(request))}`;
  const edits: TextEdit[] = [];
  // What is there but empty keeps its place.
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

/** The value of an empty header, behind a colon and a blank; none where quoting hides the place. */
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

function addFields(
  { facts: { fields } }: DiagnosticOf<'missing-fields'>,
  { file, request, valueOf }: FixInput,
): DiagnosticFix[] {
  const { tr, block } = request ?? {};
  if (tr === undefined || block === undefined) return [];
  const added = fields.map((field) => ({ name: field.name, value: valueOf(tr, field) }));
  const edit = fieldInsertion(file, block.request, added);
  const names = fields.map(({ name }) => name);
  return edit === undefined ? [] : [{ kind: 'add-fields', names, edits: [edit] }];
}

function repairJson({ file, request }: FixInput): DiagnosticFix[] {
  const body = request && requestBody(file, request.block.request);
  const edits = body && jsonRepair(body.file, body.lines);
  return edits === undefined ? [] : [{ kind: 'repair-json', edits }];
}

function separateRequests(
  { range: { start } }: DiagnosticOf<'sent-otherwise'>,
  { file }: FixInput,
): DiagnosticFix[] {
  const edits = [insertionAt({ line: start.line, character: 0 }, `###${file.eol}`)];
  return [{ kind: 'separate-requests', edits }];
}

function useListedValue({
  range,
  facts: { field },
}: DiagnosticOf<'value-not-listed'>): DiagnosticFix[] {
  return (field.values ?? []).map(([value, label]) => {
    const edits = [{ range, newText: JSON.stringify(value) }];
    return { kind: 'use-value', value, label, edits };
  });
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort(
    ({ range: { start: a } }, { range: { start: b } }) =>
      a.line - b.line || a.character - b.character,
  );
}
