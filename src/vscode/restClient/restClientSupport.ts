import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/event.ts';
import { toKiwoomError } from '../../core/base/errors.ts';
import { settings } from '../shell/settings.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';
import type { RestClientSync } from './restClientSync.ts';

/**
 * Synchronizes the tokens with REST Client's environments and history. The code is loaded with the first token,
 * or to clean up after an earlier window.
 */
export class RestClientSupport implements Disposable {
  readonly #parts: RestClientParts;
  readonly #subscription: Disposable;
  #sync: RestClientSync | undefined;
  #turn: Promise<void> = Promise.resolve();
  #waiting = false;
  #isStarted = false;
  #putsTokenInSettings = settings.putsTokenInSettings();

  constructor(parts: RestClientParts) {
    this.#parts = parts;
    const setting = settings.onDidChange('restClient.tokenInSettings', () => {
      const before = this.#putsTokenInSettings;
      this.#putsTokenInSettings = settings.putsTokenInSettings();
      // Only the focused window asks for consent. The value of the workspace is ignored, so that it cannot
      // trigger the question.
      const asks = this.#putsTokenInSettings && !before && parts.focused();
      this.#run(async () => {
        const sync = await this.#load();
        if (asks) sync.askForConsentAgain();
        await sync.update();
      });
    });
    // The settings contain the token and the gateway address of the focused window.
    const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && this.#isStarted) this.update();
    });
    // The user, Settings Sync or another window may have changed the address.
    const environments = vscode.workspace.onDidChangeConfiguration((event) => {
      const isOurs = this.#isStarted && parts.gateway.wanted();
      if (isOurs && event.affectsConfiguration('rest-client.environmentVariables')) this.update();
    });
    this.#subscription = vscode.Disposable.from(setting, focus, environments);
    // Tokens left by a killed window are being revoked now and must not be sent.
    if (this.#putsTokenInSettings && settings.revokesOnExit()) {
      this.#run(async () => (await this.#load()).takeOutLeftovers());
    }
  }

  /** Schedules an update; calls in the same turn are coalesced. */
  update(): void {
    this.#isStarted = true;
    if (this.#waiting || !this.#isNeeded()) return;
    this.#waiting = true;
    this.#run(async () => {
      this.#waiting = false;
      await (await this.#load()).update();
    });
  }

  /** Resolves when all pending work is done, including open questions. */
  settled(): Promise<void> {
    return this.#turn;
  }

  /**
   * Removes the token and the user's setting for it from the settings.
   *
   * @throws KiwoomError `settings-not-changed`
   */
  async turnTokenInSettingsOff(): Promise<void> {
    await this.settled();
    await (await this.#load()).turnTokenInSettingsOff();
  }

  /** @returns the number of replaced tokens. @throws KiwoomError `history-not-changed` */
  async cleanHistory(): Promise<number> {
    await this.settled();
    return (await this.#load()).cleanHistory();
  }

  /** Cleans up when the window closes, within the few seconds that VS Code allows. Never rejects. */
  async atExit(): Promise<void> {
    try {
      await this.#sync?.leave();
    } catch (thrown) {
      this.#parts.log.warn('rest-client-sync-failed', { error: toKiwoomError(thrown).message });
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #isNeeded(): boolean {
    const { profiles, tokens, globalState, gateway } = this.#parts;
    return (
      this.#sync !== undefined ||
      gateway.wanted() ||
      addressIsLeft() ||
      settings.putsTokenInSettings() ||
      globalState.get(stateKeys.tokenWritten) === true ||
      profiles.all.some((profile) => tokens.current(profile) !== undefined)
    );
  }

  async #load(): Promise<RestClientSync> {
    const { RestClientSync: Sync } = await import('./restClientSync.ts');
    return (this.#sync ??= new Sync(this.#parts));
  }

  #run(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(async () => {
      try {
        await work();
      } catch (thrown) {
        this.#parts.log.warn('rest-client-sync-failed', { error: toKiwoomError(thrown).message });
      }
    });
  }
}

/** A killed window leaves its gateway's address in the settings, or Settings Sync copies one. */
function addressIsLeft(): boolean {
  const found = vscode.workspace
    .getConfiguration('rest-client')
    .inspect('environmentVariables')?.globalValue;
  return /"kiwoomHost":"http:..127\.0\.0\.1/.test(JSON.stringify(found ?? ''));
}
