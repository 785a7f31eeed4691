import { liveServer } from '../../core/model/liveServer.ts';
import { requestBody } from '../request/requestBody.ts';
import { kiwoomReference, type ReferenceScope } from '../request/variableReferences.ts';
import { parseJsonMessages } from '../syntax/parseJsonBody.ts';
import type { TextRange } from '../syntax/textRange.ts';
import type { RequestToDiagnose } from './httpDiagnostic.ts';

/** The token that a request sends. */
export interface SentToken {
  /** Scope of the reference to it; `undefined` for a token in plain text. */
  readonly scope?: ReferenceScope;
  readonly text?: string;
  readonly range: TextRange;
}

/** Token of the `Authorization` header; without one, that in the body of a WebSocket login or a revocation. */
export function sentToken(input: RequestToDiagnose): SentToken | undefined {
  const { authentication } = input.request;
  switch (authentication.kind) {
    case 'none':
      return tokenInBody(input);
    case 'other':
      return undefined;
    case 'reference':
      return { scope: authentication.scope, range: authentication.header.value.range };
    case 'literal':
      return { text: authentication.token, range: authentication.header.value.range };
  }
}

function tokenInBody(input: RequestToDiagnose): SentToken | undefined {
  const { file, variables, request, block } = input;
  if (block.request.kind !== 'websocket' && request.path !== liveServer.revokePath)
    return undefined;
  const body = requestBody(file, block.request);
  const messages = body === undefined ? [] : parseJsonMessages(body.file, body.lines);
  for (const { root } of messages) {
    const members = root?.kind === 'object' ? root.members : [];
    const value = members.find(({ name }) => name.text === 'token')?.value;
    if (value?.kind !== 'string') continue;
    const { range } = value;
    const text = variables.resolve(value.text);
    const [, expression] = /^\{\{([^{}]*)\}\}$/.exec(text) ?? [];
    if (expression === undefined) return { text, range };
    const reference = kiwoomReference(expression);
    return reference?.part === 'token' ? { scope: reference.scope, range } : undefined;
  }
  return undefined;
}
