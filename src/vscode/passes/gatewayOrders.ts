import * as vscode from 'vscode';
import { CancelledError } from '../../core/base/errors.ts';
import { OperationQueue } from '../../core/base/operationQueue.ts';
import type { Scheduler } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import { t } from '../shell/localize.ts';
import { confirmOrder } from '../shell/orderQuestion.ts';
import { settings } from '../shell/settings.ts';

export interface GatewayOrder {
  readonly profile: Profile;
  readonly apiId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Timeout after which an unanswered confirmation counts as refused, in milliseconds. */
const longestQuestionMs = 60_000;

/** Asks for confirmation before a program's order moves real money, according to the settings. */
export class GatewayOrders {
  readonly #scheduler: Scheduler;
  readonly #catalogue: TrCatalogue;
  readonly #confirm: typeof confirmOrder;
  readonly #warn: (message: string) => unknown;
  readonly #questions = new OperationQueue();
  readonly #allowed = new WeakMap<object, Set<string>>();

  constructor(
    scheduler: Scheduler,
    catalogue: TrCatalogue,
    ask = confirmOrder,
    warn: (message: string) => unknown = vscode.window.showWarningMessage,
  ) {
    this.#scheduler = scheduler;
    this.#catalogue = catalogue;
    this.#confirm = ask;
    this.#warn = warn;
  }

  /**
   * @param connection identity of the socket: the same object for all orders sent over it; `undefined` for a
   *   client that connects anew for each order, whose orders cannot be told from those of others
   * @param waits whether the client is still there: a bot that gives up and tries again would leave a question
   *   for each attempt
   */
  async mayGo(
    order: GatewayOrder,
    connection: object | undefined,
    waits: () => boolean,
  ): Promise<boolean> {
    if (order.profile.environment === 'mock') return true;
    if (settings.gatewayOrders() !== 'ask') return settings.gatewayOrders() === 'allow';
    return this.#questions.run(order.profile.id, () => {
      // The setting may have changed during an earlier question.
      const isAsked = waits() && settings.gatewayOrders() !== 'refuse';
      return isAsked ? this.#ask(order, connection) : Promise.resolve(false);
    });
  }

  async #ask(
    { profile, apiId, body }: GatewayOrder,
    connection: object | undefined,
  ): Promise<boolean> {
    const tr = this.#catalogue.find(apiId);
    if (tr === undefined) return false;
    const allowed = (connection && this.#allowed.get(connection)) ?? new Set();
    if (allowed.has(profile.id)) return true;
    const answer = this.#confirm({
      profile,
      tr,
      body,
      sender: t(
        'A program on this computer wants to send {0} ({1}) through the gateway. This moves real money. Without an answer within 60 seconds, nothing is sent.',
        tr.nameKo,
        tr.id,
      ),
      ...(connection === undefined ? {} : { always: t('Allow Orders of This Connection') }),
    }).catch((thrown: unknown) => {
      if (thrown instanceof CancelledError) return undefined;
      throw thrown;
    });
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<undefined>();
    const timer = this.#scheduler.after(longestQuestionMs, () => {
      giveUp(undefined);
      this.#tellTooLate(`${tr.nameKo} (${tr.id})`, answer);
    });
    const allowsMore = await Promise.race([answer, tooLate]).finally(() => {
      timer.dispose();
    });
    if (allowsMore === undefined) return false;
    if (allowsMore && connection) this.#allowed.set(connection, allowed.add(profile.id));
    return true;
  }

  /**
   * The dialog cannot be closed by code after the timeout; an answer given then only gets a message that it was
   * too late.
   */
  #tellTooLate(order: string, answer: Promise<boolean | undefined>): void {
    this.#warn(t('Not sent, no answer in 60 seconds: {0}.', order));
    void answer.then((late) => {
      if (late === undefined) return;
      this.#warn(t('Too late, not sent. Send it again: {0}.', order));
    });
  }
}
