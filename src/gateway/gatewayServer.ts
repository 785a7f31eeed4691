import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Disposable } from '../core/base/event.ts';
import { lazy } from '../core/base/lazy.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import type { TrCatalogue } from '../core/model/tr.ts';
import { agentPath } from '../core/passes/agentPath.ts';
import {
  decideRequest,
  decideUpgrade,
  type GatewayFacts,
  type RefusalReason,
} from '../core/passes/gatewayRequest.ts';
import type { Passes } from '../core/passes/passes.ts';
import { GatewayCalls, type GatewayCallsParts } from './gatewayCalls.ts';
import { type GatewayLimits, usualLimits } from './gatewayLimits.ts';
import { answerProblem, refuseUpgrade } from './kiwoomReply.ts';
import { ForwardedCounter } from './forwardedCounter.ts';
import { LoopbackServer } from './loopbackServer.ts';
import { answerOAuth } from './oauthAnswers.ts';
import { readBody } from './readBody.ts';
import { factsFor, headOf } from './requestHead.ts';
import { SharedTimeLimit } from './sharedTimeLimit.ts';
import { createUpstream, type NetworkError } from './upstream.ts';
import type { WebSocketGateway } from './webSocketGateway.ts';
import { WrongPasses } from './wrongPasses.ts';

export interface GatewayParts extends Omit<
  GatewayCallsParts,
  'upstream' | 'queueLimit' | 'onForwarded' | 'allowed'
> {
  readonly catalogue: TrCatalogue;
  readonly passes: Pick<Passes, 'accountOf' | 'of'>;
  /** Resolves once the passes are those of today. */
  readonly freshPasses: () => Promise<void>;
  /** The tools for agents, with passes of their own. */
  readonly agents?: GatewayAgents;
  readonly networkError: NetworkError;
  /** Called at most once, after many requests with a wrong pass. */
  readonly onWrongPasses: () => void;
  readonly onListenerError: (thrown: unknown) => void;
  /** Limits for clients; tests use shorter ones. */
  readonly limits?: GatewayLimits;
}

export interface GatewayAgents {
  readonly passes: Pick<Passes, 'accountOf' | 'of'>;
  /** Whether the tools are available now. */
  readonly offered: () => boolean;
  /** Answers an authorised request of an agent. */
  readonly answer: (asked: AgentRequest, response: ServerResponse) => Promise<void>;
}

export interface AgentRequest {
  readonly message: IncomingMessage;
  readonly body: Buffer;
  /** The only account that this agent may use. */
  readonly account: Profile;
  /** Whether the agent's pass is still valid. */
  readonly allowed: () => boolean;
}

/** HTTP server on 127.0.0.1 that programs on this machine use in place of Kiwoom. */
export class GatewayServer implements Disposable {
  readonly #parts: GatewayParts;
  readonly #upstream: ReturnType<typeof createUpstream>;
  readonly #server: LoopbackServer;
  readonly #totalLimit: SharedTimeLimit;
  readonly #queueLimit: SharedTimeLimit;
  readonly #calls: GatewayCalls;
  readonly #forwarded: ForwardedCounter;
  readonly #wrongPasses: WrongPasses;
  readonly #webSockets: () => Promise<WebSocketGateway>;
  #opened: WebSocketGateway | undefined;
  #known: GatewayFacts | undefined;
  #closed = false;

  constructor(parts: GatewayParts) {
    const { domain, clock, passes, networkError, limits = usualLimits } = parts;
    this.#parts = parts;
    this.#upstream = createUpstream(networkError, limits.upstreamMs);
    this.#forwarded = new ForwardedCounter(parts.onListenerError);
    const onForwarded = (environment: Environment): void => {
      this.#forwarded.add(environment);
    };
    const { scheduler } = domain;
    this.#totalLimit = new SharedTimeLimit({ clock, scheduler }, limits.totalMs);
    this.#queueLimit = new SharedTimeLimit({ clock, scheduler }, limits.queueMs);
    const allowed = (profile: Profile): boolean => passes.of(profile) !== undefined;
    this.#calls = new GatewayCalls({
      ...parts,
      allowed,
      upstream: this.#upstream.send,
      queueLimit: this.#queueLimit,
      onForwarded,
    });
    this.#wrongPasses = new WrongPasses({ clock, scheduler, onMany: parts.onWrongPasses });
    this.#webSockets = lazy(async () => {
      const { WebSocketGateway } = await import('./webSocketGateway.ts');
      return (this.#opened = new WebSocketGateway({
        ...parts,
        limits: limits.webSocket,
        accountOf: (pass) => this.#accountOf(pass),
        allowed,
        onForwarded,
      }));
    });
    this.#server = new LoopbackServer(limits, {
      request: (request, response) => {
        this.#serve(request, response).catch(() => {
          if (response.headersSent) response.destroy();
          else answerProblem(response, 500, 'unexpected');
        });
      },
      upgrade: (request, socket, head) => this.#upgrade(request, socket, head),
    });
  }

  /** Number of requests that reached Kiwoom's servers. */
  get forwarded(): Readonly<Record<Environment, number>> {
    return this.#forwarded.counts;
  }

  /** Subscribes to changes of {@link forwarded}; called with the environment. */
  onDidForward(listener: (environment: Environment) => void): Disposable {
    return this.#forwarded.onDidChange(listener);
  }

  /** Origin of this server; the environment's name follows as the path. */
  get url(): string {
    return `http://${this.#server.address}`;
  }

  /** See {@link LoopbackServer.listen}. */
  listen(ports: readonly number[]): Promise<number> {
    return this.#server.listen(ports);
  }

  /** Closes the connections of accounts that have no pass any more. */
  recheck(): void {
    this.#opened?.recheck();
  }

  dispose(): void {
    this.#closed = true;
    this.#server.dispose();
    this.#totalLimit.dispose();
    this.#queueLimit.dispose();
    this.#opened?.dispose();
    this.#upstream.dispose();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const limit = this.#totalLimit.start(() => response.destroy());
    response.on('close', () => {
      limit.dispose();
    });
    const head = headOf(request);
    const decision = decideRequest(head, await this.#facts(head.target));
    if (decision.kind === 'refused') {
      const { status, reason } = decision;
      if (!(await this.#mayAnswer(reason))) {
        response.destroy();
        return;
      }
      // The rest of the body is not read.
      response.setHeader('Connection', 'close');
      answerProblem(response, status, reason);
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      response.setHeader('Connection', 'close');
      answerProblem(response, 413, 'body-too-large');
    } else if (decision.kind === 'call') {
      await this.#calls.call(decision, body, request, response);
    } else if (decision.kind === 'agent') {
      const { agents } = this.#parts;
      const { profile: account } = decision;
      const allowed = (): boolean => agents?.passes.of(account) !== undefined;
      await agents?.answer({ message: request, body, account, allowed }, response);
    } else {
      const parts = { ...this.#parts, wrongPasses: this.#wrongPasses };
      await answerOAuth(parts, decision, body, response);
    }
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const decision = decideUpgrade(headOf(request), await this.#facts());
    if (decision.kind === 'refused') {
      const { status, reason } = decision;
      if (await this.#mayAnswer(reason)) refuseUpgrade(socket, status, reason);
      else socket.destroy();
      return;
    }
    const webSockets = await this.#webSockets();
    if (this.#closed) socket.destroy();
    else webSockets.accept(request, socket, head, decision);
  }

  /** Logs a refusal. @returns whether to answer it; too many wrong passes at once get no answer */
  async #mayAnswer(reason: RefusalReason): Promise<boolean> {
    this.#parts.log.debug('gateway-refused', { reason });
    return reason !== 'wrong-pass' || this.#wrongPasses.count();
  }

  async #facts(target = ''): Promise<GatewayFacts> {
    const { catalogue, passes, freshPasses, agents } = this.#parts;
    await freshPasses();
    const known = (this.#known ??= factsFor(this.#server.address, catalogue, passes));
    // Only that path asks for agents, as every other request would read their settings in vain.
    if (target !== agentPath || agents?.offered() !== true) return known;
    return { ...known, agentOf: (pass) => agents.passes.accountOf(pass) };
  }

  async #accountOf(pass: string): Promise<Profile | undefined> {
    const { passes, freshPasses } = this.#parts;
    await freshPasses();
    const profile = passes.accountOf(pass);
    if (profile === undefined) await this.#wrongPasses.count();
    return profile;
  }
}
