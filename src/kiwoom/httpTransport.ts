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

/**
 * The `Date` header, epoch milliseconds; what a cache on the way says of its `Age` (RFC 9111, section
 * 5.1; seconds) is added.
 */
export function serverTimeOf({ headers }: HttpReply): number | undefined {
  const time = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(time)) return undefined;
  const age = headers['age'] ?? '';
  return /^\d{1,9}$/.test(age) ? time + Number(age) * 1000 : time;
}

/**
 * One POST, no redirects followed, any status accepted, bounded in time and size.
 *
 * Rejects with KiwoomError of a network code or with CancelledError; never with an error
 * that knows the request.
 */
export type HttpTransport = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpReply>;
