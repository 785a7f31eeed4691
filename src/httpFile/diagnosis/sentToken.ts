import { isOAuthPath } from '../../core/model/liveServer.ts';
import { requestBody } from '../request/requestBody.ts';
import {
  isKeyReference,
  kiwoomReference,
  type ReferenceScope,
} from '../request/variableReferences.ts';
import { parseJsonMessages } from '../syntax/parseJsonBody.ts';
import type { TextRange } from '../syntax/textRange.ts';
import type { JsonMember } from '../syntax/jsonBody.ts';
import type { RequestToDiagnose } from './httpDiagnostic.ts';

/** The token that a request sends. */
export interface SentToken {
  /** Scope of the reference to it; `undefined` for a token in plain text. */
  readonly scope?: ReferenceScope;
  readonly text?: string;
  readonly range: TextRange;
}

/**
 * Token of the `Authorization` header; without one, that in the body of a WebSocket login or of an OAuth call, where
 * a pass may stand for the keys.
 */
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
  const { file, request, block } = input;
  if (block.request.kind !== 'websocket' && !isOAuthPath(request.path)) return undefined;
  const body = requestBody(file, block.request);
  const messages = body === undefined ? [] : parseJsonMessages(body.file, body.lines);
  const members = messages.flatMap(({ root }) => (root?.kind === 'object' ? root.members : []));
  for (const member of members) {
    const token = tokenIn(member, input);
    if (token !== undefined) return token;
  }
  return undefined;
}

function tokenIn(
  { name, value }: JsonMember,
  { variables, context }: RequestToDiagnose,
): SentToken | undefined {
  if (value?.kind !== 'string') return undefined;
  const isKey = name.text === 'appkey' || name.text === 'secretkey';
  if (name.text !== 'token' && !isKey) return undefined;
  const { range } = value;
  const text = variables.resolve(value.text);
  const [, expression] = /^\{\{([^{}]*)\}\}$/.exec(text) ?? [];
  if (expression === undefined) {
    const isSecret = isKey && context.secrets.match(text)?.kind !== 'pass';
    return isSecret ? undefined : { text, range };
  }
  const reference = kiwoomReference(expression);
  if (reference?.part === 'token') return { scope: reference.scope, range };
  const isPass = isKey && context.hosts.gateway !== undefined && isKeyReference(expression);
  return isPass ? { scope: 'active', range } : undefined;
}
