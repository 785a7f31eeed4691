import { koreanTimeOfDay } from '../../core/time/koreanTime.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { RenewalTrouble } from '../../core/lifecycle/renewer.ts';
import type { AccessToken } from '../../core/model/token.ts';
import type { TokenState } from '../../core/model/tokenState.ts';
import type { Localize } from '../shell/localize.ts';
import { formatTime, profileName, formatTokenState, formatTimeLeft } from '../shell/formatting.ts';

/** Status of sharing an account's token with other machines. */
export type SharingFacts =
  | { readonly kind: 'off' | 'left' }
  | { readonly kind: 'shared'; readonly machines: number }
  /** @property since epoch ms @property reason a sentence */
  | { readonly kind: 'away'; readonly since: number; readonly reason: string };

/** Status of the gateway when it is switched on. @property port `undefined` while it is not running */
export interface GatewayFacts {
  readonly port: number | undefined;
  /** Number of forwarded requests to the account's environment. */
  readonly forwarded: number;
}

/** Everything that the UI shows about an account. */
export interface AccountFacts {
  readonly profile: Profile;
  readonly state: TokenState;
  /** Localized message. */
  readonly lastError: string | undefined;
  /** Reason why the token is not being renewed. */
  readonly trouble: RenewalTrouble | undefined;
  /** Origin of the profile's server. */
  readonly host: string | undefined;
  /** Kiwoom has never accepted these keys. */
  readonly isUnchecked?: boolean;
  /** `undefined` where no shared token store is configured. */
  readonly sharing?: SharingFacts | undefined;
  readonly gateway?: GatewayFacts | undefined;
  /** Epoch milliseconds by the server's clock. */
  readonly now: number;
}

export interface AccountStatus {
  /** Id of the icon for a state that differs from the normal one. */
  readonly sign?: 'sync~spin' | 'question' | 'watch' | 'history' | 'warning' | 'error';
  /** Short text of the state. */
  readonly text: string;
  /** Probable cause of the token's end. */
  readonly cause?: string;
  /** Text with the account's name, for screen readers. */
  readonly label: string;
  /** Lines of plain text. */
  readonly details: readonly string[];
  /** Only where the user has to act. */
  readonly alarm?: 'warning' | 'error';
  /** Next time at which the text changes without an event, epoch ms by the server's clock. */
  readonly changesAt?: number;
}

/** Text of an account for the status bar and the Accounts view; a pure function of the token's state. */
export function accountStatus(facts: AccountFacts, t: Localize): AccountStatus {
  const { profile, state, trouble, now } = facts;
  const name = profileName(profile, t);
  const cause = probableCause(state, t);
  const say = (token?: AccessToken, text = formatTokenState(state, now, t), spoken = text) => ({
    text,
    label: t('Kiwoom {0}: {1}', name, spoken),
    details: [`${name}: ${text}`, ...details(facts, token, cause, t)],
  });
  const living = (token: AccessToken) => {
    const left = token.expiresAt - now;
    return {
      ...say(token, undefined, t('token valid for {0}', formatTimeLeft(left, t))),
      // The text changes at the next full minute; 1 ms later, because minutes are rounded down.
      changesAt: now + (left % 60_000) + 1,
    };
  };
  switch (state.kind) {
    case 'none':
      if (facts.isUnchecked !== true) return say();
      return { ...say(undefined, t('no token, key unchecked')), sign: 'question' };
    case 'issuing':
      return { ...say(state.held), sign: 'sync~spin' };
    case 'revoking':
      return { ...say(state.token), sign: 'sync~spin' };
    case 'valid':
      return living(state.token);
    case 'expiring':
      return { ...living(state.token), sign: 'watch' };
    case 'expired':
    case 'rejected': {
      const because = cause === undefined ? {} : { cause };
      if (trouble?.nextTryAt !== undefined) {
        const time = koreanTimeOfDay(trouble.nextTryAt);
        const text = t('no token, retry {0}', time);
        return { ...say(state.token, text), ...because, sign: 'history' };
      }
      return state.kind === 'expired'
        ? { ...say(state.token), sign: 'warning', alarm: 'warning' }
        : { ...say(state.token), ...because, sign: 'error', alarm: 'error' };
    }
  }
}

/** There is no server reply for a token that we revoked ourselves or that another window found invalid. */
function probableCause(state: TokenState, t: Localize): string | undefined {
  if (state.kind !== 'rejected') return undefined;
  const { code, details } = state.reason;
  if (details.serverCode === undefined && details.httpStatus === undefined) return undefined;
  if (code === 'ip-mismatch') return t('used from another IP address');
  if (code === 'token-of-other-environment') return t('sent to the other environment');
  if (code === 'token-or-terminal') return t('refused, or this computer is not registered');
  return t('replaced or revoked by another program');
}

function details(
  { state, isUnchecked, host, lastError, trouble, sharing, gateway }: AccountFacts,
  token: AccessToken | undefined,
  cause: string | undefined,
  t: Localize,
): string[] {
  return [
    ...(cause === undefined ? [] : [t('Probably: {0}', cause)]),
    ...(state.kind === 'none' && isUnchecked === true
      ? [t('Kiwoom has not checked these keys yet. Issue a token to check them.')]
      : []),
    ...(host === undefined ? [] : [t('Server: {0}', new URL(host).host)]),
    ...(token === undefined
      ? []
      : [
          t('Received: {0}', formatTime(token.receivedAt, t)),
          t('Expires: {0}', formatTime(token.expiresAt, t)),
        ]),
    ...(lastError === undefined ? [] : [t('Last error: {0}', lastError)]),
    ...(trouble?.nextTryAt === undefined
      ? []
      : [t('Renewal: next try {0}', formatTime(trouble.nextTryAt, t))]),
    ...sharingWords(sharing, t),
    ...gatewayWords(gateway, t),
  ];
}

function sharingWords(sharing: SharingFacts | undefined, t: Localize): string[] {
  switch (sharing?.kind) {
    case undefined:
    case 'off':
      return [];
    case 'shared':
      return [
        sharing.machines > 1
          ? t('Shared with other computers: {0}', sharing.machines - 1)
          : t('Shared; no other computer is connected'),
      ];
    case 'away':
      return [t('Not shared since {0}: {1}', formatTime(sharing.since, t), sharing.reason)];
    case 'left':
      return [
        t(
          'Not shared: Kiwoom bound the token to another IP address. Give this computer a site of its own.',
        ),
      ];
  }
}

function gatewayWords(gateway: GatewayFacts | undefined, t: Localize): string[] {
  if (gateway === undefined) return [];
  const { port, forwarded } = gateway;
  return port === undefined
    ? [t('Gateway: not running')]
    : [t('Gateway: on port {0}, requests passed on: {1}', port, forwarded)];
}
