import type { Environment } from '../../core/model/environment.ts';
import { hostSpan } from '../request/hostSpan.ts';
import {
  type Destination,
  destinationOf,
  headerNamed,
  isLoopback,
} from '../request/kiwoomRequest.ts';
import { FileVariables } from '../request/variableReferences.ts';
import type { Variables } from '../request/workspaceVariables.ts';
import type { HttpFile } from '../syntax/httpFile.ts';
import {
  destinationNow,
  type DiagnosisContext,
  type DiagnosticOf,
  environmentNow,
  type HttpDiagnostic,
  type RequestToDiagnose,
} from './httpDiagnostic.ts';
import { type SentToken, sentToken } from './sentToken.ts';

/** Checks that a request's token is available and goes to its own server. */
export function destinationRules(input: RequestToDiagnose): HttpDiagnostic[] {
  const { request, context } = input;
  const token = sentToken(input);
  if (token === undefined && request.authentication.kind === 'none') return [];
  const destinations = possibleDestinations(input);
  const diagnostics = clearTextRule(input, destinations);
  if (token === undefined) return diagnostics;
  const environment = tokenEnvironment(token, context);
  const { range, scope } = token;

  const foreign = destinations.find(({ kind }) => kind === 'other');
  if (foreign?.kind === 'other') {
    const ours = scope !== undefined || environment !== undefined;
    if (!ours) return [];
    return [
      {
        code: 'foreign-host',
        range: hostSpan(request.block.request)?.range ?? range,
        // A loopback server is not configured either, but the token stays on this computer.
        severity: isLoopback(foreign.host) ? 'warning' : 'error',
        facts: { host: foreign.host, ...(scope && { tokenScope: scope }) },
      },
    ];
  }
  diagnostics.push(...passRule(input, token));
  const goesTo = destinationNow(request, context);
  if (goesTo !== undefined && environment !== undefined && goesTo.environment !== environment) {
    diagnostics.push({
      code: 'token-of-other-environment',
      range,
      severity: 'error',
      facts: {
        token: environment,
        ...(scope && { tokenScope: scope }),
        destination: goesTo.environment,
        destinationScope: goesTo.scope,
      },
    });
  }
  if (scope !== undefined && scope !== 'selected' && context.references[scope].token === 'none') {
    diagnostics.push({ code: 'no-token', range, severity: 'warning', facts: { scope } });
  }
  return diagnostics;
}

/** Checks that a pass goes to the gateway, the only server that accepts it. */
function passRule(
  { request: { destination, block }, context }: RequestToDiagnose,
  { scope: tokenScope, text = '' }: SentToken,
): DiagnosticOf<'pass-past-gateway'>[] {
  if (context.hosts.gateway === undefined) return [];
  const isPass = tokenScope !== undefined || context.secrets.match(text)?.kind === 'pass';
  const range = hostSpan(block.request)?.range;
  if (!isPass || range === undefined) return [];
  const fixed = destination.kind === 'reference' && destination.fixed === true;
  const isPast = destination.kind === 'environment' && destination.gateway !== true;
  if (!fixed && !isPast) return [];
  const scope = destination.kind === 'environment' ? destination.environment : 'selected';
  return [
    {
      code: 'pass-past-gateway',
      range,
      // The user settings point `{{kiwoomHost}}` to the gateway of the focused window.
      severity: fixed ? 'information' : 'warning',
      facts: { scope, fixed },
    },
  ];
}

/** Reports a request to Kiwoom without TLS. */
function clearTextRule(
  { request: { block } }: RequestToDiagnose,
  destinations: readonly Destination[],
): HttpDiagnostic[] {
  const open = destinations.find((one) => one.kind === 'environment' && one.clearText === true);
  if (open?.kind !== 'environment') return [];
  const host = hostSpan(block.request) ?? headerNamed(block.request.headers, 'host')?.value;
  if (host === undefined) return [];
  const scheme = block.request.kind === 'websocket' ? 'wss://' : 'https://';
  return [
    {
      code: 'clear-text',
      range: host.range,
      severity: 'error',
      facts: { scheme, environment: open.environment },
    },
  ];
}

/** Destinations of the request, with each set of variables that the workspace may define. */
function possibleDestinations({
  file,
  variables,
  request: { destination, block },
  context,
}: RequestToDiagnose): Destination[] {
  const { url, headers } = block.request;
  const host = headerNamed(headers, 'host')?.value.text ?? '';
  if (!variables.resolve(url + host).includes('{{')) return [destination];
  const possible = context.workspaceEnvironments.map((environment) =>
    destinationOf(block.request, variablesWith(environment, file), context.hosts),
  );
  return [destination, ...possible];
}

/** Variables of the file take precedence, as in REST Client. */
function variablesWith(environment: Variables, file: HttpFile) {
  const given = Object.entries(environment).map(([name, value]) => ({
    name: { text: name },
    value: { text: value },
  }));
  return new FileVariables({ variables: [...given, ...file.variables] });
}

function tokenEnvironment(
  { scope, text = '' }: SentToken,
  context: DiagnosisContext,
): Environment | undefined {
  if (scope !== undefined) return environmentNow(scope, context);
  const secret = context.secrets.match(text);
  return secret?.kind === 'token' || secret?.kind === 'pass'
    ? secret.profile.environment
    : undefined;
}
