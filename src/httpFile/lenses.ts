import type { Environment } from '../core/model/environment.ts';
import type { KiwoomRequest } from './request/kiwoomRequest.ts';
import type { ReferenceScope } from './request/variableReferences.ts';

/** Facts for the code lenses of a request; the account behind its scope is looked up when they are shown. */
export interface RequestFacts {
  /** Line number of the request line. */
  readonly line: number;
  /** Scope of the reference to the token; `undefined` for a token in plain text or an unknown variable. */
  readonly scope: ReferenceScope | undefined;
  /** Environment it is sent to, if the file determines it. */
  readonly destination: Environment | undefined;
  /** Whether it may move money. */
  readonly order: boolean;
}

/** @returns `undefined` for a request to another service */
export function requestFacts(request: KiwoomRequest): RequestFacts | undefined {
  const { block, destination, authentication, tr } = request;
  if (destination.kind === 'other') return undefined;
  const goesTo = destination.kind === 'reference' ? destination.scope : undefined;
  const environment = destination.kind === 'environment' ? destination.environment : goesTo;
  const { kind } = authentication;
  return {
    line: block.request.line,
    // A request without a token gets the scope of its destination.
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
