import type * as vscode from 'vscode';
import { AgentTools } from '../agents/agentTools.ts';
import { toolNames } from '../agents/toolDefinitions.ts';
import type { Domain } from '../core/domain.ts';
import { loadTrCatalogue } from '../kiwoom/trCatalogue.ts';
import { askAgentOrder } from '../vscode/agents/agentOrders.ts';
import { registerTools } from '../vscode/agents/languageModelTools.ts';
import type { Localize } from '../vscode/shell/localize.ts';
import { describeError } from '../vscode/shell/messages.ts';
import { settings } from '../vscode/shell/settings.ts';

export interface AgentsStartParts {
  readonly domain: Domain;
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  /** Whether agents may use the tools in this window now. */
  readonly enabled: () => boolean;
}

/** Tool descriptions are always English, which language models understand best. */
const english: Localize = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)]));

export function createTools({ domain, ready, enabled }: AgentsStartParts): AgentTools {
  return new AgentTools({
    domain,
    ready,
    catalogue: loadTrCatalogue,
    rules: { enabled, accounts: settings.agentAccounts, orders: settings.agentOrders },
    askOrder: askAgentOrder,
    explain: (error) => describeError(error, english).message,
  });
}

export function registerForVsCode(tools: AgentTools): vscode.Disposable {
  return registerTools({
    names: toolNames,
    plan: (input) => tools.plan(input),
    use: (name, input, how) => tools.use(name, input, how),
  });
}
