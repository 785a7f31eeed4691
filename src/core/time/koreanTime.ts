/** Korea has one time zone, UTC+9, and no daylight saving time. */
const koreaOffsetMs = 9 * 60 * 60 * 1000;

export const dayMs = 24 * 60 * 60 * 1000;

const stamp = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/**
 * Parses the `YYYYMMDDHHMMSS` of a reply, which is Korean time without a time zone.
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
  // Date.UTC turns 30 February into a day in March; formatting it again detects that.
  if (digits(asUtc) !== text) return undefined;
  return asUtc - koreaOffsetMs;
}

/** Formats Korean time as `2026-11-24 09:00:00`, independent of this machine's time zone. */
export function formatKoreanTime(epochMs: number): string {
  return new Date(epochMs + koreaOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Formats the time of day in Korea as "09:00". */
export function koreanTimeOfDay(epochMs: number): string {
  return formatKoreanTime(epochMs).slice(11, 16);
}

/** Formats the date in Korea as `20261124`, the format of the TRs. */
export function koreanDate(epochMs: number): string {
  return digits(epochMs + koreaOffsetMs).slice(0, 8);
}

/** Number of whole days in Korea since the epoch. */
export function koreanDay(epochMs: number): number {
  return Math.floor((epochMs + koreaOffsetMs) / dayMs);
}

/** Parses `HH:MM` to milliseconds since midnight; `undefined` for anything else. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (match === null) return undefined;
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/**
 * The first moment from `after` on at which it is this time of day in Korea.
 *
 * @param after epoch milliseconds, like the result
 * @param timeOfDayMs milliseconds since midnight
 */
export function nextKoreanTimeOfDay(after: number, timeOfDayMs: number): number {
  const midnight = koreanDay(after) * dayMs - koreaOffsetMs;
  const today = midnight + timeOfDayMs;
  return today >= after ? today : today + dayMs;
}

function digits(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace(/\D/g, '');
}
