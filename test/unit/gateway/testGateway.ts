import { request as httpRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createDomain, type Domain } from '../../../src/core/domain.ts';
import type { MachineClock, Scheduler, TokenApi } from '../../../src/core/model/ports.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { agentPass, Passes, type PassesParts } from '../../../src/core/passes/passes.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import type { OrderQuestion } from '../../../src/gateway/gatewayCalls.ts';
import { type GatewayParts, GatewayServer } from '../../../src/gateway/gatewayServer.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { networkErrorOf } from '../../../src/kiwoom/networkErrorCode.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { replyVerdict } from '../../../src/kiwoom/replyCode.ts';
import { loadTrCatalogue, trFacts } from '../../../src/kiwoom/trCatalogue.ts';
import { TrClient } from '../../../src/kiwoom/trClient.ts';
import { passHashing } from '../../../src/node/passHashing.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import type { Environment } from '../../simulator/controlInterface.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { MemoryKeyStore, RecordingLog } from '../fakes/memoryStores.ts';
import { testPorts } from '../fakes/testPorts.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

export interface SentCall {
  readonly profile?: Profile;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestGatewayOptions extends Partial<
  Omit<GatewayParts, 'domain' | 'passes' | 'agents'>
> {
  /** Where the tokens belong, in place of the simulated servers that issue them. */
  readonly tokensFor?: string;
  /** Pauses and time limits of the gateway's own are so many times shorter. */
  readonly haste?: number;
  /** Tried first. */
  readonly ports?: readonly number[];
  /** The tools for agents, where there are some. */
  readonly agentsOn?: (domain: Domain, passes: Passes) => NonNullable<GatewayParts['agents']>;
}

interface TestGatewayParts {
  readonly simulator: Simulator;
  readonly domain: Domain;
  readonly server: GatewayServer;
  readonly passes: Passes;
  readonly agentPasses: Passes;
  readonly log: RecordingLog;
  readonly profiles: Readonly<Record<Environment, Profile>>;
  readonly orders: {
    readonly asked: OrderQuestion[];
    readonly connections: (object | undefined)[];
    allowed: boolean | Promise<boolean>;
  };
  readonly warnings: { told: number };
  readonly ended: Set<string>;
}

/** A gateway before the simulated server, with one account of each environment; time is this machine's. */
export class TestGateway {
  readonly simulator: Simulator;
  readonly domain: Domain;
  readonly server: GatewayServer;
  readonly passes: Passes;
  readonly agentPasses: Passes;
  readonly log: RecordingLog;
  readonly mock: Profile;
  readonly real: Profile;
  /** Orders that were asked about, and the answer to them. */
  readonly orders: TestGatewayParts['orders'];
  /** About wrong passes. */
  readonly warnings: TestGatewayParts['warnings'];
  /** Ids of accounts that may not be used any more. */
  readonly ended: Set<string>;

  private constructor(parts: TestGatewayParts) {
    this.simulator = parts.simulator;
    this.domain = parts.domain;
    this.server = parts.server;
    this.passes = parts.passes;
    this.agentPasses = parts.agentPasses;
    this.log = parts.log;
    ({ mock: this.mock, real: this.real } = parts.profiles);
    this.orders = parts.orders;
    this.warnings = parts.warnings;
    this.ended = parts.ended;
  }

  static async start(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const simulator = await startSimulator({ limits: 'off' });
    const { tokensFor, haste = 1, ports = [0], agentsOn, ...named } = options;
    const keyStore = new MemoryKeyStore();
    const profileOf = (environment: Environment): Profile => {
      const { appkey, secretkey } = simulator.accounts[environment][0];
      const profile = testProfile(environment);
      keyStore.put(profile, testKeys(appkey, secretkey));
      return profile;
    };
    const profiles = { mock: profileOf('mock'), real: profileOf('real') };
    const timers = new SystemScheduler(systemClock);
    const machine: MachineClock = {
      now: () => systemClock.now(),
      monotonic: () => systemClock.monotonic() * haste,
    };
    const scheduler: Scheduler = {
      at: (time, run) => timers.at(time, run),
      after: (ms, run) => timers.after(ms / haste, run),
    };
    const serverOf = (environment: Environment): string => simulator[environment].url;
    const oauth = new OAuthClient(createAxiosTransport(timers), serverOf, 'test');
    const hostOf = (environment: Environment): string => tokensFor ?? serverOf(environment);
    const tokenApi: TokenApi = {
      issue: async (environment, keys, signal) => ({
        ...(await oauth.issue(environment, keys, signal)),
        host: hostOf(environment),
      }),
      revoke: (keys, token, signal) => oauth.revoke(keys, token, signal),
      host: hostOf,
    };
    const log = new RecordingLog();
    const domain = createDomain(
      testPorts({
        clock: new ServerClock(machine, unexpected),
        keyStore,
        scheduler,
        tokenApi,
        trApi: new TrClient(createAxiosTransport(timers), 'test'),
        trFacts,
        log,
      }),
    );
    await domain.profiles.refresh();
    const ended = new Set<string>();
    const passesParts: PassesParts = {
      profiles: domain.profiles,
      keyStore,
      clock: domain.clock,
      workspace: 'here',
      ...passHashing,
      allowed: ({ id }) => !ended.has(id),
    };
    const passes = new Passes(passesParts);
    const agentPasses = new Passes({ ...passesParts, use: agentPass });
    await Promise.all([passes.refresh(), agentPasses.refresh()]);
    const orders: TestGatewayParts['orders'] = { asked: [], connections: [], allowed: true };
    const warnings = { told: 0 };
    const server = new GatewayServer({
      domain,
      clock: machine,
      catalogue: await loadTrCatalogue(),
      passes,
      freshPasses: async () => {
        if (passes.outdated) await Promise.all([passes.refresh(), agentPasses.refresh()]);
      },
      ...(agentsOn === undefined ? {} : { agents: agentsOn(domain, agentPasses) }),
      verdict: replyVerdict,
      networkError: networkErrorOf,
      userAgent: 'test',
      mayOrder: (question, connection) => {
        orders.asked.push(question);
        orders.connections.push(connection);
        return Promise.resolve(orders.allowed);
      },
      onWrongPasses: () => {
        warnings.told += 1;
      },
      onListenerError: unexpected,
      log,
      ...named,
    });
    await server.listen(ports);
    const known = { passes, agentPasses, profiles, orders, warnings, ended };
    const made = { simulator, domain, server, log, ...known };
    return new TestGateway(made);
  }

  async close(): Promise<void> {
    this.server.dispose();
    this.domain.dispose();
    await this.simulator.close();
  }

  get port(): number {
    return Number(new URL(this.server.url).port);
  }

  passOf(profile: Profile): string {
    return this.passes.of(profile)?.reveal() ?? '';
  }

  /** Origin and environment, as a client has it in KIWOOM_HOST. */
  hostOf({ environment }: Profile): string {
    return `${this.server.url}/${environment}`;
  }

  send(
    path: string,
    headers: Readonly<Record<string, string | string[]>>,
    body: string,
    method = 'POST',
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const target = { host: '127.0.0.1', port: this.port, path, method, headers, agent: false };
      const request = httpRequest(target, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', reject);
        reply.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  /** A call as a client sends it, of the real account unless told otherwise. */
  call(apiId: string, body: unknown, options: SentCall = {}): Promise<Answer> {
    const { profile = this.real, path = '/api/dostk/stkinfo', headers = {} } = options;
    const own = {
      authorization: `Bearer ${this.passOf(profile)}`,
      'api-id': apiId,
      'content-type': 'application/json;charset=UTF-8',
    };
    return this.send(
      `/${profile.environment}${path}`,
      { ...own, ...headers },
      JSON.stringify(body),
    );
  }

  /** Resolves when the log has so many lines about an event. */
  async logged(name: string, count = 1): Promise<void> {
    const lines = () => this.log.lines.filter(({ event }) => event === name);
    while (lines().length < count) await nextTurn();
  }

  /** Calls that reached the server. */
  get trs(): number {
    return this.simulator.control.counts().tr;
  }
}
