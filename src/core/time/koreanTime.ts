/** Korea has one time zone, UTC+9, and no daylight saving time. */
const koreaOffsetMs = 9 * 60 * 60 * 1000;

const dayMs = 24 * 60 * 60 * 1000;

const stamp = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/**
 * Reads the `YYYYMMDDHHMMSS` of a reply, which is Korean time without saying so.
 *
 * @returns epoch milliseconds, or `undefined` for anything that is not a moment in the calendar
 * (20250230…, hour 24, other lengths).
 */
export function parseKoreanTime(text: string): number | undefined {
  const match = stamp.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number);
  // Years below 100 would be read as 19xx by Date.UTC; no token expires in antiquity.
  if (year < 1970) return undefined;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC carries 30 February over into March; a round trip shows it.
  if (digits(asUtc) !== text) return undefined;
  return asUtc - koreaOffsetMs;
}

/** `2026-11-24 09:00:00`, Korean time whatever the zone of this machine. */
export function formatKoreanTime(epochMs: number): string {
  return new Date(epochMs + koreaOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** "09:00", in Korea. */
export function koreanTimeOfDay(epochMs: number): string {
  return formatKoreanTime(epochMs).slice(11, 16);
}

/** `20261124`, the day in Korea, as TRs want it. */
export function koreanDate(epochMs: number): string {
  return digits(epochMs + koreaOffsetMs).slice(0, 8);
}

/** `HH:MM` as milliseconds since midnight; `undefined` for anything else. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (match === null) return undefined;
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/**
 * The first moment from `after` on at which it is this time of day in Korea.
 *
 * @param after epoch milliseconds, as is what is returned
 * @param timeOfDayMs milliseconds since midnight
 */
export function nextKoreanTimeOfDay(after: number, timeOfDayMs: number): number {
  const midnight = Math.floor((after + koreaOffsetMs) / dayMs) * dayMs - koreaOffsetMs;
  const today = midnight + timeOfDayMs;
  return today >= after ? today : today + dayMs;
}

function digits(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace(/\D/g, '');
}
