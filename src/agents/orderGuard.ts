import type { Scheduler, MachineClock } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr } from '../core/model/tr.ts';
import { timeLimit, TimeLimitError } from '../core/time/timeLimit.ts';
import { AgentProblem } from './agentProblem.ts';

export interface AgentOrder {
  readonly profile: Profile;
  readonly tr: Tr;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OrderGuardParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Scheduler;
  /** The user's setting for orders by agents. */
  readonly orderSetting: () => 'refuse' | 'ask';
  /** Shows the order and asks for approval. */
  readonly ask: (order: AgentOrder) => Promise<boolean>;
}

/** Time limit of the question in milliseconds; no answer means no. */
const longestQuestionMs = 60_000;
/** Refusals within `refusalWindowMs` after which the user is not asked any more. */
const mostRefusals = 3;
const refusalWindowMs = 10 * 60_000;

/** Requires the user's approval for every single order. */
export class OrderGuard {
  readonly #parts: OrderGuardParts;
  #asking = false;
  #refusals: number[] = [];

  constructor(parts: OrderGuardParts) {
    this.#parts = parts;
  }

  /** @throws AgentProblem unless this order may be sent now */
  async allow(order: AgentOrder, signal: AbortSignal | undefined): Promise<void> {
    const { clock, orderSetting } = this.#parts;
    if (orderSetting() !== 'ask') {
      throw new AgentProblem(
        'orders-refused',
        `${order.tr.id} is an order or moves money; agents may not send it.`,
        'Tell the user what you would order. Only the user can allow agents to ask about orders, with the setting kiwoom.agents.orders.',
      );
    }
    throwIfLeft(signal);
    if (this.#asking) {
      throw notSent('The user is being asked about another order.', 'Wait for its result.');
    }
    const now = clock.monotonic();
    this.#refusals = this.#refusals.filter((time) => now - time < refusalWindowMs);
    if (this.#refusals.length >= mostRefusals) {
      throw notSent(
        `The user said no to ${mostRefusals} orders in a short time and is not asked any more for now.`,
        'Do not send orders; talk with the user first.',
      );
    }
    if (!(await this.#answer(order))) {
      this.#refusals.push(clock.monotonic());
      throw notSent(
        'The user did not allow this order, so it was not sent.',
        'Ask the user what to change before you try another order.',
      );
    }
    throwIfLeft(signal);
  }

  async #answer(order: AgentOrder): Promise<boolean> {
    const { scheduler, ask } = this.#parts;
    this.#asking = true;
    // A question that timed out is still on the screen; no second one is shown beside it.
    const answer = ask(order).finally(() => {
      this.#asking = false;
    });
    return timeLimit(
      scheduler,
      longestQuestionMs,
    )(() => answer).catch((thrown: unknown) => {
      if (thrown instanceof TimeLimitError) return false;
      throw thrown;
    });
  }
}

/** The order's outcome could not be reported to a caller that is gone. */
function throwIfLeft(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw notSent('The call was cancelled.', 'Ask the user.');
}

function notSent(message: string, nextStep: string): AgentProblem {
  return new AgentProblem('order-not-sent', message, nextStep);
}
