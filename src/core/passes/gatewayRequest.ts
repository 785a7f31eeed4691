import { agentPath } from './agentPath.ts';
import { isOAuthPath, liveServer } from '../model/liveServer.ts';
import { type Environment, environments } from '../model/environment.ts';
import type { Profile } from '../model/profile.ts';
import type { Tr } from '../model/tr.ts';

/** A request's first line and headers, unparsed. */
export interface RequestHead {
  readonly method: string;
  /** The request target of the first line. */
  readonly target: string;
  /** Names and values in turn, in the order of all headers, including repeated ones. */
  readonly headers: readonly string[];
}

export interface GatewayFacts {
  /** The only accepted `Host`: `127.0.0.1:<port>`. */
  readonly address: string;
  readonly tr: (apiId: string) => Pick<Tr, 'id' | 'path' | 'order' | 'transport'> | undefined;
  /** Transport of a path's TRs; `undefined` for a path that the API does not have. */
  readonly transport: (path: string) => Tr['transport'] | undefined;
  readonly accountOf: (pass: string) => Profile | undefined;
  /** The account of an agent pass; absent while the tools for agents are off. */
  readonly agentOf?: (pass: string) => Profile | undefined;
}

export type RefusalReason =
  | 'other-host'
  | 'from-page'
  | 'repeated-header'
  | 'upgrade'
  | 'unknown-path'
  | 'method'
  | 'wrong-pass'
  | 'other-environment'
  | 'unknown-api'
  | 'api-of-other-path';

export type GatewayDecision =
  | {
      readonly kind: 'call';
      readonly profile: Profile;
      readonly tr: Pick<Tr, 'id' | 'path' | 'order'>;
      readonly page: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'agent'; readonly profile: Profile }
  /** The pass is in the body. */
  | { readonly kind: 'issue' | 'revoke'; readonly environment: Environment }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: RefusalReason };

export type UpgradeDecision =
  | {
      readonly kind: 'connect';
      readonly environment: Environment;
      readonly path: string;
      /** The account of the pass in the handshake; without one, the LOGIN message has to contain it. */
      readonly profile?: Profile;
    }
  | Refusal;

type Refusal = GatewayDecision & { kind: 'refused' };

/** Headers that may occur only once, because servers differ in which of two they use. */
const once = new Set([
  'host',
  'authorization',
  'api-id',
  'content-length',
  'transfer-encoding',
  'content-type',
  'cont-yn',
  'next-key',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
]);

/**
 * Authorises a request and finds its account. Names are compared without normalisation, so that no name
 * can be read in two ways.
 */
export function decideRequest(head: RequestHead, facts: GatewayFacts): GatewayDecision {
  const headers = headersFrom(head, facts);
  if ('kind' in headers) return headers;
  if (headers.has('upgrade') || head.method === 'CONNECT') return refused(404, 'upgrade');
  const { agentOf } = facts;
  if (head.target === agentPath && agentOf !== undefined) {
    const profile = accountIn(headers, { accountOf: agentOf });
    if (profile === undefined) return refused(404, 'wrong-pass');
    // Only POST: nothing is kept between requests, so there is no stream to open and no session to end.
    return head.method === 'POST' ? { kind: 'agent', profile } : refused(405, 'method');
  }
  const { environment, path } = destinationOf(head.target);
  if (environment === undefined || !(isOAuthPath(path) || facts.transport(path) !== undefined)) {
    return refused(404, 'unknown-path');
  }
  if (head.method !== 'POST') return refused(405, 'method');
  if (path === liveServer.issuePath) return { kind: 'issue', environment };
  if (path === liveServer.revokePath) return { kind: 'revoke', environment };

  const profile = accountIn(headers, facts);
  if (profile === undefined) return refused(404, 'wrong-pass');
  if (profile.environment !== environment) return refused(403, 'other-environment');
  const tr = facts.tr(headers.get('api-id') ?? '');
  if (tr?.transport !== 'rest') return refused(404, 'unknown-api');
  if (tr.path !== path) return refused(404, 'api-of-other-path');
  const page = Object.fromEntries(
    ['cont-yn', 'next-key'].flatMap((name) => {
      const value = headers.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { kind: 'call', profile, tr, page };
}

/** Authorises a WebSocket upgrade. */
export function decideUpgrade(head: RequestHead, facts: GatewayFacts): UpgradeDecision {
  const headers = headersFrom(head, facts);
  if ('kind' in headers) return headers;
  const hasBody = headers.has('content-length') || headers.has('transfer-encoding');
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket' || hasBody) {
    return refused(404, 'upgrade');
  }
  const { environment, path } = destinationOf(head.target);
  if (environment === undefined || facts.transport(path) !== 'websocket') {
    return refused(404, 'unknown-path');
  }
  if (head.method !== 'GET') return refused(405, 'method');
  if (!headers.has('authorization')) return { kind: 'connect', environment, path };
  const profile = accountIn(headers, facts);
  if (profile === undefined) return refused(404, 'wrong-pass');
  if (profile.environment !== environment) return refused(403, 'other-environment');
  return { kind: 'connect', environment, path, profile };
}

/** Parses the headers, after refusing everything that a web page could send. */
function headersFrom(head: RequestHead, { address }: GatewayFacts): Map<string, string> | Refusal {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < head.headers.length; at += 2) {
    const key = head.headers[at]?.toLowerCase() ?? '';
    if (once.has(key) && headers.has(key)) return refused(400, 'repeated-header');
    headers.set(key, head.headers[at + 1] ?? '');
  }
  if (headers.get('host') !== address) return refused(404, 'other-host');
  return isFromPage(headers) ? refused(404, 'from-page') : headers;
}

function destinationOf(target: string): { environment?: Environment; path: string } {
  const environment = environments.find((each) => target.startsWith(`/${each}/`));
  if (environment === undefined) return { path: '' };
  return { environment, path: target.slice(environment.length + 1) };
}

function accountIn(
  headers: ReadonlyMap<string, string>,
  { accountOf }: Pick<GatewayFacts, 'accountOf'>,
): Profile | undefined {
  const pass = /^Bearer ([\w-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return pass === undefined ? undefined : accountOf(pass);
}

/**
 * Whether the headers are a browser's: a program sends none of these, and a web page cannot omit all of
 * them.
 */
function isFromPage(headers: ReadonlyMap<string, string>): boolean {
  if (headers.has('origin') || headers.has('referer')) return true;
  const site = headers.get('sec-fetch-site');
  return site !== undefined && site !== 'none';
}

function refused(status: number, reason: RefusalReason): Refusal {
  return { kind: 'refused', status, reason };
}
