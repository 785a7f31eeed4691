import * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import type { Secret } from '../core/base/secret.ts';
import { toKiwoomError } from '../core/base/errors.ts';
import type { Subscriber } from '../core/lifecycle/session.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Cancel } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import type { GatewayFacts } from '../vscode/accounts/accountStatus.ts';
import type { Passes } from '../core/passes/passes.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { AgentAccess } from './agentAccess.ts';
import type { GatewayStartParts, StartedGateway } from './gatewayStart.ts';

export interface GatewayControlParts {
  readonly domain: Domain;
  readonly trusted: () => boolean;
  /** Of this window's folder: a pass is worth something in one workspace only. */
  readonly workspace: string;
  readonly workspaceState: vscode.Memento;
  readonly version: string;
  readonly globalState: vscode.Memento;
  readonly agents: GatewayStartParts['agents'];
  /** What the clients get has changed. */
  readonly onChange: () => void;
  /** It has passed more on; told now and then. */
  readonly onPassedOn: () => void;
}

/** Between two looks at how many requests it has passed on, in milliseconds. */
const countPauseMs = 1_000;

/** Starts and stops the gateway as the settings say; its code is read with the first start. */
export class GatewayControl implements Subscriber, vscode.Disposable {
  readonly #parts: GatewayControlParts;
  readonly #revoking = new Set<string>();
  /** Accounts whose token the user revoked: their passes are worth nothing until the next issue. */
  readonly #ended = new Set<string>();
  readonly #subscriptions: (() => void)[];
  #started: StartedGateway | undefined;
  #starting: Promise<void> | undefined;
  /** The user was told that it does not start, and nothing has changed since. */
  #toldNotStarted = false;
  #counting: Cancel | undefined;
  #derivedFor = '';
  #disposed = false;

  constructor(parts: GatewayControlParts) {
    this.#parts = parts;
    const { tokens } = parts.domain;
    const setting = settings.onDidChange('gateway', () => {
      this.#toldNotStarted = false;
      this.update();
    });
    // The first terminal with a token in it is where a pass would help most.
    const terminals = vscode.window.onDidOpenTerminal(() => {
      const profile = parts.domain.active.current;
      const holdsToken = profile !== undefined && tokens.current(profile) !== undefined;
      if (holdsToken && settings.injectsTerminal() && !settings.runsGateway()) void this.#offer();
    });
    this.#subscriptions = [
      tokens.onDidChange((id) => {
        const { kind } = tokens.state(id);
        if (kind === 'revoking') this.#revoking.add(id);
        else if (kind === 'valid') this.#ended.delete(id);
        else if (kind === 'none' && this.#revoking.has(id)) this.#ended.add(id);
        if (kind !== 'revoking') this.#revoking.delete(id);
        this.#started?.server.recheck();
      }),
      () => {
        setting.dispose();
        terminals.dispose();
      },
    ];
  }

  /** Whether clients are to get passes now, and no token. */
  get wanted(): boolean {
    return !this.#disposed && this.#parts.trusted() && settings.runsGateway();
  }

  /** What a client gets in place of token and server; nothing while the gateway is not there. */
  current(profile: Profile): { readonly value: Secret; readonly host: string } | undefined {
    const value = this.#started?.passes.of(profile);
    const host = this.addressOf(profile.environment);
    return value === undefined || host === undefined ? undefined : { value, host };
  }

  /** What programs use as the server of an environment; nothing while the gateway is not there. */
  addressOf(environment: Environment): string | undefined {
    return this.#started && `${this.#started.server.url}/${environment}`;
  }

  /** Those that are handed out now. */
  get passes(): Passes['all'] {
    return this.#started?.passes.all ?? [];
  }

  /** Where it listens, `127.0.0.1:<port>`. */
  get host(): string | undefined {
    return this.#started && `127.0.0.1:${this.#started.port}`;
  }

  /** What there is to say about it beside an account of an environment. */
  facts(environment: Environment): GatewayFacts | undefined {
    if (!this.wanted) return undefined;
    const started = this.#started;
    return started === undefined
      ? { port: undefined, passedOn: 0 }
      : { port: started.port, passedOn: started.server.passedOn[environment] };
  }

  /** How agents outside VS Code reach their tools; nothing while the gateway is not there. */
  get agentAccess(): AgentAccess | undefined {
    return this.#started?.agentAccess;
  }

  update(): void {
    if (!this.wanted) this.#stop();
    else {
      this.#starting ??= this.#run().finally(() => {
        this.#starting = undefined;
        // It may have been switched off meanwhile.
        if (!this.wanted) this.#stop();
      });
    }
  }

  /** Resolves when it runs, or cannot. */
  async ready(): Promise<void> {
    this.update();
    await this.#starting;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  async #run(): Promise<void> {
    const { domain, workspaceState, onChange } = this.#parts;
    try {
      if (this.#started === undefined) {
        const { startGateway } = await import('./gatewayStart.ts');
        const port = settings.gatewayPort() || (workspaceState.get<number>('gateway.port') ?? 0);
        const allowed = (profile: Profile): boolean => this.wanted && !this.#ended.has(profile.id);
        this.#started = await startGateway({ ...this.#parts, allowed, port });
        this.#derivedFor = '';
        this.#toldNotStarted = false;
        this.#started.server.onDidPassOn(() => {
          this.#counting ??= domain.scheduler.after(countPauseMs, () => {
            this.#counting = undefined;
            this.#parts.onPassedOn();
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
    this.#counting?.();
    this.#counting = undefined;
    if (this.#started === undefined) return;
    this.#started.server.close();
    this.#started = undefined;
    if (!this.#disposed) this.#parts.onChange();
  }
}
