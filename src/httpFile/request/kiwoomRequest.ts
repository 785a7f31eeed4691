import { type Environment, environments } from '../../core/model/environment.ts';
import { isOAuthPath } from '../../core/model/liveServer.ts';
import type { Tr, TrCatalogue } from '../../core/model/tr.ts';
import type { Header, HttpRequest, HttpRequestBlock } from '../syntax/httpFile.ts';
import { rangeOnLine, type Span } from '../syntax/textRange.ts';
import { authorizationHeaders } from './authorizationHeader.ts';
import { hostSpan } from './hostSpan.ts';
import { originOf, splitUrl, type UrlParts } from './url.ts';
import { type FileVariables, kiwoomReference, type ReferenceScope } from './variableReferences.ts';

/** Destination of a request. */
export type Destination =
  /** A literal host of this environment. `clearText`: without TLS. */
  | {
      readonly kind: 'environment';
      readonly environment: Environment;
      readonly clearText?: true;
      /** Through the gateway, whose paths begin with the environment. */
      readonly gateway?: true;
    }
  /** `{{$processEnv KIWOOM_HOST}}` and similar. `fixed`: `{{kiwoomHost}}`, a literal host in the settings */
  | {
      readonly kind: 'reference';
      readonly scope: ReferenceScope;
      readonly fixed?: true;
      /** The host of WebSockets: `{{$processEnv KIWOOM_WS_HOST}}`. */
      readonly webSocket?: true;
    }
  /** Another service's host, with its port. */
  | { readonly kind: 'other'; readonly host: string }
  /** An unknown variable, or no host at all. */
  | { readonly kind: 'unknown' };

/** Authorization of a request. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'reference'; readonly scope: ReferenceScope; readonly header: Header }
  /** A token in plain text, without `Bearer`. */
  | { readonly kind: 'literal'; readonly token: string; readonly header: Header }
  /** An unknown variable, another scheme, or an incomplete value. */
  | { readonly kind: 'other'; readonly header: Header };

/** A request to the Kiwoom REST API, or one with a Kiwoom token. */
export interface KiwoomRequest {
  readonly block: HttpRequestBlock;
  readonly destination: Destination;
  /** Without the query; `undefined` if the URL does not determine it. */
  readonly path: string | undefined;
  /** Span of the path, if it is written literally. */
  readonly pathSpan: Span | undefined;
  readonly authentication: Authentication;
  /** The `api-id` header; its value may be empty. */
  readonly apiId: Header | undefined;
  /** TR of the `api-id`, with the file's variables replaced. */
  readonly tr: Tr | undefined;
}

/** Hosts by environment, such as `api.kiwoom.com`: Kiwoom's own and those of the user settings. */
export type KiwoomHosts = Readonly<Record<Environment, readonly string[]>> & {
  /** Host and port of the running gateway; while it runs, references are replaced by it and its passes. */
  readonly gateway?: string | undefined;
};

/**
 * Analyses a request to a Kiwoom host or to a path of the API, or one with a Kiwoom token or a known `api-id`;
 * returns `undefined` for others.
 */
export function kiwoomRequest(
  block: HttpRequestBlock,
  variables: FileVariables,
  hosts: KiwoomHosts,
  catalogue: TrCatalogue,
): KiwoomRequest | undefined {
  const { request } = block;
  const url = variables.resolve(request.url);
  const target = readUrl(url, headerNamed(request.headers, 'host'), variables, hosts);
  const apiId = headerNamed(request.headers, 'api-id');
  const tr = apiId && catalogue.find(variables.resolve(apiId.value.text));
  const authentication = readAuthentication(request.headers, variables);
  const concernsKiwoom =
    target.destination.kind === 'environment' ||
    target.destination.kind === 'reference' ||
    authentication.kind === 'reference' ||
    tr !== undefined ||
    (target.destination.kind === 'unknown' && isApiPath(target.path));
  if (!concernsKiwoom) return undefined;
  return {
    block,
    ...target,
    pathSpan: target.path === undefined ? undefined : pathSpan(block, target.path),
    authentication,
    apiId,
    tr,
  };
}

/** @param name in lower case */
export function headerNamed(headers: readonly Header[], name: string): Header | undefined {
  return headers.find((header) => header.name.text.toLowerCase() === name);
}

/** Scope of the token that a request needs, from its destination. */
export function fittingScope({ destination }: Pick<KiwoomRequest, 'destination'>): ReferenceScope {
  if (destination.kind === 'environment') return destination.environment;
  return destination.kind === 'reference' ? destination.scope : 'active';
}

export function destinationOf(
  { url, headers }: HttpRequest,
  variables: FileVariables,
  hosts: KiwoomHosts,
): Destination {
  return readUrl(variables.resolve(url), headerNamed(headers, 'host'), variables, hosts)
    .destination;
}

/** Whether a path begins like the published ones. */
function isApiPath(path: string | undefined): boolean {
  return path !== undefined && (/^\/api\/(?:dostk|us)\//.test(path) || isOAuthPath(path));
}

function readUrl(
  url: string,
  hostHeader: Header | undefined,
  variables: FileVariables,
  hosts: KiwoomHosts,
): { destination: Destination; path: string | undefined } {
  const parts = splitUrl(url);
  const path = pathOf(parts.path);
  if (originOf(parts) === '') {
    return { destination: headerDestination(hostHeader, variables, hosts), path };
  }
  const reference = readReference(parts);
  if (reference !== undefined) return { destination: reference, path };
  const origin = originOf(parts);
  if (origin.includes('{{') || (parts.path === '' && parts.rest.startsWith('{{'))) {
    // An unknown variable may contain a part of the path too: `{{baseUrl}}/stkinfo`.
    return { destination: { kind: 'unknown' }, path: isApiPath(path) ? path : undefined };
  }
  const passed = gatewayTarget(parts, hosts);
  if (passed !== undefined) return passed;
  // Without a scheme neither client sends it, but cURL in a terminal uses plain HTTP.
  const isEncrypted = /(?:https|wss):\/\/$/i.test(parts.scheme);
  return { destination: hostDestination(parts.host + parts.port, hosts, isEncrypted), path };
}

/** `http://127.0.0.1:<port>/mock/api/…` */
function gatewayTarget(
  { host, port, path }: UrlParts,
  { gateway }: KiwoomHosts,
): { destination: Destination; path: string | undefined } | undefined {
  if (gateway === undefined || host + port !== gateway) return undefined;
  const environment = environments.find((each) => path.startsWith(`/${each}/`));
  if (environment === undefined) return undefined;
  const destination = { kind: 'environment' as const, environment, gateway: true as const };
  return { destination, path: pathOf(path.slice(environment.length + 1)) };
}

/** Whether the URL has a scheme before a variable that includes one, which makes it invalid. */
export function hasDoubleScheme({ request }: HttpRequestBlock, variables: FileVariables): boolean {
  const { scheme, host } = splitUrl(variables.resolve(request.url));
  if (/:\/\/.*:\/\//.test(scheme)) return true;
  const [, expression] = /^\{\{([^{}]*)\}\}/.exec(host) ?? [];
  const part = expression === undefined ? undefined : kiwoomReference(expression)?.part;
  return scheme !== '' && part !== undefined && part !== 'token';
}

/** Destination of a URL without a host, which is in a `Host` header then. */
function headerDestination(
  header: Header | undefined,
  variables: FileVariables,
  hosts: KiwoomHosts,
): Destination {
  const written = variables.resolve(header?.value.text ?? '');
  if (written === '' || written.includes('{{')) return { kind: 'unknown' };
  const { host, port } = splitUrl(written);
  // Both clients use https for this port and http for others.
  return hostDestination(host + port, hosts, port === ':443');
}

/** `{{$processEnv KIWOOM_HOST}}`, `{{$processEnv KIWOOM_WS_HOST}}`; any suffix but a port makes it another host. */
function readReference(parts: UrlParts): Destination | undefined {
  const { scheme } = parts;
  if (scheme.includes('{{')) return undefined;
  const origin = originOf(parts).slice(scheme.length);
  const [whole = '', expression = ''] = /^\{\{([^{}]*)\}\}/.exec(origin) ?? [];
  const known = kiwoomReference(expression);
  if (known === undefined || known.part === 'token') return undefined;
  const { part, scope, fixed } = known;
  const behind = origin.slice(whole.length);
  if (/^(?::\d*)?$/.test(behind)) {
    const webSocket = part === 'webSocket' && { webSocket: true as const };
    return { kind: 'reference', scope, ...(fixed && { fixed }), ...webSocket };
  }
  if (behind.includes('{{')) return { kind: 'unknown' };
  return { kind: 'other', host: behind.slice(behind.lastIndexOf('@') + 1).toLowerCase() };
}

/** @param written host with its port */
function hostDestination(written: string, hosts: KiwoomHosts, isEncrypted: boolean): Destination {
  const host = written.toLowerCase();
  const bare = host.replace(/:(?:443|10000)$/, '');
  for (const environment of environments) {
    if (hosts[environment].some((known) => known === host || known === bare)) {
      const clearText = !isEncrypted && !isLoopback(host);
      return { kind: 'environment', environment, ...(clearText && { clearText }) };
    }
  }
  return { kind: 'other', host };
}

function pathOf(written: string): string | undefined {
  return written === '' || written.includes('{{') ? undefined : written;
}

function pathSpan({ request }: HttpRequestBlock, path: string): Span | undefined {
  const parts = request.kind === 'curl' ? [request.urlSpan] : request.urlParts;
  const host = hostSpan(request)?.text ?? '';
  for (const [index, part] of parts.entries()) {
    if (part === undefined) continue;
    // The text before it may contain the same path: `/api` in `https://api.kiwoom.com/api`.
    const from = part.text.indexOf(path, index === 0 ? host.length : 0);
    const { start, end } = part.range;
    if (from === -1 || start.line !== end.line) continue;
    const character = start.character + from;
    return { text: path, range: rangeOnLine(start.line, character, character + path.length) };
  }
  return undefined;
}

function readAuthentication(headers: readonly Header[], variables: FileVariables): Authentication {
  const [header] = authorizationHeaders(headers);
  if (header === undefined || header.value.text === '') return { kind: 'none' };
  const value = variables.resolve(header.value.text);
  // References count anywhere in the value, because the token is sent even where Kiwoom would not accept it.
  for (const [, expression = ''] of value.matchAll(/\{\{([^{}]*)\}\}/g)) {
    const known = kiwoomReference(expression);
    if (known?.part === 'token') return { kind: 'reference', scope: known.scope, header };
  }
  const token = /^bearer\s+(.+)$/i.exec(value)?.[1];
  if (token === undefined) return { kind: 'other', header };
  return token.includes('{{') ? { kind: 'other', header } : { kind: 'literal', token, header };
}

/** Whether the host is this computer, with any port. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(host);
}
