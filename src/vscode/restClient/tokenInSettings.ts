import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import { type EnvironmentTokens, SharedTokens } from '../../core/handover/sharedTokens.ts';
import { clientIds } from '../shell/clientIds.ts';
import { settings } from '../shell/settings.ts';
import { askForPlainText } from './plainTextConsent.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';
import { isIgnored, restored, withEnvironments } from './syncExclusion.ts';
import { UserSettings } from './userSettings.ts';

/**
 * Keeps `kiwoomToken` in REST Client's environments of the user settings, for as long as the user wants
 * the token there as plain text and a window is open. All windows share the settings: the one in front
 * decides, see {@link SharedTokens}.
 */
export class TokenInSettings {
  readonly #parts: RestClientParts;
  readonly #ask: () => Promise<boolean>;
  readonly #shared: SharedTokens;
  readonly #userSettings: UserSettings;
  #asksAnew = false;
  /** The user agreed in this window; what was written then may not have been read back yet. */
  #agreedHere = false;
  /** This window may have put a token there, whatever the others made of the global state since. */
  #hasWritten = false;
  #isOver = false;

  constructor(parts: RestClientParts, ask = askForPlainText) {
    this.#parts = parts;
    this.#ask = ask;
    this.#shared = new SharedTokens(parts);
    this.#userSettings = new UserSettings(parts);
  }

  askAnew(): void {
    this.#asksAnew = true;
  }

  async update(): Promise<void> {
    const { globalState } = this.#parts;
    const written = globalState.get(stateKeys.tokenWritten) === true;
    if (!settings.putsTokenInSettings()) {
      this.#agreedHere = false;
      if (written || this.#hasWritten) await this.#takeOut(false);
      return;
    }
    if (!this.#isInFront() || !(await this.#agreed())) {
      await this.#userSettings.write({ tokens: (there) => this.#shared.withoutDead(there) });
      return;
    }
    // First, so that whatever is written now is taken out again one day.
    if (!written) await globalState.update(stateKeys.tokenWritten, true);
    this.#hasWritten = true;
    const { ignored } = this.#userSettings;
    if (!isIgnored(ignored)) await globalState.update(stateKeys.ignoredBefore, { list: ignored });
    await this.#userSettings.write({
      tokens: (there) => (this.#isInFront() ? this.#own() : this.#shared.withoutDead(there)),
      ignored: withEnvironments,
    });
  }

  /**
   * For the user who goes back to references. Token and setting leave the file in one step: if VS Code
   * changed the setting first, its local history would keep a copy with the token.
   *
   * @throws KiwoomError `settings-not-changed`
   */
  async turnOff(): Promise<void> {
    if (!(await this.#takeOut(true))) throw new KiwoomError('settings-not-changed');
  }

  /** What a killed window left; nothing that belongs to a window that is open. */
  async takeOutLeftovers(): Promise<void> {
    const { globalState, alone } = this.#parts;
    if (globalState.get(stateKeys.tokenWritten) !== true) return;
    await this.#userSettings.write({ tokens: (there) => (alone() ? {} : there) });
  }

  /**
   * This window ends. The last one takes the tokens out: nothing can use them until the next start. With
   * tokens that are in memory only each takes out its own, because no other knows them.
   */
  async leave(): Promise<void> {
    this.#isOver = true;
    const isLast = this.#parts.alone() || !settings.sealsTokens();
    if (!isLast || !settings.putsTokenInSettings()) return;
    await this.#userSettings.write({ tokens: (there) => this.#shared.withoutSeen(there) });
  }

  /** As long as that cannot be done, what is to be taken out is not forgotten. */
  async #takeOut(turnsOff: boolean): Promise<boolean> {
    const { globalState } = this.#parts;
    const before = globalState.get<{ readonly list?: unknown }>(stateKeys.ignoredBefore);
    const isOut = await this.#userSettings.write({
      tokens: () => ({}),
      turnsOff,
      ...(before === undefined
        ? {}
        : { ignored: (list, former) => restored(list, former, before.list) }),
    });
    if (!isOut) return false;
    this.#hasWritten = false;
    await globalState.update(stateKeys.tokenWritten, undefined);
    if (before !== undefined) await globalState.update(stateKeys.ignoredBefore, undefined);
    return true;
  }

  /**
   * That the setting is kept from Settings Sync is how every window knows that the user was told, and
   * whoever undoes it is told again.
   */
  async #agreed(): Promise<boolean> {
    const told = this.#agreedHere || isIgnored(this.#userSettings.ignored);
    if (told && !this.#asksAnew) return true;
    this.#asksAnew = false;
    this.#agreedHere = await this.#ask();
    if (this.#agreedHere) return true;
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    await configuration.update(
      'restClient.tokenInSettings',
      undefined,
      vscode.ConfigurationTarget.Global,
    );
    return false;
  }

  /** Whether what this window shows is to stand in the settings. A workspace not trusted gets nothing. */
  #isInFront(): boolean {
    return !this.#isOver && this.#parts.trusted() && this.#parts.focused();
  }

  #own(): EnvironmentTokens {
    const isInstalled = vscode.extensions.getExtension(clientIds.restClient) !== undefined;
    return isInstalled ? this.#shared.own() : {};
  }
}
