import type { TrField } from '../../core/model/tr.ts';
import { requestBody } from '../request/requestBody.ts';
import {
  hasVariable,
  type JsonMember,
  type JsonNode,
  type JsonProblem,
} from '../syntax/jsonBody.ts';
import type { HttpFile } from '../syntax/httpFile.ts';
import { parseJsonBody } from '../syntax/parseJsonBody.ts';
import type { TextRange } from '../syntax/textRange.ts';
import type {
  DiagnosticFacts,
  DiagnosticOf,
  HttpDiagnostic,
  RequestToDiagnose,
} from './httpDiagnostic.ts';
import { orderRules } from './orderRules.ts';

/** Validates the body against the TR's fields in the API guide. */
export function bodyRules(input: RequestToDiagnose): HttpDiagnostic[] {
  const { block, request } = input;
  const { tr, apiId } = request;
  const { kind } = block.request;
  if (apiId === undefined || request.destination.kind === 'other') return [];
  if (tr?.transport !== 'rest' || tr.path !== request.path) return [];
  const body = requestBody(input.file, block.request);
  if (body === undefined) {
    return kind === 'http' ? missingFields(tr.request, [], apiId.value.range) : [];
  }
  const { file, lines } = body;
  const { root, problem, included, open = false } = parseJsonBody(file, lines);
  if (included) return [];
  if (problem !== undefined) return [notJson(file, problem)];
  if (root !== undefined && !isObject(root)) {
    // A client may insert the missing part.
    return open ? [] : [{ code: 'body-not-json', range: root.range, severity: 'error', facts: {} }];
  }
  if (root?.kind !== 'object' || !tr.fieldsKnown) return [];
  const { line, character } = root.range.start;
  const opening = { start: { line, character }, end: { line, character: character + 1 } };
  return [
    ...(open ? [] : missingFields(tr.request, root.members, opening)),
    ...root.members.flatMap((member) => {
      const field = tr.request.find(({ name, parent }) => name === member.name.text && !parent);
      return field === undefined ? [] : valueRules(field, member);
    }),
    ...(open ? [] : orderRules(input, root.members)),
  ];
}

/** A variable in place of the whole body may contain an object. */
function isObject({ kind }: JsonNode): boolean {
  return kind === 'object' || kind === 'variable';
}

function notJson(file: HttpFile, { kind, range }: JsonProblem): DiagnosticOf<'body-not-json'> {
  const written = file.lines[range.start.line]?.slice(range.start.character, range.end.character);
  const facts = wrongCharacter(kind, written ?? '');
  return { code: 'body-not-json', range, severity: 'error', facts };
}

/** Names an invisible character by its code point. */
function wrongCharacter(
  kind: JsonProblem['kind'],
  written: string,
): DiagnosticFacts['body-not-json'] {
  if (kind === 'bad-escape') return { wrong: written };
  if (kind !== 'other-blank' && kind !== 'control-character') return {};
  return { wrong: `U+${written.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` };
}

function missingFields(
  fields: readonly TrField[],
  members: readonly JsonMember[],
  range: TextRange,
): HttpDiagnostic[] {
  if (members.some(({ name }) => hasVariable(name.text))) return [];
  const there = new Set(members.map(({ name }) => name.text));
  const missing = fields.filter(
    ({ name, required, parent }) => required === true && parent === undefined && !there.has(name),
  );
  if (missing.length === 0) return [];
  return [{ code: 'missing-fields', range, severity: 'warning', facts: { fields: missing } }];
}

function valueRules(field: TrField, { value }: JsonMember): HttpDiagnostic[] {
  if (value?.kind !== 'string' && value?.kind !== 'literal') return [];
  const { text, range } = value;
  if (hasVariable(text) || text === 'null' || field.type !== 'string') return [];
  const longest = longestValue(field);
  if (text.length > longest) {
    return [{ code: 'value-too-long', range, severity: 'warning', facts: { field, longest } }];
  }
  if (isListed(field, text)) return [];
  // Only an information: published copies of the guide's lists lack some codes.
  const facts = { field, value: text };
  return [{ code: 'value-not-listed', range, severity: 'information', facts }];
}

/** Maximum length in characters; the guide lists longer codes than its own length for some fields. */
function longestValue({ length = Infinity, values = [] }: TrField): number {
  return Math.max(length, ...values.map(([code]) => code.length));
}

/**
 * An empty value and `%` count as listed, because the API takes them for "all" even where its lists do not say
 * so; also any value where a label shows that the list is incomplete.
 */
function isListed({ values }: TrField, text: string): boolean {
  if (values === undefined || text === '' || text === '%') return true;
  return values.some(
    ([code, label]) =>
      code === text ||
      /나머지|참고/.test(label) ||
      // "NXT 3.통합": the guide has the next code in the label of the previous one.
      label
        .split(/[\s,]+/)
        .some((word) => word.startsWith(`${text}.`) || word.startsWith(`${text}:`)),
  );
}
