/** Korean time is UTC+9 all year: there has been no daylight saving time since 1988. */
const koreaAheadOfUtcMs = 9 * 60 * 60 * 1000;

/**
 * Formats a time like Kiwoom: 14 digits `YYYYMMDDHHMMSS` in Korean time, without a zone marker, independent of
 * the host's zone.
 *
 * @param epochMs milliseconds since 1970-01-01T00:00:00Z; parts of a second are dropped.
 */
export function koreanDigits(epochMs: number): string {
  return new Date(epochMs + koreaAheadOfUtcMs).toISOString().replace(/\D/g, '').slice(0, 14);
}
