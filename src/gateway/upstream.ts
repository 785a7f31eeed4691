import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { CancelledError, KiwoomError } from '../core/base/errors.ts';
import type { Scheduler } from '../core/model/ports.ts';

/** Until the reply's headers are here, and between two parts of its body, in milliseconds. */
const silenceLimitMs = 30_000;

export interface UpstreamRequest {
  /** Origin of the token's server. */
  readonly host: string;
  /** Of the catalogue. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

export type Upstream = (request: UpstreamRequest, signal: AbortSignal) => Promise<IncomingMessage>;

/** What Node reports, in words of the domain. */
export type NetworkError = (error: NodeJS.ErrnoException) => KiwoomError;

/** One POST over connections that are kept; certificates are verified, no redirect is followed. */
export function createUpstream(
  scheduler: Scheduler,
  networkError: NetworkError,
): { send: Upstream; close: () => void } {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 64, rejectUnauthorized: true }),
  };
  const send: Upstream = ({ host, path, headers, body }, signal) => {
    const { protocol, hostname, port } = new URL(host);
    const secure = protocol === 'https:';
    const target = { hostname, port, path, method: 'POST', headers, signal };
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request = secure
        ? https.request({ ...target, agent: agents['https:'] })
        : http.request({ ...target, agent: agents['http:'] });
      const stop = scheduler.after(silenceLimitMs, () => {
        request.destroy(new KiwoomError('timed-out'));
      });
      request.on('response', (reply) => {
        stop();
        reply.setTimeout(silenceLimitMs, () => reply.destroy());
        resolve(reply);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        stop();
        const own = error instanceof KiwoomError ? error : networkError(error);
        reject(signal.aborted ? new CancelledError() : own);
      });
      // A server that asks for another protocol gets none.
      request.on('upgrade', (_reply, socket) => {
        socket.destroy();
        reject(new KiwoomError('reply-unexpected'));
      });
      request.end(body);
    });
  };
  const close = (): void => {
    for (const agent of Object.values(agents)) agent.destroy();
  };
  return { send, close };
}
