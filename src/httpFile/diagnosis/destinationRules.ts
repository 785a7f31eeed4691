import type { Environment } from '../../core/environment.ts';
import { hostSpan } from '../request/hostSpan.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import {
  destinationNow,
  type DiagnosisContext,
  environmentNow,
  type HttpDiagnostic,
  type RequestToDiagnose,
} from './httpDiagnostic.ts';

/** Whether the token a request carries is there, and goes where it belongs. */
export function destinationRules({ request, context }: RequestToDiagnose): HttpDiagnostic[] {
  const { authentication, destination } = request;
  if (authentication.kind !== 'reference' && authentication.kind !== 'literal') return [];
  const environment = tokenEnvironment(request, context);
  const { range } = authentication.header.value;
  const scope = authentication.kind === 'reference' ? authentication.scope : undefined;

  if (destination.kind === 'other') {
    const ours = scope !== undefined || environment !== undefined;
    if (!ours) return [];
    return [
      {
        code: 'foreign-host',
        range: hostSpan(request.block.request)?.range ?? range,
        // On this computer it leaves to nobody, though it is not a server that the settings name.
        severity: isLoopback(destination.host) ? 'warning' : 'error',
        facts: { host: destination.host, ...(scope && { tokenScope: scope }) },
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

function tokenEnvironment(
  { authentication }: KiwoomRequest,
  context: DiagnosisContext,
): Environment | undefined {
  if (authentication.kind === 'reference') return environmentNow(authentication.scope, context);
  if (authentication.kind !== 'literal') return undefined;
  const secret = context.secrets.match(authentication.token);
  return secret?.kind === 'token' ? secret.profile.environment : undefined;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(host);
}
