import type * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import type { Profile } from '../core/model/profile.ts';
import { Passes, type PassesParts } from '../core/passes/passes.ts';
import { portsToTry } from '../gateway/gatewayPorts.ts';
import { GatewayServer } from '../gateway/gatewayServer.ts';
import { networkErrorOf } from '../kiwoom/networkErrorCode.ts';
import { replyVerdict } from '../kiwoom/replyCode.ts';
import { loadTrCatalogue } from '../kiwoom/trCatalogue.ts';
import { passHashing } from '../node/passHashing.ts';
import { tellOfWrongPasses } from '../vscode/passes/gatewayNotices.ts';
import { GatewayOrders } from '../vscode/passes/gatewayOrders.ts';
import { AgentAccess } from './agentAccess.ts';
import type { AgentsControl } from './agents.ts';

export interface StartedGateway {
  readonly server: GatewayServer;
  readonly passes: Passes;
  readonly agentAccess: AgentAccess;
  readonly port: number;
}

export interface GatewayStartParts {
  readonly domain: Domain;
  readonly workspace: string;
  readonly version: string;
  readonly allowed: (profile: Profile) => boolean;
  /** See {@link GatewayServer}. */
  readonly freshPasses: () => Promise<void>;
  readonly agents: Pick<AgentsControl, 'wanted' | 'tools'>;
  readonly workspaceState: vscode.Memento;
  /** See {@link AgentAccess}. */
  readonly onChange: () => void;
  /** Port to try first; 0 for none. */
  readonly port: number;
}

export async function startGateway(parts: GatewayStartParts): Promise<StartedGateway> {
  const { domain, workspace, version, allowed, freshPasses, agents, port } = parts;
  const { workspaceState, onChange } = parts;
  const { profiles, keyStore, clock, scheduler, log } = domain;
  const catalogue = await loadTrCatalogue();
  const passesParts: PassesParts = {
    profiles,
    keyStore,
    clock,
    workspace,
    ...passHashing,
    allowed,
  };
  const passes = new Passes(passesParts);
  const agentAccess = new AgentAccess({
    domain,
    passes: passesParts,
    agents,
    origin: () => server.url,
    workspaceState,
    onChange,
  });
  const orders = new GatewayOrders(scheduler, catalogue);
  const server: GatewayServer = new GatewayServer({
    domain,
    clock,
    catalogue,
    passes,
    freshPasses,
    verdict: replyVerdict,
    agents: {
      passes: agentAccess.passes,
      offered: () => agents.wanted,
      answer: async (asked, response) => {
        const { serveMcp } = await import('../agents/mcpOverHttp.ts');
        await serveMcp(asked, response, { tools: await agents.tools(), version });
      },
    },
    networkError: networkErrorOf,
    userAgent: `kiwoom-rest-auth/${version}`,
    mayOrder: (question, ...sender) => orders.mayGo(question, ...sender),
    onWrongPasses: () => {
      log.warn('gateway-wrong-passes');
      tellOfWrongPasses();
    },
    onListenerError: domain.onListenerError,
    log,
  });
  return { server, passes, agentAccess, port: await server.listen(portsToTry(port)) };
}
