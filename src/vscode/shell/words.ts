import type { Environment } from '../../core/model/environment.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { formatKoreanTime, koreanDate, koreanTimeOfDay } from '../../core/time/koreanTime.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TokenState } from '../../core/model/tokenState.ts';
import type { Localize } from './localize.ts';
import { unlinked } from './markdown.ts';

/** The words that status bar, menus and messages share. */

export function environmentName(environment: Environment, t: Localize): string {
  return environment === 'real' ? t('Real') : t('Mock');
}

/** Real money is told apart by more than a word. */
export function environmentIcon(environment: Environment): string {
  return `$(${environmentIconId(environment)})`;
}

export function environmentIconId(environment: Environment): string {
  return environment === 'real' ? 'flame' : 'beaker';
}

/**
 * A token's state in a few words; how long it still lives, if it does. What it is the state of stands
 * before it, with a colon: "Mock: no token", "Mock 81234567: 23h 12m left".
 */
export function stateWords(state: TokenState, now: number, t: Localize): string {
  switch (state.kind) {
    case 'none':
      return t('no token');
    case 'issuing':
      return t('issuing…');
    case 'revoking':
      return t('revoking…');
    case 'valid':
    case 'expiring':
      return t('{0} left', timeLeft(state.token.expiresAt - now, t));
    case 'expired':
      return t('token expired');
    case 'rejected':
      return t('token rejected');
  }
}

/** "모의 81234567". The name may come from a file's name, which anybody may have chosen. */
export function profileName(profile: Profile, t: Localize): string {
  const environment = environmentName(profile.environment, t);
  // A profile that was given no name is called after its environment.
  const label = unlinked(profile.label);
  return label === environment || label.startsWith(`${environment} (`)
    ? label
    : `${environment} ${label}`;
}

/** A name that leaves room for what is said of it. */
export function shortened(name: string): string {
  const characters = Array.from(name);
  const most = 24;
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`;
}

/** {@link profileName} where the time left must still be seen. */
export function shortProfileName(profile: Profile, t: Localize): string {
  return profileName({ ...profile, label: shortened(profile.label) }, t);
}

/**
 * "23h 12m", below an hour "12m", below a minute "<1m"; rounded down, so never more than is left. No
 * token lives for more than a day, whatever the clocks say.
 */
export function timeLeft(ms: number, t: Localize): string {
  const minutes = Math.floor(Math.min(ms, liveServer.tokenLifetimeMs) / 60_000);
  if (minutes < 1) return t('<1m');
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? t('{0}m', minutes) : t('{0}h {1}m', hours, minutes % 60);
}

/** "2026-11-24 09:00:00 (Korean time)", with this machine's time beside it where that is another. */
export function moment(epochMs: number, t: Localize): string {
  const korean = formatKoreanTime(epochMs);
  const local = localTime(epochMs);
  if (local === korean) return t('{0} (Korean time)', korean);
  const [day = ''] = korean.split(' ');
  // The same day twice would not fit into one line of a tooltip.
  const shown = local.startsWith(`${day} `) ? local.slice(day.length + 1) : local;
  return t('{0} (Korean time), {1} (this computer)', korean, shown);
}

/** "09:00" or "tomorrow 09:00", with the zone where this computer's is another: a notification is one line. */
export function shortMoment(epochMs: number, now: number, t: Localize): string {
  const korean = formatKoreanTime(epochMs);
  const zone = localTime(epochMs) === korean ? '' : ' KST';
  const time = `${koreanTimeOfDay(epochMs)}${zone}`;
  // A token lives for a day: there is no other day than these two.
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
