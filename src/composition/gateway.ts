import type * as vscode from 'vscode';
import type { Domain } from '../core/domain.ts';
import type { Secret } from '../core/base/secret.ts';
import { toKiwoomError } from '../core/base/errors.ts';
import type { Subscriber } from '../core/lifecycle/session.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import { settings } from '../vscode/shell/settings.ts';
import type { StartedGateway } from './gatewayStart.ts';

export interface GatewayControlParts {
  readonly domain: Domain;
  readonly trusted: () => boolean;
  /** Of this window's folder: a pass is worth something in one workspace only. */
  readonly workspace: string;
  readonly workspaceState: vscode.Memento;
  readonly version: string;
  /** What the clients get has changed. */
  readonly onChange: () => void;
}

/** Starts and stops the gateway as the settings say; its code is read with the first start. */
export class GatewayControl implements Subscriber, vscode.Disposable {
  readonly #parts: GatewayControlParts;
  readonly #revoking = new Set<string>();
  /** Accounts whose token the user revoked: their passes are worth nothing until the next issue. */
  readonly #ended = new Set<string>();
  readonly #subscriptions: (() => void)[];
  #started: StartedGateway | undefined;
  #starting = false;
  #derivedFor = '';
  #disposed = false;

  constructor(parts: GatewayControlParts) {
    this.#parts = parts;
    const { tokens } = parts.domain;
    const setting = settings.onDidChange('gateway', () => {
      this.update();
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

  update(): void {
    if (!this.wanted) this.#stop();
    else void this.#run();
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  async #run(): Promise<void> {
    const { domain, workspaceState, onChange } = this.#parts;
    if (this.#starting) return;
    this.#starting = true;
    try {
      if (this.#started === undefined) {
        const { startGateway } = await import('./gatewayStart.ts');
        const port = settings.gatewayPort() || (workspaceState.get<number>('gateway.port') ?? 0);
        const allowed = (profile: Profile): boolean => this.wanted && !this.#ended.has(profile.id);
        this.#started = await startGateway({ ...this.#parts, allowed, port });
        this.#derivedFor = '';
        await workspaceState.update('gateway.port', this.#started.port);
      }
      const { passes } = this.#started;
      const accounts = domain.profiles.all.map(({ id }) => id).join();
      if (accounts !== this.#derivedFor || passes.outdated) {
        await passes.refresh();
        this.#derivedFor = accounts;
        this.#started.server.recheck();
        onChange();
      }
    } catch (thrown) {
      domain.log.error('gateway-failed', { error: toKiwoomError(thrown).message });
    } finally {
      this.#starting = false;
    }
    // It may have been switched off meanwhile.
    if (!this.wanted) this.#stop();
  }

  #stop(): void {
    if (this.#started === undefined) return;
    this.#started.server.close();
    this.#started = undefined;
    if (!this.#disposed) this.#parts.onChange();
  }
}
