import { CancelledError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { confirmOrder, type OrderQuestion } from '../shell/orderQuestion.ts';

/** Asks the user to confirm one order of an agent; the answer is never reused. */
export async function askAgentOrder(
  order: Pick<OrderQuestion, 'profile' | 'tr' | 'body'>,
): Promise<boolean> {
  const { profile, tr } = order;
  const sender =
    profile.environment === 'real'
      ? t(
          'An AI agent wants to send {0} ({1}). This moves real money. Without an answer within 60 seconds, nothing is sent.',
          tr.nameKo,
          tr.id,
        )
      : t(
          'An AI agent wants to send {0} ({1}). Without an answer within 60 seconds, nothing is sent.',
          tr.nameKo,
          tr.id,
        );
  try {
    await confirmOrder({ ...order, sender });
    return true;
  } catch (thrown) {
    if (thrown instanceof CancelledError) return false;
    throw thrown;
  }
}
