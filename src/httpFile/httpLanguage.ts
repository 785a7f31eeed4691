/** Facade of this folder: all queries about a `.http` file. Other folders import only this file. */
import type { Tr } from '../core/model/tr.ts';
import type { Completion } from './completion/completion.ts';
import { completions } from './completion/completions.ts';
import type { DiagnosticFix } from './diagnosis/diagnosticFix.ts';
import { fixesOf, replaceTokens } from './diagnosis/diagnosticFixes.ts';
import { FileDiagnosis, type Finding } from './diagnosis/fileDiagnosis.ts';
import type { DiagnosisContext } from './diagnosis/httpDiagnostic.ts';
import { type HoverSubject, hoverSubject } from './hovers.ts';
import { type RequestFacts, requestFacts } from './lenses.ts';
import { KiwoomFile, type KiwoomKnowledge } from './request/kiwoomFile.ts';
import type { KiwoomRequest } from './request/kiwoomRequest.ts';
import { FileVariables } from './request/variableReferences.ts';
import { blockAround, type LineSource } from './syntax/blockAround.ts';
import { hasRequest, type HttpRequestBlock } from './syntax/httpFile.ts';
import { parseHttpFile } from './syntax/parseHttpFile.ts';
import { requestAt } from './syntax/requestAt.ts';
import { moveLines, type Position, type TextEdit } from './syntax/textRange.ts';
import { fieldValue } from './template/fieldValues.ts';
import { insertionPoint } from './template/insertionPoint.ts';
import { keepsLogin, requestTemplate, type TemplateContext } from './template/requestTemplate.ts';
import { snippetText } from './template/template.ts';

export { replaceTokens } from './diagnosis/diagnosticFixes.ts';
export { authorizationEdits } from './edit/authorizationEdit.ts';
export { noRedirect, noRedirectEdits } from './edit/noRedirectEdit.ts';
export { FileDiagnosis, type Finding } from './diagnosis/fileDiagnosis.ts';
export { givesVariables, variablesOf, workspaceVariables } from './request/workspaceVariables.ts';
export type { GivenVariables, Variables } from './request/workspaceVariables.ts';
export type { Completion } from './completion/completion.ts';
export type { DiagnosticFix } from './diagnosis/diagnosticFix.ts';
export type {
  DiagnosisContext,
  DiagnosticCode,
  DiagnosticFacts,
  DiagnosticSeverity,
  HttpDiagnostic,
  ReferenceState,
} from './diagnosis/httpDiagnostic.ts';
export type { HoverSubject } from './hovers.ts';
export type { RequestFacts } from './lenses.ts';
export type { KiwoomFile, KiwoomKnowledge } from './request/kiwoomFile.ts';
export type { KiwoomHosts } from './request/kiwoomRequest.ts';
export type { KiwoomReference, ReferenceScope } from './request/variableReferences.ts';
export type { TextEdit, TextRange } from './syntax/textRange.ts';
export type { RequestWords } from './template/requestTemplate.ts';

/** Parses a whole file; its requests are analysed lazily. */
export function readHttpFile(text: string, knowledge: KiwoomKnowledge): KiwoomFile {
  return new KiwoomFile(parseHttpFile(text), knowledge);
}

/** Parse result of the block that contains a line. */
export interface ReadBlock {
  readonly block: HttpRequestBlock | undefined;
  /** The block's Kiwoom request; `undefined` if it is none. */
  readonly request: KiwoomRequest | undefined;
  /** The block alone; its lines are counted from {@link firstLine}. */
  readonly part: KiwoomFile;
  readonly firstLine: number;
}

/**
 * Parses only the block around a line, for completions and hovers while the user types.
 *
 * @param whole the last parse result of the file; may be of an earlier version
 */
export function readBlock(source: LineSource, line: number): (whole: KiwoomFile) => ReadBlock {
  const { file, firstLine } = blockAround(source, line);
  return (whole) => {
    const variables =
      file.variables.length === 0
        ? whole.variables
        : new FileVariables({ variables: [...whole.file.variables, ...file.variables] });
    const part = new KiwoomFile(file, whole.knowledge, variables);
    const block = requestAt(file, line - firstLine);
    return { block, request: block && part.requestIn(block), part, firstLine };
  };
}

/** Completions at a position, best first. */
export function completionsAt(
  { block, request, part, firstLine }: ReadBlock,
  { line, character }: Position,
  today: string,
): Completion[] {
  if (block === undefined) return [];
  const { file, knowledge } = part;
  const { catalogue, hosts } = knowledge;
  const hasPasses = hosts.gateway !== undefined;
  const subject = { file, block, request, catalogue, hasPasses, today };
  return completions(subject, { line: line - firstLine, character }).map((completion) => {
    const { edits } = completion;
    return {
      ...completion,
      range: moveLines(completion.range, firstLine),
      ...(edits && {
        edits: edits.map((edit) => ({ ...edit, range: moveLines(edit.range, firstLine) })),
      }),
    };
  });
}

/** The element at a position that has a hover. */
export function hoverAt(
  { request, part, firstLine }: ReadBlock,
  { line, character }: Position,
): HoverSubject | undefined {
  const { file, variables, knowledge } = part;
  const site = { file, variables, catalogue: knowledge.catalogue, request };
  const subject = hoverSubject(site, { line: line - firstLine, character });
  return subject && { ...subject, range: moveLines(subject.range, firstLine) };
}

/** Facts for the code lenses of each request. */
export function lensesOf(read: KiwoomFile): RequestFacts[] {
  return read.requests.flatMap((request) => requestFacts(request) ?? []);
}

/**
 * Quick fixes of a diagnostic, best first.
 *
 * @param today `YYYYMMDD`, in Korea
 */
export function fixesFor(
  read: KiwoomFile,
  { diagnostic, block }: Finding,
  today: string,
): DiagnosticFix[] {
  return fixesOf(diagnostic, {
    file: read.file,
    request: hasRequest(block) ? read.requestIn(block) : undefined,
    valueOf: (tr, field) => fieldValue(tr, field, today),
  });
}

/** Edits that replace each known token by a reference to the same account. */
export function tokenReplacements(read: KiwoomFile, context: DiagnosisContext): TextEdit[] {
  return replaceTokens(new FileDiagnosis().diagnose(read, context));
}

/** Whether a text is empty or contains requests, so that a request may be inserted. */
export function mayHoldRequests(text: string): boolean {
  const { lineKinds, requests } = parseHttpFile(text);
  return (
    lineKinds.every((kind) => kind === 'blank') ||
    requests.some(({ request: { method } }) => method !== undefined)
  );
}

/** Snippet with a complete request for a TR, and its position below the request at a line. */
export function requestInsertion(
  text: string,
  line: number,
  tr: Tr,
  context: Omit<TemplateContext, 'loginKept'>,
): { readonly position: Position; readonly snippet: string } {
  const file = parseHttpFile(text);
  const loginKept = keepsLogin(file, tr);
  const template = requestTemplate(tr, { ...context, loginKept });
  const { position, before, after } = insertionPoint(file, line);
  return { position, snippet: before + snippetText(template) + after };
}
