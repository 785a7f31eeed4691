import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Disposable } from '../core/base/event.ts';
import { CancelledError, KiwoomError } from '../core/base/errors.ts';

export interface UpstreamRequest {
  /** Origin of the token's server. */
  readonly host: string;
  /** The TR's path in the catalogue. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
  /** Whether the request is idempotent. */
  readonly repeatable: boolean;
}

export type Upstream = (request: UpstreamRequest, signal: AbortSignal) => Promise<IncomingMessage>;

/** Maps Node's errors to those of the domain. */
export type NetworkError = (error: NodeJS.ErrnoException) => KiwoomError;

/**
 * One POST over keep-alive connections; certificates are verified, redirects are not followed.
 *
 * @param silenceMs time limit for the reply's head, and between two chunks of its body
 */
export function createUpstream(
  networkError: NetworkError,
  silenceMs: number,
): Disposable & { readonly send: Upstream } {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 64, rejectUnauthorized: true }),
  };
  const urls = new Map<string, URL>();
  const urlOf = (host: string): URL => {
    const url = urls.get(host) ?? new URL(host);
    urls.set(host, url);
    return url;
  };
  const send: Upstream = (wanted, signal) => {
    const { host, path, headers, body, repeatable } = wanted;
    const { protocol, hostname, port } = urlOf(host);
    const secure = protocol === 'https:';
    const target = { hostname, port, path, method: 'POST', headers };
    return new Promise<IncomingMessage>((resolve, reject) => {
      if (signal.aborted) {
        reject(new CancelledError());
        return;
      }
      const request = secure
        ? https.request({ ...target, agent: agents['https:'] })
        : http.request({ ...target, agent: agents['http:'] });
      let reply: IncomingMessage | undefined;
      // A listener, as Node's own `signal` option costs as much as the rest of a request.
      const cut = (): void => {
        request.destroy();
      };
      signal.addEventListener('abort', cut);
      request.on('close', () => {
        signal.removeEventListener('abort', cut);
      });
      request.setTimeout(silenceMs, () => {
        (reply ?? request).destroy(new KiwoomError('timed-out'));
      });
      request.on('response', (message) => {
        reply = message;
        resolve(message);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server may have closed the keep-alive connection while the request was on its way.
        const isStale = request.reusedSocket && error.code === 'ECONNRESET';
        if (signal.aborted) reject(new CancelledError());
        else if (isStale && repeatable) resolve(send({ ...wanted, repeatable: false }, signal));
        else reject(error instanceof KiwoomError ? error : networkError(error));
      });
      // Upgrades to another protocol are refused.
      request.on('upgrade', (_reply, socket) => {
        socket.destroy();
        reject(new KiwoomError('reply-unexpected'));
      });
      request.end(body);
    });
  };
  const dispose = (): void => {
    for (const agent of Object.values(agents)) agent.destroy();
  };
  return { send, dispose };
}
