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
 * The `Date` header, epoch milliseconds, plus the `Age` of a cached reply (RFC 9111, section 5.1;
 * seconds).
 */
export function serverTimeOf({ headers }: HttpReply): number | undefined {
  const time = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(time)) return undefined;
  const age = headers['age'] ?? '';
  return /^\d{1,9}$/.test(age) ? time + Number(age) * 1000 : time;
}

/**
 * One POST with limits of time and size; redirects are not followed and any status is accepted.
 *
 * Rejects with KiwoomError of a network code or with CancelledError; never with an error that contains
 * the request.
 */
export type HttpTransport = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpReply>;
