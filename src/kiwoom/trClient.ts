import type { TrApi, TrReply, TrRequest } from '../core/model/ports.ts';
import { type HttpTransport, serverTimeOf } from './httpTransport.ts';

/** One call of a TR without retries: adds headers and validates the reply. */
export class TrClient implements TrApi {
  readonly #transport: HttpTransport;
  readonly #userAgent: string;

  constructor(transport: HttpTransport, userAgent: string) {
    this.#transport = transport;
    this.#userAgent = userAgent;
  }

  /** Sends the request to the server that issued the token. */
  async send(request: TrRequest, signal?: AbortSignal): Promise<TrReply> {
    const { apiId, path, token, body, nextKey } = request;
    const reply = await this.#transport(
      {
        url: token.host + path,
        headers: {
          'Content-Type': 'application/json;charset=UTF-8',
          Accept: 'application/json',
          'User-Agent': this.#userAgent,
          Authorization: `Bearer ${token.value.reveal()}`,
          'api-id': apiId,
          ...(nextKey === undefined ? {} : { 'cont-yn': 'Y', 'next-key': nextKey }),
        },
        body: JSON.stringify(body),
      },
      signal,
    );
    const { readReply } = await import('./replies.ts');
    const fields = readReply(reply, [token.value]);
    const more = reply.headers['cont-yn'] === 'Y' ? reply.headers['next-key'] : undefined;
    const serverTime = serverTimeOf(reply);
    return {
      body: fields,
      ...(more === undefined ? {} : { nextKey: more }),
      ...(serverTime === undefined ? {} : { serverTime }),
    };
  }
}
