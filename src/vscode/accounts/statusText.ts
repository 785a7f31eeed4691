import type { Profile } from '../../core/model/profile.ts';
import type { Localize } from '../shell/localize.ts';
import { environmentIcon, environmentName, shortProfileName } from '../shell/formatting.ts';
import { type AccountFacts, accountStatus } from './accountStatus.ts';

export interface StatusText {
  /** With VS Code's `$(icon)` syntax. */
  readonly text: string;
  /** Text for screen readers. */
  readonly label: string;
  /** Lines of plain text. */
  readonly details: readonly string[];
  /** Background colour: a real account is active, or the user has to act. */
  readonly alarm?: 'warning' | 'error';
  /** Next time at which the text changes without an event, epoch ms by the server's clock. */
  readonly changesAt?: number;
}

/**
 * @param facts about the active account; `undefined` when no app key is stored
 * @param all accounts: with several in an environment, the environment's name alone would be ambiguous
 */
export function statusText(
  facts: AccountFacts | undefined,
  t: Localize,
  all: readonly Profile[] = [],
): StatusText {
  if (facts === undefined && all.length > 0) {
    const label = t('Kiwoom: no account is in use. Select to choose one.');
    return { text: `$(account) ${t('Kiwoom: Choose Account')}`, label, details: [label] };
  }
  if (facts === undefined) {
    const label = t('Kiwoom: no app key yet. Select to add one.');
    return { text: `$(key) ${t('Kiwoom: Add App Key')}`, label, details: [label] };
  }
  const { sign, text: state, cause: _cause, ...rest } = accountStatus(facts, t);
  const { profile } = facts;
  const { environment } = profile;
  const others = all.filter((each) => each.environment === environment && each.id !== profile.id);
  const who = others.length === 0 ? environmentName(environment, t) : shortProfileName(profile, t);
  const icon = environmentIcon(environment);
  // An expiring token can still be used, so its environment's icon stays; the other signs mean that no token
  // can be used.
  const mark = sign === undefined ? icon : sign === 'watch' ? `${icon}$(watch)` : `$(${sign})`;
  // The background marks a real account at a glance.
  const real = environment === 'real' ? { alarm: 'warning' as const } : {};
  return { ...real, ...rest, text: `${mark} ${who}: ${state}` };
}
