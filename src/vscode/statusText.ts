import type { KiwoomError } from '../core/errors.ts';
import type { RenewalTrouble } from '../core/renewer.ts';
import type { Profile } from '../core/profile.ts';
import type { AccessToken } from '../core/token.ts';
import type { TokenState } from '../core/tokenState.ts';
import type { Localize } from './localize.ts';
import { describeError } from './messages.ts';
import {
  environmentIcon,
  environmentName,
  koreanTimeOfDay,
  moment,
  profileName,
  stateWords,
  timeLeft,
} from './words.ts';

export interface StatusInput {
  /** `undefined`: no app key is stored. */
  readonly profile: Profile | undefined;
  readonly state: TokenState;
  readonly lastError: KiwoomError | undefined;
  /** What keeps the token from being renewed. */
  readonly trouble: RenewalTrouble | undefined;
  /** Origin of the profile's server. */
  readonly host: string | undefined;
  /** Epoch milliseconds by the server's clock. */
  readonly now: number;
}

export interface StatusText {
  /** With VS Code's `$(icon)` syntax. */
  readonly text: string;
  /** The same as a sentence, for a screen reader. */
  readonly label: string;
  /** Lines of plain text. */
  readonly details: readonly string[];
  /** A coloured background, only where the user has to act. */
  readonly alarm?: 'warning' | 'error';
  /** When it will read differently by time alone, epoch ms by the server's clock. */
  readonly changesAt?: number;
}

/** What the status bar says: a function of the token's state and nothing else. */
export function statusText(input: StatusInput, t: Localize): StatusText {
  const { profile, state, trouble, now } = input;
  if (profile === undefined) {
    const label = t('Kiwoom: no app key yet. Select to add one.');
    return { text: `$(key) ${t('Kiwoom: Add App Key')}`, label, details: [label] };
  }
  const environment = environmentName(profile.environment, t);
  const icon = environmentIcon(profile.environment);
  const say = (mark: string, token?: AccessToken, words = stateWords(state, now, t)) => ({
    text: `${mark} ${environment} ${words}`,
    label: t('Kiwoom {0}: {1}', profileName(profile, t), words),
    details: details(input, profile, words, token, t),
  });
  const living = (mark: string, token: AccessToken) => {
    const left = token.expiresAt - now;
    return {
      ...say(mark, token),
      label: t('Kiwoom {0}: token valid for {1}', profileName(profile, t), timeLeft(left, t)),
      // At the next full minute the text is one less; 1 ms later, as the minutes are rounded down.
      changesAt: now + (left % 60_000) + 1,
    };
  };
  switch (state.kind) {
    case 'none':
      return say(icon);
    case 'issuing':
      return say('$(sync~spin)', state.held);
    case 'revoking':
      return say('$(sync~spin)', state.token);
    case 'valid':
      return living(icon, state.token);
    case 'expiring':
      return living(`${icon}$(clock)`, state.token);
    case 'expired':
    case 'rejected':
      if (trouble?.nextTryAt !== undefined) {
        const time = koreanTimeOfDay(trouble.nextTryAt);
        return say('$(history)', state.token, t('no token, next try {0}', time));
      }
      return state.kind === 'expired'
        ? { ...say('$(warning)', state.token), alarm: 'warning' }
        : { ...say('$(error)', state.token), alarm: 'error' };
  }
}

function details(
  { host, lastError, trouble }: StatusInput,
  profile: Profile,
  words: string,
  token: AccessToken | undefined,
  t: Localize,
): string[] {
  return [
    `${profileName(profile, t)}: ${words}`,
    ...(host === undefined ? [] : [t('Server: {0}', new URL(host).host)]),
    ...(token === undefined
      ? []
      : [
          t('Received: {0}', moment(token.receivedAt, t)),
          t('Expires: {0}', moment(token.expiresAt, t)),
        ]),
    ...(lastError === undefined ? [] : [t('Last error: {0}', describeError(lastError, t).message)]),
    ...(trouble?.nextTryAt === undefined
      ? []
      : [t('Renewal: next try {0}', moment(trouble.nextTryAt, t))]),
  ];
}
