import type { Localize } from '../localize.ts';
import { environmentIcon, environmentName } from '../words.ts';
import { type AccountFacts, accountStatus } from './accountStatus.ts';

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

/** @param facts about the active account; `undefined`: no app key is stored */
export function statusText(facts: AccountFacts | undefined, t: Localize): StatusText {
  if (facts === undefined) {
    const label = t('Kiwoom: no app key yet. Select to add one.');
    return { text: `$(key) ${t('Kiwoom: Add App Key')}`, label, details: [label] };
  }
  const { sign, words, ...rest } = accountStatus(facts, t);
  const { environment } = facts.profile;
  const icon = environmentIcon(environment);
  // A token that soon expires still serves its environment; the other signs say that none does.
  const mark = sign === undefined ? icon : sign === 'watch' ? `${icon}$(watch)` : `$(${sign})`;
  return { ...rest, text: `${mark} ${environmentName(environment, t)}: ${words}` };
}
