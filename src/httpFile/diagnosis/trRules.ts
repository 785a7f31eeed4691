import { isOAuthPath, liveServer } from '../../core/model/liveServer.ts';
import { headerNamed } from '../request/kiwoomRequest.ts';
import { methodOf } from '../request/requestMethod.ts';
import { apiIdMeant } from './apiIdMeant.ts';
import {
  destinationNow,
  type HttpDiagnostic,
  requestRange,
  type RequestToDiagnose,
  type RequiredHeader,
} from './httpDiagnostic.ts';

/** Checks that the headers name a TR of the path and are complete. */
export function trRules(input: RequestToDiagnose): HttpDiagnostic[] {
  const { request, context } = input;
  if (request.destination.kind === 'other') return [];
  const goesTo = destinationNow(request, context)?.environment;
  const diagnostics: HttpDiagnostic[] = [
    ...methodRules(input),
    ...apiIdRules(input),
    ...missingHeaders(input),
  ];
  const { path, tr, apiId } = request;
  if (goesTo === 'mock' && path?.startsWith(liveServer.pathNotOnMock) === true) {
    diagnostics.push({
      code: 'not-on-mock',
      range: requestRange(input),
      severity: 'warning',
      facts: { path },
    });
  }
  if (goesTo === 'real' && tr?.order === true && apiId !== undefined) {
    const { range } = apiId.value;
    diagnostics.push({ code: 'real-order', range, severity: 'information', facts: { tr } });
  }
  return diagnostics;
}

function methodRules(input: RequestToDiagnose): HttpDiagnostic[] {
  const { request, block } = input;
  if (!isTrPath(request.path) && !isOAuthPath(request.path)) return [];
  const method = methodOf(block.request);
  if (method === undefined || method === 'POST' || method.includes('{{')) return [];
  const range = block.request.method?.range ?? requestRange(input);
  return [{ code: 'wrong-method', range, severity: 'error', facts: { method } }];
}

function apiIdRules({ request, variables, context }: RequestToDiagnose): HttpDiagnostic[] {
  const { apiId, tr, path } = request;
  if (apiId === undefined) return [];
  const { range, text } = apiId.value;
  if (tr === undefined) {
    const written = variables.resolve(text);
    if (written === '' || written.includes('{{')) return [];
    const suggestion = context.catalogue.all.find(
      ({ id }) => id.toLowerCase() === written.toLowerCase(),
    )?.id;
    // Kiwoom may have added the TR after this catalogue was made.
    const facts = { apiId: written, ...(suggestion !== undefined && { suggestion }) };
    return [{ code: 'unknown-api-id', range, severity: 'warning', facts }];
  }
  if (path === undefined || path === '/' || path === tr.path) return [];
  return [{ code: 'api-id-not-on-path', range, severity: 'error', facts: { tr, path } }];
}

function missingHeaders(input: RequestToDiagnose): HttpDiagnostic[] {
  const { request, block } = input;
  const { request: message } = block;
  if (message.kind !== 'http' && message.kind !== 'curl') return [];
  if (!isTrPath(request.path)) return [];
  // A header name with an unknown variable may be any of them.
  if (message.headers.some(({ name }) => name.text.includes('{{'))) return [];
  const names: RequiredHeader[] = [];
  const saysJson = message.kind === 'curl' && message.words.some(({ text }) => text === '--json');
  if (!saysJson && headerNamed(message.headers, 'content-type') === undefined) {
    names.push('Content-Type');
  }
  if (request.authentication.kind === 'none') names.push('Authorization');
  const hasApiId = request.apiId !== undefined && request.apiId.value.text !== '';
  if (!hasApiId) names.push('api-id');
  const apiId = hasApiId ? undefined : apiIdMeant(input);
  if (names.length === 0) return [];
  const refused = names.some((name) => name !== 'Content-Type');
  return [
    {
      code: 'missing-headers',
      range: requestRange(input),
      severity: refused ? 'error' : 'warning',
      facts: { names, ...(apiId !== undefined && { apiId }) },
    },
  ];
}

/** Whether TRs with a token exist on this path. */
function isTrPath(path: string | undefined): boolean {
  return path !== undefined && /^\/api\/(?:dostk|us)\/(?!websocket$)\w+$/.test(path);
}
