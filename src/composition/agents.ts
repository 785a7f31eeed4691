import type { AgentTools } from '../agents/agentTools.ts';
import type { Disposable } from '../core/base/event.ts';
import { toKiwoomError } from '../core/base/errors.ts';
import { lazy } from '../core/base/lazy.ts';
import type { Subscriber } from '../core/lifecycle/session.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { AgentsStartParts } from './agentsStart.ts';

export interface AgentsParts extends Omit<AgentsStartParts, 'enabled'> {
  readonly trusted: () => boolean;
  /** Called when the set of accounts that agents may use changes. */
  readonly onChange: () => void;
}

/** Registers the agent tools according to the settings; their code is loaded when they are switched on. */
export class AgentsControl implements Subscriber, Disposable {
  readonly #parts: AgentsParts;
  readonly #setting: Disposable;
  #registered: Disposable | undefined;
  #disposed = false;

  /** One instance for all agents, so that they share the rate limits. */
  readonly tools: () => Promise<AgentTools> = lazy(async () => {
    const { createTools } = await import('./agentsStart.ts');
    return createTools({ ...this.#parts, enabled: () => this.wanted });
  });

  constructor(parts: AgentsParts) {
    this.#parts = parts;
    this.#setting = settings.onDidChange('agents', () => {
      this.update();
      parts.onChange();
    });
  }

  get wanted(): boolean {
    return !this.#disposed && this.#parts.trusted() && settings.offersTools();
  }

  update(): void {
    if (this.wanted === (this.#registered !== undefined)) return;
    if (this.wanted) void this.#register();
    else this.#unregister();
  }

  dispose(): void {
    this.#disposed = true;
    this.#setting.dispose();
    this.#unregister();
  }

  async #register(): Promise<void> {
    try {
      const tools = await this.tools();
      const { registerForVsCode } = await import('./agentsStart.ts');
      // The setting may have been switched off, or an earlier update may have registered the tools.
      if (this.wanted) this.#registered ??= registerForVsCode(tools);
    } catch (thrown) {
      this.#parts.domain.log.error('agents-failed', { error: toKiwoomError(thrown).message });
    }
  }

  #unregister(): void {
    this.#registered?.dispose();
    this.#registered = undefined;
  }
}
