import type { KiwoomFile } from '../request/kiwoomFile.ts';
import { hasRequest, type HttpBlock, type HttpFile } from '../syntax/httpFile.ts';
import { moveLines, type TextRange } from '../syntax/textRange.ts';
import { authorizationRules } from './authorizationRules.ts';
import { bodyRules } from './bodyRules.ts';
import { destinationRules } from './destinationRules.ts';
import { hostReferenceRule, hostVariableRule, schemeRule } from './hostRules.ts';
import { type DiagnosisContext, type HttpDiagnostic, textRangeOn } from './httpDiagnostic.ts';
import { keysInRequest, knownSecretsIn, secretLookAlikes } from './secretRules.ts';
import { requestLineRules } from './requestLineRules.ts';
import { restClientRules } from './restClientRules.ts';
import { strayLineRule } from './strayLineRule.ts';
import { trRules } from './trRules.ts';

interface DiagnosedBlock {
  /** First line of the block when it was diagnosed. */
  readonly firstLine: number;
  readonly diagnostics: readonly HttpDiagnostic[];
  /** Whether the block contains a request to Kiwoom. */
  readonly isAboutKiwoom: boolean;
}

/** A diagnostic with its block. */
export interface Finding {
  readonly diagnostic: HttpDiagnostic;
  readonly block: HttpBlock;
}

/**
 * Incremental diagnosis of one file. The result of a block is cached by its text, wherever it moves, until the
 * variables or the context change.
 */
export class FileDiagnosis {
  #blocks: ReadonlyMap<string, DiagnosedBlock> = new Map();
  #context: DiagnosisContext | undefined;
  #circumstances = '';

  /** In document order. */
  diagnose(read: KiwoomFile, context: DiagnosisContext): HttpDiagnostic[] {
    return this.find(read, context).map(({ diagnostic }) => diagnostic);
  }

  /** Like {@link diagnose}, each with its block. */
  find(read: KiwoomFile, context: DiagnosisContext): Finding[] {
    const { file } = read;
    const known = this.#stillHolds(file, context) ? this.#blocks : new Map<string, never>();
    const blocks = new Map<string, DiagnosedBlock>();
    const found: Finding[] = [];
    let isAboveAboutKiwoom: boolean | undefined = false;
    for (const block of file.blocks) {
      const { first, last } = block.lines;
      const text = file.lines.slice(first, last + 1).join('\n');
      const diagnosed = known.get(text) ??
        blocks.get(text) ?? {
          firstLine: first,
          ...diagnoseBlock(read, block, context),
        };
      blocks.set(text, diagnosed);
      // REST Client sends both requests differently from how they read.
      if (block.undelimited && (diagnosed.isAboutKiwoom || isAboveAboutKiwoom)) {
        found.push({ diagnostic: requestInBody(file, first), block });
      }
      isAboveAboutKiwoom = diagnosed.isAboutKiwoom || (block.undelimited && isAboveAboutKiwoom);
      for (const diagnostic of diagnosed.diagnostics) {
        found.push({ diagnostic: moved(diagnostic, first - diagnosed.firstLine), block });
      }
    }
    this.#blocks = blocks;
    return found;
  }

  #stillHolds({ variables }: HttpFile, context: DiagnosisContext): boolean {
    const circumstances = JSON.stringify([
      variables.map(({ name, value }) => [name.text, value.text]),
      context.references,
      context.hosts,
      context.ownKeys,
      context.workspaceEnvironments,
    ]);
    const holds =
      circumstances === this.#circumstances &&
      context.secrets === this.#context?.secrets &&
      context.catalogue === this.#context.catalogue;
    this.#context = context;
    this.#circumstances = circumstances;
    return holds;
  }
}

function diagnoseBlock(
  read: KiwoomFile,
  block: HttpBlock,
  context: DiagnosisContext,
): Pick<DiagnosedBlock, 'diagnostics' | 'isAboutKiwoom'> {
  const { file, variables } = read;
  const request = hasRequest(block) ? read.requestIn(block) : undefined;
  const diagnostics: HttpDiagnostic[] = knownSecretsIn(file, block, request, context);
  if (request !== undefined) {
    const input = { file, variables, block: request.block, request, context };
    const stray = strayLineRule(input);
    diagnostics.push(
      ...secretLookAlikes(input),
      ...keysInRequest(input),
      ...schemeRule(input),
      ...hostVariableRule(input),
      ...hostReferenceRule(input),
      ...destinationRules(input),
      ...requestLineRules(input),
      ...stray,
      // Other diagnostics would only be consequences of that line.
      ...(stray.length > 0
        ? []
        : [
            ...authorizationRules(input),
            ...trRules(input),
            ...bodyRules(input),
            ...restClientRules(input),
          ]),
    );
  }
  return {
    diagnostics: diagnostics.sort((a, b) => compare(a.range, b.range)),
    isAboutKiwoom: request !== undefined,
  };
}

/** Reports a request without a `###` above, which REST Client requires. */
function requestInBody(file: HttpFile, line: number): HttpDiagnostic {
  return {
    code: 'sent-otherwise',
    range: textRangeOn(file, line),
    severity: 'warning',
    facts: { part: 'body', isRequest: true },
  };
}

function compare({ start: a }: TextRange, { start: b }: TextRange): number {
  return a.line - b.line || a.character - b.character;
}

function moved(diagnostic: HttpDiagnostic, lines: number): HttpDiagnostic {
  if (lines === 0) return diagnostic;
  return { ...diagnostic, range: moveLines(diagnostic.range, lines) };
}
