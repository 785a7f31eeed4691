import type * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import { agentPassVariables } from '../core/handover/agentPasses.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import { isOpenToAgents } from '../core/passes/agentAccounts.ts';
import { agentPath } from '../core/passes/agentPath.ts';
import { agentPass, Passes, type PassesParts } from '../core/passes/passes.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { AgentsControl } from './agents.ts';

export interface AgentAccessParts {
  readonly domain: Pick<Domain, 'active' | 'profiles'>;
  /** Dependencies of the gateway's own passes. */
  readonly passes: PassesParts;
  readonly agents: Pick<AgentsControl, 'wanted'>;
  /** Origin of the gateway. */
  readonly origin: () => string;
  readonly workspaceState: vscode.Memento;
  /** Called when the values that new terminals get have changed. */
  readonly onChange: () => void;
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

  /** Makes the account the one that agents from new terminals of this workspace get, whichever is in use. */
  async choose({ id, environment }: Profile): Promise<void> {
    await this.#parts.workspaceState.update(choiceKey(environment), id);
    this.#parts.onChange();
  }

  /** Environment variables of new terminals, so that no configuration file needs to hold a pass. */
  variables(): ReadonlyMap<string, string> {
    const { active } = this.#parts.domain;
    return agentPassVariables(
      // No other account stands in for the chosen one while that may not be used.
      (environment) => this.#chosenIn(environment) ?? active.lastUsedIn(environment),
      (profile) => this.passes.of(profile),
    );
  }

  #chosenIn(environment: Environment): Profile | undefined {
    const { domain, workspaceState } = this.#parts;
    return domain.profiles.find(workspaceState.get<string>(choiceKey(environment)) ?? '');
  }
}

function choiceKey(environment: Environment): string {
  return `agents.account.${environment}`;
}
