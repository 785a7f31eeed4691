import type { Environment } from '../../core/model/environment.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { formatKoreanTime, koreanDate, koreanTimeOfDay } from '../../core/time/koreanTime.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TokenState } from '../../core/model/tokenState.ts';
import type { Localize } from './localize.ts';
import { unlinked } from './markdown.ts';

export function environmentName(environment: Environment, t: Localize): string {
  return environment === 'real' ? t('Real') : t('Mock');
}

/** Distinguishes real money by an icon too. */
export function environmentIcon(environment: Environment): string {
  return `$(${environmentIconId(environment)})`;
}

export function environmentIconId(environment: Environment): string {
  return environment === 'real' ? 'flame' : 'beaker';
}

/**
 * Short text of a token's state, with the remaining time of a valid token. It follows a name and a colon:
 * "Mock: no token", "Mock 81234567: 23h 12m left".
 */
export function formatTokenState(state: TokenState, now: number, t: Localize): string {
  switch (state.kind) {
    case 'none':
      return t('no token');
    case 'issuing':
      return t('issuing…');
    case 'revoking':
      return t('revoking…');
    case 'valid':
    case 'expiring':
      return t('{0} left', formatTimeLeft(state.token.expiresAt - now, t));
    case 'expired':
      return t('token expired');
    case 'rejected':
      return t('token rejected');
  }
}

/** Formats "모의 81234567". A label may come from a file name, so it is untrusted text. */
export function profileName(profile: Profile, t: Localize): string {
  const environment = environmentName(profile.environment, t);
  // An unnamed profile has its environment as label.
  const label = unlinked(profile.label);
  return label === environment || label.startsWith(`${environment} (`)
    ? label
    : `${environment} ${label}`;
}

/**
 * Leaves room for the text after a name. Its end stays: that is where names of several accounts differ.
 *
 * @param longest width in Latin characters
 */
export function shortened(name: string, longest = 24): string {
  if (widthOf(name) <= longest) return name;
  const characters = Array.from(name.trim());
  const end = within(longest * 0.3, characters.toReversed())
    .reverse()
    .join('')
    .trimStart();
  const start = within(longest - widthOf(`…${end}`), characters)
    .join('')
    .trimEnd();
  return `${start}…${end}`;
}

/** As many of the first characters as are not wider. */
function within(longest: number, characters: readonly string[]): string[] {
  let width = 0;
  const tooWide = (character: string): boolean => (width += widthOf(character)) > longest;
  const end = characters.findIndex(tooWide);
  return characters.slice(0, end < 0 ? undefined : end);
}

/** In Latin characters; those of East Asia are about half as wide again. */
function widthOf(text: string): number {
  const wide = text.match(
    /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  );
  return Array.from(text).length + (wide?.length ?? 0) / 2;
}

/** {@link profileName}, truncated so that the remaining time stays visible. */
export function shortProfileName(profile: Profile, t: Localize): string {
  return profileName({ ...profile, label: shortened(profile.label) }, t);
}

/**
 * Formats "23h 12m", below an hour "12m", below a minute "<1m"; rounded down. Capped at a token's maximum
 * lifetime of a day, in case of a wrong clock.
 */
export function formatTimeLeft(ms: number, t: Localize): string {
  const minutes = Math.floor(Math.min(ms, liveServer.tokenLifetimeMs) / 60_000);
  if (minutes < 1) return t('<1m');
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? t('{0}m', minutes) : t('{0}h {1}m', hours, minutes % 60);
}

/** Formats "2026-11-24 09:00:00 (Korean time)", with this machine's time where it differs. */
export function formatTime(epochMs: number, t: Localize): string {
  const korean = formatKoreanTime(epochMs);
  const local = localTime(epochMs);
  if (local === korean) return t('{0} (Korean time)', korean);
  const [day = ''] = korean.split(' ');
  // Omits the date if it is the same, so that the text fits into one line of a tooltip.
  const shown = local.startsWith(`${day} `) ? local.slice(day.length + 1) : local;
  return t('{0} (Korean time), {1} (this computer)', korean, shown);
}

/** Formats "09:00" or "tomorrow 09:00", with the zone where this machine's differs; for a one-line notification. */
export function formatShortTime(epochMs: number, now: number, t: Localize): string {
  const korean = formatKoreanTime(epochMs);
  const zone = localTime(epochMs) === korean ? '' : ' KST';
  const time = `${koreanTimeOfDay(epochMs)}${zone}`;
  // A token lives for a day, so it can only end today or tomorrow.
  return koreanDate(epochMs) === koreanDate(now) ? time : t('tomorrow {0}', time);
}

export function characterCount(count: number, t: Localize): string {
  return count === 1 ? t('1 character') : t('{0} characters', count);
}

function localTime(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
