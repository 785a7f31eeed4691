import type { Domain } from '../core/domain.ts';
import { agentPassVariables } from '../core/handover/agentPasses.ts';
import { isOpenToAgents } from '../core/passes/agentAccounts.ts';
import { agentPath } from '../core/passes/agentPath.ts';
import { agentPass, Passes, type PassesParts } from '../core/passes/passes.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { AgentsControl } from './agents.ts';

export interface AgentAccessParts {
  readonly domain: Pick<Domain, 'active'>;
  /** Dependencies of the gateway's own passes. */
  readonly passes: PassesParts;
  readonly agents: Pick<AgentsControl, 'wanted'>;
  /** Origin of the gateway. */
  readonly origin: () => string;
}

/** URL and passes with which agents outside VS Code reach the tools; one pass per account. */
export class AgentAccess {
  /** Accounts that agents may not use have no pass. */
  readonly passes: Passes;
  readonly #parts: AgentAccessParts;

  constructor(parts: AgentAccessParts) {
    this.#parts = parts;
    const { passes, agents } = parts;
    this.passes = new Passes({
      ...passes,
      use: agentPass,
      allowed: (profile) =>
        agents.wanted &&
        isOpenToAgents(profile, settings.agentAccounts()) &&
        passes.allowed(profile),
    });
  }

  get url(): string {
    return this.#parts.origin() + agentPath;
  }

  /** Environment variables of new terminals, so that no configuration file needs to hold a pass. */
  variables(): ReadonlyMap<string, string> {
    const { active } = this.#parts.domain;
    return agentPassVariables(
      (environment) => active.lastUsedIn(environment),
      (profile) => this.passes.of(profile),
    );
  }
}
