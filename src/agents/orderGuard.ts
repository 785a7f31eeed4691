import type { Scheduler, MachineClock } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr } from '../core/model/tr.ts';
import { AgentProblem } from './agentProblem.ts';

export interface AgentOrder {
  readonly profile: Profile;
  readonly tr: Tr;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OrderGuardParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly scheduler: Scheduler;
  /** What the user's setting says of orders. */
  readonly wish: () => 'refuse' | 'ask';
  /** Shows the order and asks. */
  readonly ask: (order: AgentOrder) => Promise<boolean>;
}

/** A question that nobody answered for this long is answered with no, in milliseconds. */
const longestQuestionMs = 60_000;
/** After so many times no in this time, no question is put any more. */
const mostRefusals = 3;
const refusalMemoryMs = 10 * 60_000;

/** Lets an order go only after the user has seen it and said yes; that yes is for this order alone. */
export class OrderGuard {
  readonly #parts: OrderGuardParts;
  #asking = false;
  #refusals: number[] = [];

  constructor(parts: OrderGuardParts) {
    this.#parts = parts;
  }

  /** @throws AgentProblem unless this order may be sent now */
  async allow(order: AgentOrder, signal: AbortSignal | undefined): Promise<void> {
    const { clock, wish } = this.#parts;
    if (wish() !== 'ask') {
      throw new AgentProblem(
        'orders-refused',
        `${order.tr.id} is an order or moves money; agents may not send it.`,
        'Tell the user what you would order. Only the user can allow agents to ask about orders, with the setting kiwoom.agents.orders.',
      );
    }
    if (this.#asking) {
      throw notSent('The user is being asked about another order.', 'Wait for its result.');
    }
    const now = clock.monotonic();
    this.#refusals = this.#refusals.filter((time) => now - time < refusalMemoryMs);
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
    // Nobody would learn what became of it.
    if (signal?.aborted === true) throw notSent('The call was cancelled.', 'Ask the user.');
  }

  async #answer(order: AgentOrder): Promise<boolean> {
    const { scheduler, ask } = this.#parts;
    this.#asking = true;
    // A question that came too late to count still stands on the screen: no other beside it.
    const answer = ask(order).finally(() => {
      this.#asking = false;
    });
    let stop = (): void => undefined;
    const tooLate = new Promise<false>((resolve) => {
      stop = scheduler.after(longestQuestionMs, () => {
        resolve(false);
      });
    });
    return Promise.race([answer, tooLate]).finally(stop);
  }
}

function notSent(message: string, nextStep: string): AgentProblem {
  return new AgentProblem('order-not-sent', message, nextStep);
}
