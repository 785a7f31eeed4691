import * as vscode from 'vscode';
import { toKiwoomError } from '../../core/base/errors.ts';
import { settings } from '../shell/settings.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';
import type { RestClientSync } from './restClientSync.ts';

/**
 * What REST Client keeps in files of its own or in the settings, kept in step with the tokens. The
 * work is loaded with the first token, or for what an earlier window left behind.
 */
export class RestClientSupport {
  readonly #parts: RestClientParts;
  readonly #subscription: vscode.Disposable;
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
      // The window in which it was switched on is the one that asks. A workspace, whose value counts
      // for nothing, must not make it ask.
      const asks = this.#putsTokenInSettings && !before && parts.focused();
      this.#run(async () => {
        const sync = await this.#load();
        if (asks) sync.askAnew();
        await sync.update();
      });
    });
    // The settings hold the token and the gateway's address of the window that the user is in.
    const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && this.#isStarted) this.update();
    });
    // The user, Settings Sync or another window may have changed the address.
    const environments = vscode.workspace.onDidChangeConfiguration((event) => {
      const isOurs = this.#isStarted && parts.gateway.wanted();
      if (isOurs && event.affectsConfiguration('rest-client.environmentVariables')) this.update();
    });
    this.#subscription = vscode.Disposable.from(setting, focus, environments);
    // What a killed window left is revoked now, and must not be sent meanwhile.
    if (this.#putsTokenInSettings && settings.revokesOnExit()) {
      this.#run(async () => (await this.#load()).takeOutLeftovers());
    }
  }

  /** Brings everything up to date, soon; several calls at a time are one. */
  update(): void {
    this.#isStarted = true;
    if (this.#waiting || !this.#isNeeded()) return;
    this.#waiting = true;
    this.#run(async () => {
      this.#waiting = false;
      await (await this.#load()).update();
    });
  }

  /** Resolves when all that was to be done is done, the user's answers included. */
  settled(): Promise<void> {
    return this.#turn;
  }

  /**
   * Takes the token and the user's setting for it out of the settings.
   *
   * @throws KiwoomError `settings-not-changed`
   */
  async turnTokenInSettingsOff(): Promise<void> {
    await this.settled();
    await (await this.#load()).turnTokenInSettingsOff();
  }

  /** @returns how many tokens were replaced. @throws KiwoomError `history-not-changed` */
  async cleanHistory(): Promise<number> {
    await this.settled();
    return (await this.#load()).cleanHistory();
  }

  /** The window ends: what is done here is done in the few seconds that VS Code gives. Never rejects. */
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

/** A window that was killed leaves its gateway's address in the settings, or Settings Sync brings one. */
function addressIsLeft(): boolean {
  const found = vscode.workspace
    .getConfiguration('rest-client')
    .inspect('environmentVariables')?.globalValue;
  return /"kiwoomHost":"http:..127\.0\.0\.1/.test(JSON.stringify(found ?? ''));
}
