import * as vscode from 'vscode';
import { environments } from '../../core/model/environment.ts';
import { Alarm } from '../../core/time/alarm.ts';
import { clientIds } from '../shell/clientIds.ts';
import { type GatewayAddresses, gatewayAddressesIn } from './environmentTokens.ts';
import type { RestClientParts } from './restClientParts.ts';
import { restClientEnvironments, UserSettings } from './userSettings.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Sets `kiwoomHost` in the user settings to the gateway's address while it runs, for files with
 * `{{kiwoomHost}}`: the default in package.json is Kiwoom's own server, which refuses a pass. All windows share
 * the settings but each has its own gateway, so the focused window writes its address.
 */
export class HostInSettings {
  readonly #parts: RestClientParts;
  readonly #userSettings: UserSettings;
  /** Addresses that this window's gateway has had. */
  readonly #seen = new Set<string>();
  /** The last written value; VS Code reports it as the effective one a moment later. */
  #written: string | undefined;
  #retryMs = firstRetryMs;
  readonly #retry: Alarm;
  #isOver = false;

  constructor(parts: RestClientParts) {
    this.#parts = parts;
    this.#retry = new Alarm(parts.scheduler);
    this.#userSettings = new UserSettings(parts);
  }

  async update(): Promise<void> {
    const { gateway, trusted, focused } = this.#parts;
    const own = this.#own();
    for (const address of Object.values(own)) this.#seen.add(address);
    // While the gateway starts, the address in the settings may already be right: the last port is tried first.
    const decides = trusted() && focused() && (!gateway.wanted() || Object.keys(own).length > 0);
    const living = new Set(Object.values(own));
    await this.#write((there) =>
      decides ? own : without(there, (each) => this.#seen.has(each) && !living.has(each)),
    );
  }

  /** Called when the window closes. Removes this window's addresses; the last window removes all. */
  async leave(): Promise<void> {
    this.#isOver = true;
    this.#retry.cancel();
    const isLast = this.#parts.alone();
    await this.#write((there) => without(there, (each) => isLast || this.#seen.has(each)));
  }

  async #write(hosts: (there: GatewayAddresses) => GatewayAddresses): Promise<void> {
    const inEffect = gatewayAddressesIn(restClientEnvironments());
    const wanted = JSON.stringify(hosts(inEffect));
    const isDone = JSON.stringify(inEffect) === wanted;
    if (isDone && (this.#written === undefined || this.#written === wanted)) return;
    if (await this.#userSettings.write({ hosts })) {
      this.#written = wanted;
      this.#retryMs = firstRetryMs;
    } else if (!this.#isOver) this.#tryAgain();
  }

  /**
   * Schedules a retry: VS Code refuses to write while settings.json has unsaved changes or is newer than its
   * copy.
   */
  #tryAgain(): void {
    this.#retry.after(this.#retryMs, () => void this.update());
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  #own(): GatewayAddresses {
    const { gateway, trusted } = this.#parts;
    const isInstalled = vscode.extensions.getExtension(clientIds.restClient) !== undefined;
    if (this.#isOver || !trusted() || !isInstalled) return {};
    return Object.fromEntries(
      environments.flatMap((environment) => {
        const address = gateway.addressOf(environment);
        return address === undefined ? [] : [[environment, address]];
      }),
    );
  }
}

function without(there: GatewayAddresses, isOver: (address: string) => boolean): GatewayAddresses {
  return Object.fromEntries(Object.entries(there).filter(([, address]) => !isOver(address)));
}
