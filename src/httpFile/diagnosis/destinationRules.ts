import type { Environment } from '../../core/model/environment.ts';
import { hostSpan, schemeSpan } from '../request/hostSpan.ts';
import {
  type Destination,
  destinationOf,
  hasDoubleScheme,
  headerNamed,
  isLoopback,
  type KiwoomRequest,
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

/** Checks that a request's token is available and goes to its own server. */
export function destinationRules(input: RequestToDiagnose): HttpDiagnostic[] {
  const { request, context } = input;
  const { authentication } = request;
  if (authentication.kind === 'none') return [];
  const destinations = possibleDestinations(input);
  const diagnostics = clearTextRule(input, destinations);
  if (authentication.kind === 'other') return diagnostics;
  const environment = tokenEnvironment(request, context);
  const { range } = authentication.header.value;
  const scope = authentication.kind === 'reference' ? authentication.scope : undefined;

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
  diagnostics.push(...passRule(input));
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
function passRule({ request, context }: RequestToDiagnose): DiagnosticOf<'pass-past-gateway'>[] {
  const { authentication, destination, block } = request;
  if (context.hosts.gateway === undefined) return [];
  const isPass =
    authentication.kind === 'reference' ||
    (authentication.kind === 'literal' &&
      context.secrets.match(authentication.token)?.kind === 'pass');
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

/** Reports a request to Kiwoom without TLS. */
function clearTextRule(
  { request: { block, authentication } }: RequestToDiagnose,
  destinations: readonly Destination[],
): HttpDiagnostic[] {
  const open = destinations.find((one) => one.kind === 'environment' && one.clearText === true);
  if (open?.kind !== 'environment' || authentication.kind === 'none') return [];
  const host = hostSpan(block.request) ?? headerNamed(block.request.headers, 'host')?.value;
  const scheme = block.request.kind === 'websocket' ? 'wss://' : 'https://';
  return [
    {
      code: 'clear-text',
      range: host?.range ?? authentication.header.value.range,
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
  { authentication }: KiwoomRequest,
  context: DiagnosisContext,
): Environment | undefined {
  if (authentication.kind === 'reference') return environmentNow(authentication.scope, context);
  if (authentication.kind !== 'literal') return undefined;
  const secret = context.secrets.match(authentication.token);
  return secret?.kind === 'token' || secret?.kind === 'pass'
    ? secret.profile.environment
    : undefined;
}
