import { injectedVariable } from '../../core/handover/injectedVariables.ts';
import { hostSpan, schemeSpan } from '../request/hostSpan.ts';
import { hasDoubleScheme } from '../request/kiwoomRequest.ts';
import { referenceText } from '../request/variableReferences.ts';
import { originOf, splitUrl } from '../request/url.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/** Reports `https://{{host}}` where the variable already includes the scheme. */
export function schemeRule({
  request: { block, destination },
  variables,
}: RequestToDiagnose): DiagnosticOf<'double-scheme'>[] {
  if (destination.kind === 'other' || !hasDoubleScheme(block, variables)) return [];
  const scheme = schemeSpan(block.request);
  const range = scheme?.range ?? hostSpan(block.request)?.range;
  if (range === undefined) return [];
  const facts = { scheme: scheme?.text ?? '://' };
  return [{ code: 'double-scheme', range, severity: 'error', facts }];
}

/** Reports a WebSocket to the host of calls, and a call to the host of WebSockets. */
export function hostVariableRule({
  request: { block, destination },
  variables,
}: RequestToDiagnose): DiagnosticOf<'host-of-other-protocol'>[] {
  const { kind } = block.request;
  if (destination.kind !== 'reference' || hasDoubleScheme(block, variables)) return [];
  const isWebSocket = kind === 'websocket';
  const range = hostSpan(block.request)?.range;
  const fits = isWebSocket === (destination.webSocket ?? false);
  if (range === undefined || fits || !(isWebSocket || kind === 'http' || kind === 'curl'))
    return [];
  const { scope } = destination;
  const reference = referenceText(isWebSocket ? 'webSocket' : 'host', scope);
  return [
    {
      code: 'host-of-other-protocol',
      range,
      // A server on this computer, and the gateway, have one host for both.
      severity: isWebSocket ? 'warning' : 'error',
      facts: { scope, reference, webSocket: isWebSocket },
    },
  ];
}

/** Reports `{{KIWOOM_HOST}}` and misspelt references: clients fill it only where somebody else defines it. */
export function hostReferenceRule({
  request: { block, destination },
  variables,
  context,
}: RequestToDiagnose): DiagnosticOf<'host-elsewhere'>[] {
  const { request } = block;
  const range = hostSpan(request)?.range;
  if (destination.kind !== 'unknown' || range === undefined) return [];
  const origin = originOf(splitUrl(variables.resolve(request.url)));
  const [, expression = ''] = /\{\{([^{}]*)\}\}/.exec(origin) ?? [];
  const name = expression.trim();
  const [, prefix, variable = ''] =
    /^(\$?(?:proc|env)[a-z]*[\s._:-]+(?:env[\s._:-]+)?)?%?(\w+)$/i.exec(name) ?? [];
  const meant = injectedVariable(variable.toUpperCase());
  const isDefined = context.workspaceEnvironments.some((each) => Object.hasOwn(each, name));
  if (meant === undefined || meant.part === 'token' || isDefined) return [];
  const scope = meant.source;
  const reference = referenceText(request.kind === 'websocket' ? 'webSocket' : 'host', scope);
  const severity = prefix === undefined ? 'information' : 'error';
  return [{ code: 'host-elsewhere', range, severity, facts: { scope, reference } }];
}
