import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log, MachineClock } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr } from '../core/model/tr.ts';
import type { GatewayDecision } from '../core/passes/gatewayRequest.ts';
import { answerProblem } from './kiwoomReply.ts';
import { passCall, type PassingParts } from './passCall.ts';
import { jsonObject } from './readBody.ts';

export interface OrderQuestion {
  readonly profile: Profile;
  readonly apiId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface GatewayCallsParts extends PassingParts {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  /** Whether an order may go; `connection` is the same for all that come over one connection. */
  readonly mayOrder: (order: OrderQuestion, connection: object) => Promise<boolean>;
  readonly log: Log;
}

/** Requests per account and TR that may be on their way or wait for their turn. */
const mostWaiting = 64;

/** Calls of TRs: bounded in number, orders only with consent. */
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
      // An order goes as it was shown: of a field that is there twice, another may count for Kiwoom.
      const sent = tr.order ? Buffer.from(JSON.stringify(fields)) : body;
      const status = await passCall(this.#parts, { profile, tr, page, body: sent }, response);
      const ms = Math.round(clock.monotonic() - begun);
      const { environment } = profile;
      log.debug('gateway-passed', { environment, apiId: tr.id, bytes: body.length, status, ms });
    } finally {
      const left = (this.#waiting.get(kind) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(kind);
      else this.#waiting.set(kind, left);
    }
  }

  async #mayOrder(
    profile: Profile,
    tr: Pick<Tr, 'id'>,
    body: Readonly<Record<string, unknown>>,
    { socket }: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    const allowed = await this.#parts.mayOrder({ profile, apiId: tr.id, body }, socket);
    if (!allowed) answerProblem(response, 403, 'order-refused');
    // Whoever sent it does not wait for its reply any more: it would be an order that nobody knows of.
    return allowed && !response.destroyed;
  }
}
