import { usableToken } from '../../core/model/tokenState.ts';
import type { Localize } from '../shell/localize.ts';
import { shortened } from '../shell/formatting.ts';
import { type AccountFacts, accountStatus } from './accountStatus.ts';

/** Width of the longest name, in Latin characters: a side bar of VS Code's own width shows the time left beside it. */
const longestName = 16;

/** An account in the Accounts view. */
export interface AccountRow {
  readonly label: string;
  /** Dimmed text after the label. */
  readonly description: string;
  readonly icon: string;
  /** Colours the icon, only where the user has to act. */
  readonly alarm?: 'warning' | 'error';
  /** Lines of plain text. */
  readonly details: readonly string[];
  /** Text for screen readers. */
  readonly spoken: string;
  /** Value of `viewItem` in the `when` clauses of package.json. */
  readonly context: string;
  /** Next time at which the text changes without an event, epoch ms by the server's clock. */
  readonly changesAt?: number;
}

/**
 * Uses the same texts as the status bar. Icon and text show which account is active; that text comes last,
 * because a narrow side bar truncates the end.
 */
export function accountRow(facts: AccountFacts, active: boolean, t: Localize): AccountRow {
  const { sign, text, label, cause, ...rest } = accountStatus(facts, t);
  const { profile, state } = facts;
  const marks = active ? [t('active')] : [];
  const busy = state.kind === 'issuing' || state.kind === 'revoking';
  return {
    ...rest,
    label: shortened(profile.label, longestName),
    description: [text, ...(cause === undefined ? [] : [cause]), ...marks].join(' · '),
    icon: sign ?? quietIcon(usableToken(state) !== undefined, active),
    spoken: [label, ...marks].join(', '),
    context: [
      'account',
      active ? 'active' : 'inactive',
      ...(busy ? ['busy'] : [usableToken(state) === undefined ? 'tokenless' : 'token']),
    ].join(' '),
  };
}

/** A check mark for an account with a token, filled for the active account. */
function quietIcon(usable: boolean, active: boolean): string {
  if (usable) return active ? 'pass-filled' : 'pass';
  return active ? 'circle-filled' : 'circle-outline';
}
