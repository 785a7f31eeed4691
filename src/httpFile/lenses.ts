import type { Environment } from '../core/model/environment.ts';
import type { KiwoomRequest } from './request/kiwoomRequest.ts';
import type { ReferenceScope } from './request/variableReferences.ts';

/** What can be said above a request; whose token it is shows when it is said. */
export interface RequestFacts {
  /** Of the request line. */
  readonly line: number;
  /** Whose token it carries; `undefined` for one that is written out or not known. */
  readonly scope: ReferenceScope | undefined;
  /** Where it goes, if the file says so. */
  readonly destination: Environment | undefined;
  /** It moves money or may. */
  readonly order: boolean;
}

/** @returns `undefined` for a request that goes to somebody else */
export function requestFacts(request: KiwoomRequest): RequestFacts | undefined {
  const { block, destination, authentication, tr } = request;
  if (destination.kind === 'other') return undefined;
  const goesTo = destination.kind === 'reference' ? destination.scope : undefined;
  const environment = destination.kind === 'environment' ? destination.environment : goesTo;
  const { kind } = authentication;
  return {
    line: block.request.line,
    // A request without a token will need that of its destination.
    scope:
      kind === 'reference'
        ? authentication.scope
        : kind === 'none'
          ? (goesTo ?? environment)
          : undefined,
    destination: environment === 'real' || environment === 'mock' ? environment : undefined,
    order: tr?.order ?? false,
  };
}
