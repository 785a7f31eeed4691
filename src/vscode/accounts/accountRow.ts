import { usableToken } from '../../core/model/tokenState.ts';
import type { Localize } from '../shell/localize.ts';
import { shortened } from '../shell/words.ts';
import { type AccountFacts, accountStatus } from './accountStatus.ts';

/** An account in the Accounts view. */
export interface AccountRow {
  readonly label: string;
  /** Beside the label, paler. */
  readonly description: string;
  readonly icon: string;
  /** Colours the icon, only where the user has to act. */
  readonly alarm?: 'warning' | 'error';
  /** Lines of plain text. */
  readonly details: readonly string[];
  /** The row as a sentence, for a screen reader. */
  readonly spoken: string;
  /** Words for `viewItem` in the `when` clauses of package.json. */
  readonly context: string;
  /** When it will read differently by time alone, epoch ms by the server's clock. */
  readonly changesAt?: number;
}

/**
 * The same words as the status bar's. Which account is active is said by icon and word; the word
 * comes last, because a narrow side bar cuts the end off.
 */
export function accountRow(facts: AccountFacts, active: boolean, t: Localize): AccountRow {
  const { sign, words, label, why, ...rest } = accountStatus(facts, t);
  const { profile, state } = facts;
  const marks = active ? [t('active')] : [];
  const busy = state.kind === 'issuing' || state.kind === 'revoking';
  return {
    ...rest,
    label: shortened(profile.label),
    description: [words, ...(why === undefined ? [] : [why]), ...marks].join(' · '),
    icon: sign ?? quietIcon(usableToken(state) !== undefined, active),
    spoken: [label, ...marks].join(', '),
    context: [
      'account',
      active ? 'active' : 'inactive',
      ...(busy ? ['busy'] : [usableToken(state) === undefined ? 'tokenless' : 'token']),
    ].join(' '),
  };
}

/** Ticked where there is a token, filled for the account in use. */
function quietIcon(usable: boolean, active: boolean): string {
  if (usable) return active ? 'pass-filled' : 'pass';
  return active ? 'circle-filled' : 'circle-outline';
}
