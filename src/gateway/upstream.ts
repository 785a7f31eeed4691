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

interface Target {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: string;
  readonly agent: http.Agent;
  readonly timeout: number;
}

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
  // The limit is a socket's and set once, as setting it for each request costs more than the rest of it.
  const pool = { keepAlive: true, maxSockets: 64, timeout: silenceMs };
  const agents = {
    'http:': new http.Agent(pool),
    'https:': new https.Agent({ ...pool, rejectUnauthorized: true }),
  };
  const targets = new Map<string, Target>();
  const targetOf = (host: string): Target => {
    const known = targets.get(host);
    if (known !== undefined) return known;
    const { protocol, hostname, port } = new URL(host);
    const secure = protocol === 'https:';
    const agent = secure ? agents['https:'] : agents['http:'];
    const target = { secure, hostname, port, agent, timeout: silenceMs };
    targets.set(host, target);
    return target;
  };
  const send: Upstream = (wanted, signal) => {
    const { host, path, headers, body, repeatable } = wanted;
    const { secure, ...target } = targetOf(host);
    const options = { ...target, path, method: 'POST', headers };
    return new Promise<IncomingMessage>((resolve, reject) => {
      if (signal.aborted) {
        reject(new CancelledError());
        return;
      }
      const request = secure ? https.request(options) : http.request(options);
      let reply: IncomingMessage | undefined;
      // A listener, as Node's own `signal` option costs as much as the rest of a request. A request
      // that has ended ignores it.
      signal.addEventListener('abort', () => {
        request.destroy();
      });
      request.on('timeout', () => {
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
