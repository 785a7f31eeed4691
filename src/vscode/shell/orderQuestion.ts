import { describeOrder } from '../../core/calls/orderDescription.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Tr } from '../../core/model/tr.ts';
import { t } from './localize.ts';
import { orderLines } from './orderText.ts';
import { confirmRisk } from './prompts.ts';
import { profileName } from './formatting.ts';

export interface OrderQuestion {
  readonly profile: Profile;
  readonly tr: Tr;
  readonly body: Readonly<Record<string, unknown>>;
  /** Text that names the sender. */
  readonly sender: string;
  /** Label of a button that also allows later orders; without it each order is confirmed. */
  readonly always?: string;
}

/**
 * Shows an order and asks for confirmation.
 *
 * @returns whether later orders are allowed too
 * @throws CancelledError unless it is confirmed
 */
export async function confirmOrder(question: OrderQuestion): Promise<boolean> {
  const { profile, tr, body, sender, always } = question;
  const chosen = await confirmRisk(
    t('Send an order with the account {0}?', profileName(profile, t)),
    [orderLines(describeOrder(tr, body), t), sender].join('\n\n'),
    t('Do Not Send'),
    t('Send This Order'),
    ...(always === undefined ? [] : [always]),
  );
  return chosen === always;
}
