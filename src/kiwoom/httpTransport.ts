export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as UTF-8. */
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The `Date` header, epoch milliseconds. */
export function serverTimeOf({ headers }: HttpReply): number | undefined {
  const time = Date.parse(headers['date'] ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/**
 * One POST, no redirects followed, any status accepted, bounded in time and size.
 *
 * Rejects with KiwoomError of a network code or with CancelledError; never with an error
 * that knows the request.
 */
export type HttpTransport = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpReply>;
