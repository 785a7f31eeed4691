import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
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

/** One POST over connections that are kept; certificates are verified, no redirect is followed. */
export function createUpstream(scheduler: Scheduler): { send: Upstream; close: () => void } {
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
        reject(signal.aborted ? new CancelledError() : networkError(error));
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

/** The error knows the request with its token: only its code goes on. */
function networkError(error: NodeJS.ErrnoException): KiwoomError {
  if (error instanceof KiwoomError) return error;
  const code = error.code ?? '';
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return new KiwoomError('certificate-untrusted', { subject: code });
  }
  return new KiwoomError(networkCodes[code] ?? 'network-failed');
}

const networkCodes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  ETIMEDOUT: 'timed-out',
};
