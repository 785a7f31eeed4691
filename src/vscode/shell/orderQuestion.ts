import { describeOrder } from '../../core/calls/orderDescription.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Tr } from '../../core/model/tr.ts';
import { t } from './localize.ts';
import { orderLines } from './orderText.ts';
import { confirmRisk } from './prompts.ts';
import { profileName } from './words.ts';

export interface OrderQuestion {
  readonly profile: Profile;
  readonly tr: Tr;
  readonly body: Readonly<Record<string, unknown>>;
  /** Who wants to send it. */
  readonly sender: string;
  /** The button that allows later orders as well; without it each is asked about. */
  readonly always?: string;
}

/**
 * Shows an order and asks whether to send it.
 *
 * @returns whether later ones may go as well
 * @throws CancelledError unless it may be sent
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
