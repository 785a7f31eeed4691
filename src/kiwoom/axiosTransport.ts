import type { AxiosInstance } from 'axios';
import { CancelledError, KiwoomError } from '../core/base/errors.ts';
import type { Scheduler } from '../core/model/ports.ts';
import type { HttpReply, HttpRequest, HttpTransport } from './httpTransport.ts';

/** Time limit for the whole exchange, in milliseconds. */
export const timeLimitMs = 15_000;

/** OAuth replies have a few hundred bytes, the largest published TR replies some hundred KB. */
const sizeLimitBytes = 4 * 1024 * 1024;

/**
 * `proxy: false` because VS Code itself routes http and https through the user's proxy and trusts the
 * system's certificates; `maxRedirects: 0` because a redirect would carry the keys elsewhere (and is
 * how the real server announces maintenance).
 */
export function createAxiosTransport(scheduler: Scheduler): HttpTransport {
  let loaded: AxiosInstance | undefined;
  return async (request: HttpRequest, signal?: AbortSignal): Promise<HttpReply> => {
    const abort = new AbortController();
    const onAbort = (): void => {
      abort.abort();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    // axios' own timeout measures inactivity: a server that sends single bytes would never reach it.
    const timer = scheduler.after(timeLimitMs, () => {
      abort.abort();
    });
    try {
      const http = (loaded ??= await loadAxios());
      const { status, headers, data } = await http.request<Uint8Array>({
        url: request.url,
        headers: { ...request.headers },
        data: request.body,
        signal: abort.signal,
      });
      return { status, headers: plainHeaders(headers), body: data };
    } catch (thrown) {
      if (signal?.aborted === true) throw new CancelledError();
      // An AxiosError contains the request with its secrets: only its code leaves this function.
      if (abort.signal.aborted) throw new KiwoomError('timed-out');
      const { networkErrorCode } = await import('./networkErrorCode.ts');
      throw new KiwoomError(networkErrorCode(thrown));
    } finally {
      timer.dispose();
      signal?.removeEventListener('abort', onAbort);
    }
  };
}

/** Loaded with the first request, as an HTTP library would slow down the editor's start. */
async function loadAxios(): Promise<AxiosInstance> {
  const { default: axios } = await import('axios');
  return axios.create({
    method: 'POST',
    proxy: false,
    maxRedirects: 0,
    maxContentLength: sizeLimitBytes,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
  });
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    if (typeof value === 'string') plain[name.toLowerCase()] = value;
  }
  return plain;
}
