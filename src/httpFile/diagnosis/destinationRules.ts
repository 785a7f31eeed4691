import type { Environment } from '../../core/environment.ts';
import { hostSpan } from '../request/hostSpan.ts';
import { destinationOf, isLoopback, type KiwoomRequest } from '../request/kiwoomRequest.ts';
import { FileVariables } from '../request/variableReferences.ts';
import type { HttpFile } from '../syntax/httpFile.ts';
import {
  destinationNow,
  type DiagnosisContext,
  environmentNow,
  type HttpDiagnostic,
  type RequestToDiagnose,
} from './httpDiagnostic.ts';

/** Whether the token a request carries is there, and goes where it belongs. */
export function destinationRules(input: RequestToDiagnose): HttpDiagnostic[] {
  const { request, context } = input;
  const { authentication } = request;
  if (authentication.kind !== 'reference' && authentication.kind !== 'literal') return [];
  const environment = tokenEnvironment(request, context);
  const { range } = authentication.header.value;
  const scope = authentication.kind === 'reference' ? authentication.scope : undefined;

  const foreign = foreignHost(input);
  if (foreign !== undefined) {
    const ours = scope !== undefined || environment !== undefined;
    if (!ours) return [];
    return [
      {
        code: 'foreign-host',
        range: hostSpan(request.block.request)?.range ?? range,
        // On this computer it leaves to nobody, though it is not a server that the settings name.
        severity: isLoopback(foreign) ? 'warning' : 'error',
        facts: { host: foreign, ...(scope && { tokenScope: scope }) },
      },
    ];
  }
  const diagnostics: HttpDiagnostic[] = [];
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

/** Somebody else's host: one that is written out, or one that the workspace's settings may bring in. */
function foreignHost({ file, variables, request, context }: RequestToDiagnose): string | undefined {
  const { destination, block } = request;
  if (destination.kind === 'other') return destination.host;
  if (!variables.resolve(block.request.url).includes('{{')) return undefined;
  for (const environment of context.workspaceEnvironments) {
    const possible = variablesWith(environment, file);
    const goesTo = destinationOf(possible.resolve(block.request.url), possible, context.hosts);
    if (goesTo.kind === 'other') return goesTo.host;
  }
  return undefined;
}

/** The file's own variables go first, as in REST Client. */
function variablesWith(environment: Readonly<Record<string, string>>, file: HttpFile) {
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
  return secret?.kind === 'token' ? secret.profile.environment : undefined;
}
