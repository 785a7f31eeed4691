import { environments } from '../../core/model/environment.ts';
import { referenceExpression } from '../../core/handover/injectedVariables.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { fittingScope, type KiwoomRequest } from '../request/kiwoomRequest.ts';
import { selectedExpression } from '../request/variableReferences.ts';
import { escapedSnippet } from '../template/template.ts';
import type { Completion } from './completion.ts';
import type { HttpRequest } from '../syntax/httpFile.ts';
import type { VariablePlace } from './cursorPlace.ts';

const scopes = ['active', ...environments] as const;

/** Completes variables inside `{{ }}` that fit their place. */
export function variableCompletions(
  { within, header, field, range, closed }: VariablePlace,
  { kind }: Pick<HttpRequest, 'kind'>,
  request?: KiwoomRequest,
): Completion[] {
  const expressions = (): string[] => {
    if (within === 'host') {
      const part = kind === 'websocket' ? 'webSocket' : 'host';
      const named = scopes.map((scope) => referenceExpression(scope, part));
      return part === 'host' ? [...named, selectedExpression(part)] : named;
    }
    const takesToken =
      within === 'header'
        ? header?.name.text.toLowerCase() === 'authorization'
        : field === 'token' && sendsToken(request);
    return takesToken && request !== undefined ? tokenExpressions(request) : [];
  };
  return expressions().map((expression) => ({
    kind: 'variable',
    label: expression,
    snippet: `${escapedSnippet(expression)}${closed ? '' : '\\}\\}'}`,
    range,
    filter: expression,
  }));
}

/** Whether the message has the token in its body: a revoke, or a WebSocket login. */
function sendsToken(request: KiwoomRequest | undefined): boolean {
  return request?.block.request.kind === 'websocket' || request?.path === liveServer.revokePath;
}

/** References to a token; that of the request's own destination comes first. */
export function tokenExpressions(request: KiwoomRequest): string[] {
  const scope = fittingScope(request);
  const names = scopes.toSorted((a, b) => Number(b === scope) - Number(a === scope));
  const known = names.map((name) => referenceExpression(name, 'token'));
  // Works only in REST Client, and only together with that environment's host.
  return scope === 'selected' ? [selectedExpression('token'), ...known] : known;
}
