import type { Domain } from '../core/domain.ts';
import { agentPassVariables } from '../core/handover/agentPasses.ts';
import { agentPath } from '../core/passes/agentPath.ts';
import { agentPass, Passes, type PassesParts } from '../core/passes/passes.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { AgentsControl } from './agents.ts';

export interface AgentAccessParts {
  readonly domain: Pick<Domain, 'active'>;
  /** Of the gateway's own passes. */
  readonly passes: PassesParts;
  readonly agents: Pick<AgentsControl, 'wanted'>;
  /** Origin of the gateway. */
  readonly origin: () => string;
}

/** How agents outside VS Code reach their tools: where, and with a pass for one account each. */
export class AgentAccess {
  /** None for an account that agents may not use. */
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
        (profile.environment === 'mock' || settings.agentAccounts() === 'all') &&
        passes.allowed(profile),
    });
  }

  get url(): string {
    return this.#parts.origin() + agentPath;
  }

  /** What new terminals have, so that no configuration needs to hold a pass. */
  variables(): ReadonlyMap<string, string> {
    const { active } = this.#parts.domain;
    return agentPassVariables(
      (environment) => active.lastUsedIn(environment),
      (profile) => this.passes.of(profile),
    );
  }
}
