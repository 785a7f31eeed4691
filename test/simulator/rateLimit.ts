const windowMs = 1000;

/** Requests per second that one (app key, API id) may make, or no limit at all. */
export type Limit = number | 'off';

/**
 * Kiwoom's rate limit, per app key and API id. Unpublished, so assumed: a sliding window, in which refused
 * requests do not count.
 */
export class RateLimit {
  readonly #accepted = new Map<string, number[]>();

  /** Counts one request at `now` (milliseconds) if it is within the limit; false means 1700. */
  admit(appkey: string, apiId: string, limit: Limit, now: number): boolean {
    if (limit === 'off') return true;
    const key = `${appkey} ${apiId}`;
    const recent = (this.#accepted.get(key) ?? []).filter((at) => Math.abs(now - at) < windowMs);
    const admitted = recent.length < limit;
    if (admitted) recent.push(now);
    this.#accepted.set(key, recent);
    return admitted;
  }

  reset(): void {
    this.#accepted.clear();
  }
}
