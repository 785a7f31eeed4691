import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log, MachineClock } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr } from '../core/model/tr.ts';
import type { GatewayDecision } from '../core/passes/gatewayRequest.ts';
import { answerProblem } from './kiwoomReply.ts';
import { forwardCall, type PassingParts } from './forwardCall.ts';
import { jsonObject } from './readBody.ts';

export interface OrderQuestion {
  readonly profile: Profile;
  readonly apiId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface GatewayCallsParts extends PassingParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  /**
   * Whether an order may be sent; `connection` identifies the TCP connection, `undefined` for one that ends with
   * this request. `waits` says whether the client is still there.
   */
  readonly mayOrder: (
    order: OrderQuestion,
    connection: object | undefined,
    waits: () => boolean,
  ) => Promise<boolean>;
  /** Whether the account still has a pass. */
  readonly allowed: (profile: Profile) => boolean;
  readonly log: Log;
}

/** Limit of running and queued requests per account and TR. */
const mostWaiting = 64;

/** Calls of TRs: limits their number, and sends orders only with the user's consent. */
export class GatewayCalls {
  readonly #parts: GatewayCallsParts;
  readonly #waiting = new Map<string, number>();

  constructor(parts: GatewayCallsParts) {
    this.#parts = parts;
  }

  async call(
    { profile, tr, page }: GatewayDecision & { kind: 'call' },
    body: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const fields = jsonObject(body);
    if (fields === undefined) {
      answerProblem(response, 400, 'body-not-json');
      return;
    }
    const kind = `${profile.id} ${tr.id}`;
    const waiting = this.#waiting.get(kind) ?? 0;
    if (waiting >= mostWaiting) {
      answerProblem(response, 429, 'too-many-waiting');
      return;
    }
    this.#waiting.set(kind, waiting + 1);
    const { clock, log } = this.#parts;
    const begun = clock.monotonic();
    try {
      if (tr.order && !(await this.#mayOrder(profile, tr, fields, request, response))) return;
      // The pass may have ended during a slow body or a long question.
      if (!this.#parts.allowed(profile)) {
        answerProblem(response, 404, 'wrong-pass');
        return;
      }
      // An order is serialised from the fields that were shown: of a repeated field, Kiwoom might use
      // the other value.
      const sent = tr.order ? Buffer.from(JSON.stringify(fields)) : body;
      const status = await forwardCall(this.#parts, { profile, tr, page, body: sent }, response);
      const ms = Math.round(clock.monotonic() - begun);
      const { environment } = profile;
      log.debug('gateway-passed', { environment, apiId: tr.id, bytes: body.length, status, ms });
    } finally {
      this.#waiting.set(kind, (this.#waiting.get(kind) ?? 1) - 1);
    }
  }

  async #mayOrder(
    profile: Profile,
    tr: Pick<Tr, 'id'>,
    body: Readonly<Record<string, unknown>>,
    { socket }: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    const connection = response.shouldKeepAlive ? socket : undefined;
    const waits = (): boolean => !response.destroyed;
    const allowed = await this.#parts.mayOrder({ profile, apiId: tr.id, body }, connection, waits);
    if (!allowed) answerProblem(response, 403, 'order-refused');
    // The client disconnected and would not learn of the order.
    return allowed && waits();
  }
}
