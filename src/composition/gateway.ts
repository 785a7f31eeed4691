import * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import type { Secret } from '../core/base/secret.ts';
import { type Disposable, disposeAll } from '../core/base/event.ts';
import { toKiwoomError } from '../core/base/errors.ts';
import type { Subscriber } from '../core/lifecycle/session.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import type { GatewayFacts } from '../vscode/accounts/accountStatus.ts';
import type { Passes } from '../core/passes/passes.ts';
import { RevokedAccounts } from '../core/passes/revokedAccounts.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { AgentAccess } from './agentAccess.ts';
import type { GatewayStartParts, StartedGateway } from './gatewayStart.ts';

export interface GatewayControlParts {
  readonly domain: Domain;
  readonly trusted: () => boolean;
  /** Path of this window's folder: a pass is valid in one workspace only. */
  readonly workspace: string;
  readonly workspaceState: vscode.Memento;
  readonly version: string;
  readonly globalState: vscode.Memento;
  readonly agents: GatewayStartParts['agents'];
  /** Called when the values that clients get have changed. */
  readonly onChange: () => void;
  /** Called when the count of forwarded requests has changed, throttled. */
  readonly onForwarded: () => void;
}

/** Throttle interval of `onForwarded`, in milliseconds. */
const countPauseMs = 1_000;

/** Starts and stops the gateway according to the settings; its code is loaded with the first start. */
export class GatewayControl implements Subscriber, Disposable {
  readonly #parts: GatewayControlParts;
  readonly #revoked = new RevokedAccounts();
  readonly #subscriptions: readonly Disposable[];
  #started: StartedGateway | undefined;
  #starting: Promise<void> | undefined;
  /** The user was notified that the gateway does not start; reset when the settings change or it starts. */
  #toldNotStarted = false;
  #counting: Disposable | undefined;
  #derivedFor = '';
  #disposed = false;

  constructor(parts: GatewayControlParts) {
    this.#parts = parts;
    const { tokens } = parts.domain;
    this.#subscriptions = [
      settings.onDidChange('gateway', () => {
        this.#toldNotStarted = false;
        this.update();
      }),
      // Offers the gateway with the first terminal that would get a token, where a pass helps most.
      vscode.window.onDidOpenTerminal(() => {
        const profile = parts.domain.active.current;
        const holdsToken = profile !== undefined && tokens.current(profile) !== undefined;
        if (holdsToken && settings.injectsTerminal() && !settings.runsGateway()) void this.#offer();
      }),
      tokens.onDidChange((id) => {
        if (parts.domain.profiles.find(id) === undefined) this.#revoked.forget(id);
        else this.#revoked.observe(id, tokens.state(id));
        this.#started?.server.recheck();
      }),
    ];
  }

  /** Whether clients should get passes instead of tokens now. */
  get wanted(): boolean {
    return !this.#disposed && this.#parts.trusted() && settings.runsGateway();
  }

  /** Pass and gateway host for a client; `undefined` while the gateway is not running. */
  current(profile: Profile): { readonly value: Secret; readonly host: string } | undefined {
    const value = this.#started?.passes.of(profile);
    const host = this.addressOf(profile.environment);
    return value === undefined || host === undefined ? undefined : { value, host };
  }

  /** Value and host that clients get for an account now: of a pass, or of the token while no gateway is wanted. */
  handedOut(profile: Profile): { readonly value: Secret; readonly host: string } | undefined {
    return this.wanted ? this.current(profile) : this.#parts.domain.tokens.current(profile);
  }

  /** Server address that programs use for an environment; `undefined` while the gateway is not running. */
  addressOf(environment: Environment): string | undefined {
    return this.#started && `${this.#started.server.url}/${environment}`;
  }

  /** Passes that are valid now. */
  get passes(): Passes['all'] {
    return this.#started?.passes.all ?? [];
  }

  /** Address of the listening socket, `127.0.0.1:<port>`. */
  get host(): string | undefined {
    return this.#started && `127.0.0.1:${this.#started.port}`;
  }

  /** Facts about the gateway to show with an account of this environment. */
  facts(environment: Environment): GatewayFacts | undefined {
    if (!this.wanted) return undefined;
    const started = this.#started;
    return started === undefined
      ? { port: undefined, forwarded: 0 }
      : { port: started.port, forwarded: started.server.forwarded[environment] };
  }

  /** URL and passes for agents outside VS Code; `undefined` while the gateway is not running. */
  get agentAccess(): AgentAccess | undefined {
    return this.#started?.agentAccess;
  }

  update(): void {
    if (!this.wanted) this.#stop();
    else {
      this.#starting ??= this.#run().finally(() => {
        this.#starting = undefined;
        // The setting may have been switched off during the start.
        if (!this.wanted) this.#stop();
      });
    }
  }

  /** Resolves when the gateway is running or has failed to start. */
  async ready(): Promise<void> {
    this.update();
    await this.#starting;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
    disposeAll(this.#subscriptions);
  }

  async #run(): Promise<void> {
    const { domain, workspaceState, onChange } = this.#parts;
    try {
      if (this.#started === undefined) {
        const { startGateway } = await import('./gatewayStart.ts');
        const port = settings.gatewayPort() || (workspaceState.get<number>('gateway.port') ?? 0);
        const allowed = (profile: Profile): boolean =>
          this.wanted && !this.#revoked.has(profile.id);
        const freshPasses = (): Promise<void> => this.#freshPasses();
        this.#started = await startGateway({ ...this.#parts, allowed, freshPasses, port });
        this.#derivedFor = '';
        this.#toldNotStarted = false;
        this.#started.server.onDidForward(() => {
          this.#counting ??= domain.scheduler.after(countPauseMs, () => {
            this.#counting = undefined;
            this.#parts.onForwarded();
          });
        });
        await workspaceState.update('gateway.port', this.#started.port);
      }
      const { passes, agentAccess } = this.#started;
      const accounts = domain.profiles.all.map(({ id }) => id).join();
      if (accounts !== this.#derivedFor || passes.outdated) {
        await Promise.all([passes.refresh(), agentAccess.passes.refresh()]);
        this.#derivedFor = accounts;
        this.#started.server.recheck();
        onChange();
      }
    } catch (thrown) {
      await this.#tell(thrown);
    }
  }

  /** A request may be the first event of a day in Korea, with which all passes change. */
  async #freshPasses(): Promise<void> {
    if (this.#started?.passes.outdated !== false) await this.ready();
  }

  async #tell(thrown: unknown): Promise<void> {
    const { code } = thrown as { readonly code?: unknown };
    const reason = typeof code === 'string' ? code : toKiwoomError(thrown).message;
    this.#parts.domain.log.error('gateway-failed', { error: reason });
    if (this.#toldNotStarted) return;
    this.#toldNotStarted = true;
    const { tellNotStarted } = await import('../vscode/passes/gatewayNotices.ts');
    tellNotStarted(reason, () => this.ready());
  }

  async #offer(): Promise<void> {
    const { offerGateway } = await import('../vscode/passes/gatewayOffer.ts');
    await offerGateway(this.#parts);
  }

  #stop(): void {
    this.#counting?.dispose();
    this.#counting = undefined;
    if (this.#started === undefined) return;
    this.#started.server.dispose();
    this.#started = undefined;
    if (!this.#disposed) this.#parts.onChange();
  }
}
