import { liveServer } from './liveServer.ts';

const webSocketOf: Readonly<Record<string, string>> = { 'https:': 'wss:', 'http:': 'ws:' };

/**
 * Whether a request goes to the server that issued a token: the same origin, or the same host's
 * WebSocket port.
 *
 * @param url the final URL, without variables
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

/** The host of a URL, safe to show; the rest of a URL may contain secrets. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
