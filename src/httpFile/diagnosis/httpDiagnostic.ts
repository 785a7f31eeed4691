import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { KnownSecret, SecretMatcher } from '../../core/leaks/secretSearch.ts';
import type { Tr, TrCatalogue, TrField } from '../../core/model/tr.ts';
import type { KiwoomHosts, KiwoomRequest } from '../request/kiwoomRequest.ts';
import type { FileVariables, ReferenceScope } from '../request/variableReferences.ts';
import type { Variables } from '../request/workspaceVariables.ts';
import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import { trimmedColumns } from '../syntax/lineSyntax.ts';
import { type LineRange, rangeOnLine, type TextRange } from '../syntax/textRange.ts';

/** An error is a request that cannot work or leaks a secret; anything less certain is a warning or information. */
export type DiagnosticSeverity = 'error' | 'warning' | 'information';

/** Diagnostic codes with their facts. None contains a secret or a position. */
export interface DiagnosticFacts {
  /** A key or token stored by this extension, in plain text. */
  'known-secret': {
    readonly secret: KnownSecret;
    /** Suggested replacement of a token. */
    readonly reference?: TokenReplacement;
  };
  /** Text in the place of a key or token, with exactly its length and characters. */
  'secret-look-alike': {
    readonly kind: KnownSecret['kind'];
    readonly reference?: TokenReplacement;
  };
  /** The `.http` client sends the keys. `written`: they are in the file in plain text. */
  'keys-in-request': { readonly written: boolean };
  /** The references to keys are empty, because only the running gateway gives them passes. */
  'keys-without-gateway': object;
  /** The reference is empty at the moment. */
  'no-token': { readonly scope: NamedScope };
  'token-of-other-environment': {
    readonly token: Environment;
    /** `undefined`: the token is in plain text. */
    readonly tokenScope?: ReferenceScope;
    readonly destination: Environment;
    readonly destinationScope: ReferenceScope;
  };
  'foreign-host': { readonly host: string; readonly tokenScope?: ReferenceScope };
  /** A pass sent elsewhere while the gateway is running; `fixed`: to `{{kiwoomHost}}`, which may be the gateway. */
  'pass-past-gateway': { readonly scope: ReferenceScope; readonly fixed: boolean };
  /** `scheme`: the one to use. */
  'clear-text': { readonly scheme: 'https://' | 'wss://'; readonly environment: Environment };
  /** `scheme`: the duplicate one. */
  'double-scheme': { readonly scheme: string };
  /** `reference`: the one for the request's protocol. */
  'host-of-other-protocol': {
    readonly scope: ReferenceScope;
    readonly reference: string;
    readonly webSocket: boolean;
  };
  /** A name of our hosts that is no reference to them; `reference`: the one that is meant. */
  'host-elsewhere': { readonly scope: ReferenceScope; readonly reference: string };
  /** The request fails with any token; `reference`: the correct value. */
  'authorization-unusable': { readonly reference: string };
  /** The request may work, with a token that this extension does not renew. */
  'authorization-elsewhere': { readonly reference: string };
  'unknown-api-id': { readonly apiId: string; readonly suggestion?: string };
  'api-id-not-on-path': { readonly tr: Tr; readonly path: string };
  'not-on-mock': { readonly path: string };
  /** Every TR is called by POST. */
  'wrong-method': { readonly method: string };
  /** A lower-case method or version, which httpyac takes for a part of the URL. */
  'needs-capitals': { readonly written: string; readonly capitals: string };
  /** The version is followed by further lines of the URL, which are not sent. */
  'url-cut-off': { readonly version: string };
  /** A line among the headers that is no header; `comment`: it may be a comment without `#`. */
  'stray-line': { readonly comment: boolean };
  'missing-headers': {
    readonly names: readonly RequiredHeader[];
    /** The guessed `api-id`, if any. */
    readonly apiId?: string;
  };
  'real-order': { readonly tr: Tr };
  /** `wrong`: the invalid character or escape, if one is the cause. */
  'body-not-json': { readonly wrong?: string };
  'missing-fields': { readonly fields: readonly TrField[] };
  'value-not-listed': { readonly field: TrField; readonly value: string };
  /** REST Client sends the line as a header or as part of the body; `isRequest`: it is a request line. */
  'sent-otherwise': { readonly part: 'headers' | 'body'; readonly isRequest: boolean };
  /** `type`: label of the order type that requires a price. */
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

/** Scopes whose values this extension provides. */
export type NamedScope = Exclude<ReferenceScope, 'selected'>;

export interface TokenReplacement {
  readonly scope: ReferenceScope;
  /** The reference is for the same account as the token, so the request does not change. */
  readonly sameAccount: boolean;
}

/** Current state of a reference. `unknown`: nothing is injected, so its value is unknown. */
export interface ReferenceState {
  readonly profile: Profile | undefined;
  readonly token: 'held' | 'none' | 'unknown';
}

/** Everything besides the text that a file's diagnostics depend on. */
export interface DiagnosisContext {
  readonly references: Readonly<Record<NamedScope, ReferenceState>>;
  readonly secrets: SecretMatcher;
  readonly hosts: KiwoomHosts;
  readonly catalogue: TrCatalogue;
  /** Whether the variables that the gateway fills with passes hold keys of the user's own. */
  readonly ownKeys: boolean;
  /** Variables defined by the workspace, one set per environment; not the user's own. */
  readonly workspaceEnvironments: readonly Variables[];
}

/** A request with its context. */
export interface RequestToDiagnose {
  readonly file: HttpFile;
  readonly variables: FileVariables;
  readonly block: HttpRequestBlock;
  readonly request: KiwoomRequest;
  readonly context: DiagnosisContext;
}

/** First occurrence of a text in these lines. */
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

/** Range of diagnostics about the whole request: its path, else its first line. */
export function requestRange({ file, request }: RequestToDiagnose): TextRange {
  if (request.pathSpan !== undefined) return request.pathSpan.range;
  return textRangeOn(file, request.block.request.line);
}

/** Range of a line without the blanks around its text. */
export function textRangeOn(file: HttpFile, line: number): TextRange {
  const { start, end } = trimmedColumns(file.lines[line] ?? '');
  return rangeOnLine(line, start, end);
}

/** Environment that a reference of this scope currently has. */
export function environmentNow(
  scope: ReferenceScope,
  { references }: DiagnosisContext,
): Environment | undefined {
  if (scope === 'active') return references.active.profile?.environment;
  return scope === 'selected' ? undefined : scope;
}

/** Destination of a request as far as it is currently known. */
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
