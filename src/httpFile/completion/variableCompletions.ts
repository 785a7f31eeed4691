import { environments } from '../../core/model/environment.ts';
import { keyVariables, referenceExpression } from '../../core/handover/injectedVariables.ts';
import { isOAuthPath, liveServer } from '../../core/model/liveServer.ts';
import { fittingScope, type KiwoomRequest } from '../request/kiwoomRequest.ts';
import { selectedExpression } from '../request/variableReferences.ts';
import { escapedSnippet } from '../template/template.ts';
import type { Completion } from './completion.ts';
import type { HttpRequest } from '../syntax/httpFile.ts';
import type { VariablePlace } from './cursorPlace.ts';

const scopes = ['active', ...environments] as const;

export interface VariableSite {
  readonly message: Pick<HttpRequest, 'kind'>;
  /** Whether the gateway is running, which takes a pass for app keys. */
  readonly hasPasses?: boolean;
  readonly request?: KiwoomRequest;
}

/** Completes variables inside `{{ }}` that fit their place. */
export function variableCompletions(place: VariablePlace, site: VariableSite): Completion[] {
  const { range, closed } = place;
  return expressionsFor(place, site).map((expression) => ({
    kind: 'variable',
    label: expression,
    snippet: `${escapedSnippet(expression)}${closed ? '' : '\\}\\}'}`,
    range,
    filter: expression,
  }));
}

function expressionsFor(
  { within, header, field }: VariablePlace,
  { message, hasPasses = false, request }: VariableSite,
): string[] {
  if (within === 'host') {
    const part = message.kind === 'websocket' ? 'webSocket' : 'host';
    const named = scopes.map((scope) => referenceExpression(scope, part));
    return part === 'host' ? [...named, selectedExpression(part)] : named;
  }
  if (request === undefined) return [];
  if (within === 'header') {
    const isAuthorization = header?.name.text.toLowerCase() === 'authorization';
    return isAuthorization ? tokenExpressions(request) : [];
  }
  if (field === 'appkey' || field === 'secretkey') {
    return hasPasses && isOAuthPath(request.path) ? keyExpressions(field, request) : [];
  }
  return field === 'token' && sendsToken(request) ? tokenExpressions(request) : [];
}

/** References to the pass that stands for a key; only that of the active account has a name of its own. */
function keyExpressions(field: keyof typeof keyVariables, request: KiwoomRequest): string[] {
  const own = `$processEnv ${keyVariables[field]}`;
  const others = tokenExpressions(request).filter(
    (expression) => expression !== referenceExpression('active', 'token'),
  );
  return fittingScope(request) === 'active' ? [own, ...others] : [...others, own];
}

/** Whether the message has the token in its body: a revoke, or a WebSocket login. */
function sendsToken({ block, path }: KiwoomRequest): boolean {
  return block.request.kind === 'websocket' || path === liveServer.revokePath;
}

/** References to a token; that of the request's own destination comes first. */
export function tokenExpressions(request: KiwoomRequest): string[] {
  const scope = fittingScope(request);
  const names = scopes.toSorted((a, b) => Number(b === scope) - Number(a === scope));
  const known = names.map((name) => referenceExpression(name, 'token'));
  // Works only in REST Client, and only together with that environment's host.
  return scope === 'selected' ? [selectedExpression('token'), ...known] : known;
}
