import { liveServer } from './liveServer.ts';

/**
 * The address of a server's WebSockets: on a port of their own at Kiwoom; a server on this machine uses one port for
 * everything.
 */
export function webSocketHost(host: string): string {
  const { protocol, hostname, port, pathname } = new URL(host);
  const path = pathname === '/' ? '' : pathname;
  if (protocol === 'http:') return `ws://${hostname}:${port || 80}${path}`;
  return `wss://${hostname}:${port || liveServer.webSocketPort}${path}`;
}
