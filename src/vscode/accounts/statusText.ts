import type { Profile } from '../../core/model/profile.ts';
import type { Localize } from '../shell/localize.ts';
import { environmentIcon, environmentName, shortProfileName } from '../shell/words.ts';
import { type AccountFacts, accountStatus } from './accountStatus.ts';

export interface StatusText {
  /** With VS Code's `$(icon)` syntax. */
  readonly text: string;
  /** The same as a sentence, for a screen reader. */
  readonly label: string;
  /** Lines of plain text. */
  readonly details: readonly string[];
  /** A coloured background: a real account is in use, or the user has to act. */
  readonly alarm?: 'warning' | 'error';
  /** When it will read differently by time alone, epoch ms by the server's clock. */
  readonly changesAt?: number;
}

/**
 * @param facts about the active account; `undefined`: no app key is stored
 * @param all accounts: where the environment has another one, its name alone would not say which is meant
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
  const { sign, words, why: _why, ...rest } = accountStatus(facts, t);
  const { profile } = facts;
  const { environment } = profile;
  const others = all.filter((each) => each.environment === environment && each.id !== profile.id);
  const who = others.length === 0 ? environmentName(environment, t) : shortProfileName(profile, t);
  const icon = environmentIcon(environment);
  // A token that soon expires still serves its environment; the other signs say that none does.
  const mark = sign === undefined ? icon : sign === 'watch' ? `${icon}$(watch)` : `$(${sign})`;
  // Real money is never mistaken for play money at a glance.
  const real = environment === 'real' ? { alarm: 'warning' as const } : {};
  return { ...real, ...rest, text: `${mark} ${who}: ${words}` };
}
