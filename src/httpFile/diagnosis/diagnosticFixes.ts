import { authorizationEditsOf } from '../edit/authorizationEdit.ts';
import { fieldInsertion } from '../edit/fieldInsertion.ts';
import { jsonRepair } from '../edit/jsonRepair.ts';
import { requestBody } from '../request/requestBody.ts';
import { postEdits } from '../request/requestMethod.ts';
import { referenceText } from '../request/variableReferences.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';
import type { DiagnosticFix, FixInput } from './diagnosticFix.ts';
import { addHeaders } from './headerFixes.ts';
import type { DiagnosticOf, HttpDiagnostic } from './httpDiagnostic.ts';
import { encrypt, removeScheme, removeVersion, useHost } from './urlFixes.ts';

/** Quick fixes of a diagnostic, best first. */
export function fixesOf(diagnostic: HttpDiagnostic, input: FixInput): DiagnosticFix[] {
  switch (diagnostic.code) {
    case 'known-secret':
    case 'secret-look-alike':
      return useReference(diagnostic);
    case 'keys-without-gateway':
      return [{ kind: 'switch-gateway-on' }, { kind: 'issue-token' }];
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
    case 'pass-past-gateway':
      return useHost(diagnostic.facts.scope, input);
    case 'clear-text':
      return encrypt(diagnostic, input);
    case 'double-scheme':
      return removeScheme(input);
    case 'host-of-other-protocol':
    case 'host-elsewhere':
      return useHost(diagnostic.facts.scope, input);
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
 * Replaces every known token by a reference to the same account. Other tokens are kept: with another account's
 * token, the request would act on another account.
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
  { range, facts }: DiagnosticOf<'token-of-other-environment'>,
  input: FixInput,
): DiagnosticFix[] {
  const reference = referenceText('token', facts.destinationScope);
  const fixes: DiagnosticFix[] =
    input.request?.authentication.kind === 'none'
      ? [{ kind: 'use-token', reference, edits: [{ range, newText: JSON.stringify(reference) }] }]
      : useToken(reference, input);
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

function usePost({ request }: FixInput): DiagnosticFix[] {
  const edits = request === undefined ? [] : postEdits(request.block.request);
  return edits.length === 0 ? [] : [{ kind: 'use-post', edits }];
}

function commentOut({ range: { start } }: DiagnosticOf<'stray-line'>): DiagnosticFix[] {
  return [{ kind: 'comment-out', edits: [insertionAt(start, '# ')] }];
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
