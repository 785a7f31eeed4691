import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log, MachineClock } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr, TrCatalogue } from '../core/model/tr.ts';
import { decideRequest, type GatewayDecision } from '../core/passes/gatewayRequest.ts';
import type { Passes } from '../core/passes/passes.ts';
import { formatKoreanTime } from '../core/time/koreanTime.ts';
import { answerJson, answerProblem } from './kiwoomReply.ts';
import { passCall, type PassingParts } from './passCall.ts';
import { jsonObject, readBody } from './readBody.ts';
import { createUpstream } from './upstream.ts';

export interface GatewayParts extends Omit<PassingParts, 'upstream'> {
  readonly clock: Pick<MachineClock, 'monotonic'>;
  readonly catalogue: TrCatalogue;
  readonly passes: Pick<Passes, 'accountOf' | 'refresh' | 'outdated'>;
  /** Whether an order may go; `connection` is the same for all that come over one connection. */
  readonly mayOrder: (order: OrderQuestion, connection: object) => Promise<boolean>;
  /** Many requests with a pass that is none; told at most once. */
  readonly onWrongPasses: () => void;
  readonly log: Log;
}

export interface OrderQuestion {
  readonly profile: Profile;
  readonly apiId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Requests per account and TR that may wait for their turn. */
const mostWaiting = 64;
const wrongPassPauseMs = 500;
/** From this many in a second on. */
const manyWrongPasses = 10;

/** The server that programs on this machine talk to in place of Kiwoom. Bound to 127.0.0.1 only. */
export class GatewayServer {
  readonly #parts: GatewayParts;
  readonly #upstream: ReturnType<typeof createUpstream>;
  readonly #server: Server;
  readonly #waiting = new Map<string, number>();
  #address = '';
  #passedOn = 0;
  #wrongPasses: number[] = [];
  #warned = false;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#upstream = createUpstream(parts.domain.scheduler);
    this.#server = createServer(
      {
        maxHeaderSize: 16 * 1024,
        headersTimeout: 10_000,
        requestTimeout: 30_000,
        keepAliveTimeout: 60_000,
        connectionsCheckingInterval: 5_000,
      },
      (request, response) => {
        this.#serve(request, response).catch(() => {
          if (response.headersSent) response.destroy();
          else answerProblem(response, 500, 'unexpected');
        });
      },
    );
    this.#server.maxConnections = 256;
    this.#server.on('clientError', (_error, socket) => socket.destroy());
    // Node answers both by itself unless somebody listens; here nothing is answered.
    this.#server.on('connect', (_request, socket) => socket.destroy());
    this.#server.on('upgrade', (_request, socket) => socket.destroy());
  }

  /** How many requests reached Kiwoom's server. */
  get passedOn(): number {
    return this.#passedOn;
  }

  /** Origin of this server; ends where an environment's name begins. */
  get url(): string {
    return `http://${this.#address}`;
  }

  /**
   * @param port tried first; another free one where it is taken
   * @throws Error if this machine lets nothing listen
   */
  async listen(port: number): Promise<number> {
    const taken = await this.#listenOn(port).catch((thrown: unknown) => {
      if (port === 0) throw thrown;
      return this.#listenOn(0);
    });
    this.#address = `127.0.0.1:${taken}`;
    return taken;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#upstream.close();
  }

  #listenOn(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { catalogue, passes, log } = this.#parts;
    if (passes.outdated) await passes.refresh();
    const headers: (readonly [string, string])[] = [];
    for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
      headers.push([request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '']);
    }
    const decision = decideRequest(
      { method: request.method ?? '', target: request.url ?? '', headers },
      {
        address: this.#address,
        tr: (apiId) => catalogue.find(apiId),
        knownPath: (path) => catalogue.onPath(path).length > 0,
        accountOf: (pass) => passes.accountOf(pass),
      },
    );
    if (decision.kind === 'refused') {
      log.info('gateway-refused', { reason: decision.reason });
      if (decision.reason === 'wrong-pass') await this.#slowDown();
      // What is left of the body is not waited for.
      response.setHeader('Connection', 'close');
      answerProblem(response, decision.status, decision.reason);
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      response.setHeader('Connection', 'close');
      answerProblem(response, 413, 'body-too-large');
    } else if (decision.kind === 'call') await this.#call(decision, body, request, response);
    else await this.#answerOAuth(decision, body, response);
  }

  async #call(
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
    try {
      if (tr.order && !(await this.#mayOrder(profile, tr, fields, request, response))) return;
      const upstream: PassingParts['upstream'] = (sent, signal) => {
        this.#passedOn += 1;
        return this.#upstream.send(sent, signal);
      };
      const status = await passCall(
        { ...this.#parts, upstream },
        // An order goes as it was shown: of a field that is there twice, another may count for Kiwoom.
        { profile, tr, page, body: tr.order ? Buffer.from(JSON.stringify(fields)) : body },
        response,
      );
      this.#parts.log.info('gateway-passed', { apiId: tr.id, bytes: body.length, status });
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

  /** A program that issues by itself gets its pass back; its revocation ends nothing. */
  async #answerOAuth(
    { kind, environment }: GatewayDecision & { kind: 'issue' | 'revoke' },
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const { appkey, secretkey } = jsonObject(body) ?? {};
    const profile =
      typeof appkey === 'string' && appkey === secretkey
        ? this.#parts.passes.accountOf(appkey)
        : undefined;
    if (profile?.environment !== environment) {
      await this.#slowDown();
      answerProblem(response, 404, 'wrong-pass');
      return;
    }
    const done = { return_code: 0, return_msg: '정상적으로 처리되었습니다' };
    if (kind === 'revoke') {
      answerJson(response, 200, done);
      return;
    }
    const { expiresAt } = await this.#parts.domain.tokens.ensure(profile);
    answerJson(response, 200, {
      expires_dt: formatKoreanTime(expiresAt).replace(/\D/g, ''),
      return_msg: done.return_msg,
      token_type: 'Bearer',
      return_code: 0,
      token: appkey,
    });
  }

  async #slowDown(): Promise<void> {
    const { domain, clock, onWrongPasses } = this.#parts;
    const now = clock.monotonic();
    this.#wrongPasses = [...this.#wrongPasses.filter((time) => now - time < 1000), now].slice(
      -manyWrongPasses,
    );
    if (this.#wrongPasses.length < manyWrongPasses) return;
    if (!this.#warned) {
      this.#warned = true;
      onWrongPasses();
    }
    await new Promise<void>((resolve) => {
      domain.scheduler.after(wrongPassPauseMs, resolve);
    });
  }
}
