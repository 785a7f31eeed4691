import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { KnownSecret, SecretMatcher } from '../../core/leaks/secretSearch.ts';
import type { Tr, TrCatalogue, TrField } from '../../core/model/tr.ts';
import type { KiwoomHosts, KiwoomRequest } from '../request/kiwoomRequest.ts';
import type { FileVariables, ReferenceScope } from '../request/variableReferences.ts';
import type { Variables } from '../request/workspaceVariables.ts';
import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import type { LineRange, TextRange } from '../syntax/textRange.ts';

/** An error is what cannot work or lets a secret out; whatever is less sure is less. */
export type DiagnosticSeverity = 'error' | 'warning' | 'information';

/** What can be said about a request, and the facts of each. None holds a secret or a place. */
export interface DiagnosticFacts {
  /** A key or token of this extension, written out. */
  'known-secret': {
    readonly secret: KnownSecret;
    /** What a token can be replaced by. */
    readonly reference?: TokenReplacement;
  };
  /** Where a key or token belongs in a request, something of exactly such a shape. */
  'secret-look-alike': {
    readonly kind: KnownSecret['kind'];
    readonly reference?: TokenReplacement;
  };
  /** The keys leave through the `.http` client. `written`: they stand in the file itself. */
  'keys-in-request': { readonly written: boolean };
  /** The reference is empty now. */
  'no-token': { readonly scope: NamedScope };
  'token-of-other-environment': {
    readonly token: Environment;
    /** `undefined`: the token is written out. */
    readonly tokenScope?: ReferenceScope;
    readonly destination: Environment;
    readonly destinationScope: ReferenceScope;
  };
  'foreign-host': { readonly host: string; readonly tokenScope?: ReferenceScope };
  /** Where the gateway runs, a pass that does not go there; `fixed`: by `{{kiwoomHost}}`, which may. */
  'pass-past-gateway': { readonly scope: ReferenceScope; readonly fixed: boolean };
  /** `scheme`: what is missing. */
  'clear-text': { readonly scheme: 'https://' | 'wss://'; readonly environment: Environment };
  /** `scheme`: the one too many. */
  'double-scheme': { readonly scheme: string };
  /** It cannot work, whatever the token is; `reference`: what belongs there. */
  'authorization-unusable': { readonly reference: string };
  /** It works, with a token that this extension does not renew. */
  'authorization-elsewhere': { readonly reference: string };
  'unknown-api-id': { readonly apiId: string; readonly suggestion?: string };
  'api-id-not-on-path': { readonly tr: Tr; readonly path: string };
  'not-on-mock': { readonly path: string };
  /** Every TR is called by POST. */
  'wrong-method': { readonly method: string };
  /** A method or a version in small letters, which httpyac takes for a part of the URL. */
  'needs-capitals': { readonly written: string; readonly capitals: string };
  /** The version stands before further lines of the URL, which are not sent. */
  'url-cut-off': { readonly version: string };
  /** Among the headers, and none; `comment`: it may be one that lacks its `#`. */
  'stray-line': { readonly comment: boolean };
  'missing-headers': {
    readonly names: readonly RequiredHeader[];
    /** What the missing `api-id` is, if the request tells. */
    readonly apiId?: string;
  };
  'real-order': { readonly tr: Tr };
  /** `wrong`: the character or escape that JSON does not take, where one is the reason. */
  'body-not-json': { readonly wrong?: string };
  'missing-fields': { readonly fields: readonly TrField[] };
  'value-not-listed': { readonly field: TrField; readonly value: string };
  /** REST Client sends the line as a part of the head or the body; `isRequest`: it begins a request. */
  'sent-otherwise': { readonly part: 'headers' | 'body'; readonly isRequest: boolean };
  /** `type`: the label of the order's type, which goes with a price. */
  'price-missing': { readonly field: TrField; readonly type: string };
  'value-too-long': { readonly field: TrField; readonly longest: number };
}

export type DiagnosticCode = keyof DiagnosticFacts;

export type DiagnosticOf<Code extends DiagnosticCode> = {
  readonly [C in Code]: {
    readonly code: C;
    readonly range: TextRange;
    readonly severity: DiagnosticSeverity;
    readonly facts: DiagnosticFacts[C];
  };
}[Code];

export type HttpDiagnostic = DiagnosticOf<DiagnosticCode>;

export type RequiredHeader = 'Content-Type' | 'Authorization' | 'api-id';

/** The scopes that this extension itself fills. */
export type NamedScope = Exclude<ReferenceScope, 'selected'>;

export interface TokenReplacement {
  readonly scope: ReferenceScope;
  /** The reference stands for this very token's account, so what is sent stays the same. */
  readonly sameAccount: boolean;
}

/** What a reference stands for now. `unknown`: nothing is handed out, and nothing can be said. */
export interface ReferenceState {
  readonly profile: Profile | undefined;
  readonly token: 'held' | 'none' | 'unknown';
}

/** All that the diagnostics of a file depend on besides its text. */
export interface DiagnosisContext {
  readonly references: Readonly<Record<NamedScope, ReferenceState>>;
  readonly secrets: SecretMatcher;
  readonly hosts: KiwoomHosts;
  readonly catalogue: TrCatalogue;
  /** Variables that the workspace gives to requests, one environment each; not the user's own. */
  readonly workspaceEnvironments: readonly Variables[];
}

/** One request with what surrounds it. */
export interface RequestToDiagnose {
  readonly file: HttpFile;
  readonly variables: FileVariables;
  readonly block: HttpRequestBlock;
  readonly request: KiwoomRequest;
  readonly context: DiagnosisContext;
}

/** Where a piece of text stands first in these lines. */
export function placeOf(
  file: HttpFile,
  { first, last }: LineRange,
  text: string,
): TextRange | undefined {
  for (let line = first; line <= last; line++) {
    const character = file.lines[line]?.indexOf(text) ?? -1;
    if (character !== -1) {
      const end = { line, character: character + text.length };
      return { start: { line, character }, end };
    }
  }
  return undefined;
}

/** For what concerns a request as a whole: its path, else the line that it begins on. */
export function requestRange({ file, request }: RequestToDiagnose): TextRange {
  if (request.pathSpan !== undefined) return request.pathSpan.range;
  const { line } = request.block.request;
  const text = file.lines[line] ?? '';
  const start = text.length - text.trimStart().length;
  return { start: { line, character: start }, end: { line, character: text.trimEnd().length } };
}

/** Whose environment a reference of this scope has now. */
export function environmentNow(
  scope: ReferenceScope,
  { references }: DiagnosisContext,
): Environment | undefined {
  if (scope === 'active') return references.active.profile?.environment;
  return scope === 'selected' ? undefined : scope;
}

/** Where a request goes, as far as it is known now. */
export function destinationNow(
  { destination }: KiwoomRequest,
  context: DiagnosisContext,
): { readonly environment: Environment; readonly scope: ReferenceScope } | undefined {
  if (destination.kind === 'environment') {
    return { environment: destination.environment, scope: destination.environment };
  }
  if (destination.kind !== 'reference') return undefined;
  const environment = environmentNow(destination.scope, context);
  return environment === undefined ? undefined : { environment, scope: destination.scope };
}
