import { isOAuthPath, liveServer } from '../model/liveServer.ts';
import { type Environment, environments } from '../model/environment.ts';
import type { Profile } from '../model/profile.ts';
import type { Tr } from '../model/tr.ts';

/** A request's first line and headers, as they came. */
export interface RequestHead {
  readonly method: string;
  /** As it stands in the request's first line. */
  readonly target: string;
  /** In their order, repeated ones as well. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface GatewayFacts {
  /** The only `Host` that is served: `127.0.0.1:<port>`. */
  readonly address: string;
  readonly tr: (apiId: string) => Pick<Tr, 'id' | 'path' | 'order' | 'transport'> | undefined;
  readonly knownPath: (path: string) => boolean;
  readonly accountOf: (pass: string) => Profile | undefined;
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
  /** The body tells the pass. */
  | { readonly kind: 'issue' | 'revoke'; readonly environment: Environment }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: RefusalReason };

/** Headers that decide about a request: which of two would count differs from server to server. */
const once = new Set([
  'host',
  'authorization',
  'api-id',
  'content-length',
  'transfer-encoding',
  'content-type',
  'cont-yn',
  'next-key',
]);

/**
 * Whether a request may pass, and for whom. Every name is compared as text: nothing is normalised, so
 * nothing can be read in two ways.
 */
export function decideRequest(head: RequestHead, facts: GatewayFacts): GatewayDecision {
  const headers = new Map<string, string>();
  for (const [name, value] of head.headers) {
    const key = name.toLowerCase();
    if (once.has(key) && headers.has(key)) return refused(400, 'repeated-header');
    headers.set(key, value);
  }
  // Before anything else: what a page of a browser can send.
  if (headers.get('host') !== facts.address) return refused(404, 'other-host');
  if (isFromPage(headers)) return refused(404, 'from-page');
  if (headers.has('upgrade') || head.method === 'CONNECT') return refused(404, 'upgrade');

  const environment = environments.find((each) => head.target.startsWith(`/${each}/`));
  const path = environment === undefined ? '' : head.target.slice(environment.length + 1);
  if (environment === undefined || !(isOAuthPath(path) || facts.knownPath(path))) {
    return refused(404, 'unknown-path');
  }
  if (head.method !== 'POST') return refused(405, 'method');
  if (path === liveServer.issuePath) return { kind: 'issue', environment };
  if (path === liveServer.revokePath) return { kind: 'revoke', environment };

  const pass = /^Bearer ([\w-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const profile = pass === undefined ? undefined : facts.accountOf(pass);
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

/** A program sends none of these; a page of a browser cannot leave them all out. */
function isFromPage(headers: ReadonlyMap<string, string>): boolean {
  if (headers.has('origin') || headers.has('referer')) return true;
  const site = headers.get('sec-fetch-site');
  return site !== undefined && site !== 'none';
}

function refused(status: number, reason: RefusalReason): GatewayDecision {
  return { kind: 'refused', status, reason };
}
