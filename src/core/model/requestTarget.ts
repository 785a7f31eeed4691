import { liveServer } from './liveServer.ts';

const webSocketOf: Readonly<Record<string, string>> = { 'https:': 'wss:', 'http:': 'ws:' };

/**
 * Whether a request goes to the server that issued a token: the same origin, or its WebSockets, which
 * are served by the same host on a port of their own.
 *
 * @param url as it will be sent, without variables
 * @param origin of the token's server
 */
export function goesTo(origin: string, url: string): boolean {
  const server = URL.parse(origin);
  const target = URL.parse(url);
  if (server === null || target === null) return false;
  if (target.origin === server.origin && target.protocol === server.protocol) return true;
  return (
    target.protocol === webSocketOf[server.protocol] &&
    target.hostname === server.hostname &&
    (target.port === server.port || target.port === String(liveServer.webSocketPort))
  );
}

/** The host that a message may name; nothing else of an address that can hold anything. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
