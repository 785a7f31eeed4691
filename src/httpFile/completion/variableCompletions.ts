import { environments } from '../../core/model/environment.ts';
import { referenceExpression } from '../../core/handover/injectedVariables.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { fittingScope, type KiwoomRequest } from '../request/kiwoomRequest.ts';
import { environmentNames } from '../request/variableReferences.ts';
import { escapedSnippet } from '../template/template.ts';
import type { Completion } from './completion.ts';
import type { VariablePlace } from './cursorPlace.ts';

const scopes = ['active', ...environments] as const;

/** REST Client alone knows it. */
const selectedHost = `$processEnv %${environmentNames.hostVariable}`;

/** The variables that make sense between these braces. */
export function variableCompletions(
  { within, header, field, range, closed }: VariablePlace,
  request?: KiwoomRequest,
): Completion[] {
  const expressions = (): string[] => {
    if (within === 'host') {
      return [...scopes.map((scope) => referenceExpression(scope, 'host')), selectedHost];
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

/** The messages whose body has the token: a revoke, and the login of a WebSocket. */
function sendsToken(request: KiwoomRequest | undefined): boolean {
  return request?.block.request.kind === 'websocket' || request?.path === liveServer.revokePath;
}

/** References to a token, that of the request's own destination first. */
export function tokenExpressions(request: KiwoomRequest): string[] {
  const scope = fittingScope(request);
  const names = scopes.toSorted((a, b) => Number(b === scope) - Number(a === scope));
  const known = names.map((name) => referenceExpression(name, 'token'));
  // REST Client alone knows it, and it means something only beside that environment's host.
  return scope === 'selected'
    ? [`$processEnv %${environmentNames.tokenVariable}`, ...known]
    : known;
}
