import { isOAuthPath } from '../../core/model/liveServer.ts';
import { findSecrets, type KnownSecret } from '../../core/leaks/secretSearch.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import {
  isKeyReference,
  kiwoomReference,
  type ReferenceScope,
} from '../request/variableReferences.ts';
import type { HttpBlock, HttpFile } from '../syntax/httpFile.ts';
import { hasVariable } from '../syntax/jsonBody.ts';
import { rangeOnLine } from '../syntax/textRange.ts';
import {
  type DiagnosisContext,
  type DiagnosticOf,
  placeOf,
  requestRange,
  type RequestToDiagnose,
  type TokenReplacement,
} from './httpDiagnostic.ts';
import { looksLike, writtenSecrets } from './writtenSecrets.ts';

/** Finds known keys and tokens anywhere in a block, including comments, bodies and variables. */
export function knownSecretsIn(
  file: HttpFile,
  block: HttpBlock,
  request: KiwoomRequest | undefined,
  context: DiagnosisContext,
): DiagnosticOf<'known-secret'>[] {
  const diagnostics: DiagnosticOf<'known-secret'>[] = [];
  for (let line = block.lines.first; line <= block.lines.last; line++) {
    const text = file.lines[line] ?? '';
    for (const { secret, start, end } of findSecrets(text, context.secrets)) {
      const reference =
        (secret.kind === 'token' || secret.kind === 'pass') && canHoldReference(file, line, start)
          ? replacementFor(request, context, secret)
          : undefined;
      diagnostics.push({
        code: 'known-secret',
        range: rangeOnLine(line, start, end),
        // A secret key allows trading until it is replaced; a token expires within a day.
        severity: secret.kind === 'secretkey' ? 'error' : 'warning',
        facts: { secret, ...(reference && { reference }) },
      });
    }
  }
  return diagnostics;
}

/** Finds unknown values in the place of a token or key that have its exact format. */
export function secretLookAlikes(input: RequestToDiagnose): DiagnosticOf<'secret-look-alike'>[] {
  const { file, block, request, context } = input;
  if (request.destination.kind === 'other') return [];
  return writtenSecrets(input).flatMap(({ kind, text }) => {
    if (!looksLike(kind, text) || context.secrets.match(text) !== undefined) return [];
    // A variable is defined elsewhere, so the diagnostic is at the request that uses it.
    const place = placeOf(file, block.lines, text);
    const replaceable =
      kind === 'token' && place && canHoldReference(file, place.start.line, place.start.character);
    const reference = replaceable ? replacementFor(request, context) : undefined;
    return {
      code: 'secret-look-alike',
      range: place ?? requestRange(input),
      severity: 'warning',
      facts: { kind, ...(reference && { reference }) },
    };
  });
}

/** Reports the two OAuth calls, because clients store what they send and may not verify certificates. */
export function keysInRequest(
  input: RequestToDiagnose,
): DiagnosticOf<'keys-in-request' | 'keys-without-gateway'>[] {
  const { request, context } = input;
  const { path, destination } = request;
  if (!isOAuthPath(path) || destination.kind === 'other') return [];
  const keys = writtenSecrets(input).filter(({ kind }) => kind !== 'token');
  const written = keys.some(({ kind, text }) => {
    const secret = context.secrets.match(text);
    return secret === undefined ? looksLike(kind, text) : secret.kind !== 'pass';
  });
  const range = requestRange(input);
  if (written) return [{ code: 'keys-in-request', range, severity: 'error', facts: { written } }];
  const variables = keys.filter(({ text }) => hasVariable(text));
  // Others are placeholders such as `YOUR_APPKEY`.
  if (variables.length === 0) return [];
  const expressions = variables.map(({ text }) => /^\{\{([^{}]*)\}\}$/.exec(text)?.[1] ?? '');
  if (context.hosts.gateway === undefined) {
    if (!context.ownKeys && expressions.some(isKeyReference)) {
      return [{ code: 'keys-without-gateway', range, severity: 'warning', facts: {} }];
    }
  } else if (expressions.every(isPassReference)) return [];
  return [{ code: 'keys-in-request', range, severity: 'information', facts: { written } }];
}

/** Whether the expression stands for a pass while the gateway is running. */
function isPassReference(expression: string): boolean {
  return isKeyReference(expression) || kiwoomReference(expression)?.part === 'token';
}

/** Reference for the request's destination, so that token and host match. */
function replacementFor(
  request: KiwoomRequest | undefined,
  context: DiagnosisContext,
  secret?: KnownSecret,
): TokenReplacement | undefined {
  const destination = request?.destination ?? { kind: 'unknown' };
  const active = context.references.active.profile;
  let scope: ReferenceScope;
  switch (destination.kind) {
    case 'other':
      return undefined;
    case 'environment':
      scope = destination.environment;
      break;
    case 'reference':
      scope = destination.scope;
      break;
    case 'unknown':
      scope =
        secret === undefined || secret.profile.id === active?.id
          ? 'active'
          : secret.profile.environment;
  }
  const stands = scope === 'selected' ? undefined : context.references[scope].profile;
  return { scope, sameAccount: secret !== undefined && stands?.id === secret.profile.id };
}

/** A reference contains a blank, which an unquoted word of a cURL command cannot. */
function canHoldReference(file: HttpFile, line: number, character: number): boolean {
  if (file.lineKinds[line] !== 'curl') return true;
  let quote = '';
  for (const sign of (file.lines[line] ?? '').slice(0, character)) {
    if (quote === '' ? sign === '"' || sign === "'" : sign === quote) {
      quote = quote === '' ? sign : '';
    }
  }
  return quote !== '';
}
