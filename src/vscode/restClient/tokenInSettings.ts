import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import {
  type EnvironmentTokens,
  SharedSettingTokens,
} from '../../core/handover/sharedSettingTokens.ts';
import { clientIds } from '../shell/clientIds.ts';
import { settings } from '../shell/settings.ts';
import { askForPlainText } from './plainTextConsent.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';
import { isIgnored, restored, withEnvironments } from './syncExclusion.ts';
import { UserSettings } from './userSettings.ts';

/**
 * Writes `kiwoomToken` to REST Client's environments in the user settings, as long as the user wants the token
 * there as plain text and a window is open. All windows share the settings: the focused one writes, see {@link
 * SharedSettingTokens}.
 */
export class TokenInSettings {
  readonly #parts: RestClientParts;
  readonly #ask: () => Promise<boolean>;
  readonly #shared: SharedSettingTokens;
  readonly #userSettings: UserSettings;
  #mustAskAgain = false;
  /** The user agreed in this window; VS Code may not report the written settings yet. */
  #agreedHere = false;
  /** This window may have written a token, even if another window has reset the global state since. */
  #hasWritten = false;
  #isOver = false;

  constructor(parts: RestClientParts, ask = askForPlainText) {
    this.#parts = parts;
    this.#ask = ask;
    this.#shared = new SharedSettingTokens(parts);
    this.#userSettings = new UserSettings(parts);
  }

  askForConsentAgain(): void {
    this.#mustAskAgain = true;
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
    // Set before writing, so that the token is removed even after a crash.
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
   * Switches the setting off and removes the token in one write: if VS Code changed the setting first, its
   * local history would keep a copy with the token.
   *
   * @throws KiwoomError `settings-not-changed`
   */
  async turnOff(): Promise<void> {
    if (!(await this.#takeOut(true))) throw new KiwoomError('settings-not-changed');
  }

  /** Removes tokens left by a killed window, unless other windows are open. */
  async takeOutLeftovers(): Promise<void> {
    const { globalState, alone } = this.#parts;
    if (globalState.get(stateKeys.tokenWritten) !== true) return;
    await this.#userSettings.write({ tokens: (there) => (alone() ? {} : there) });
  }

  /**
   * Called when the window closes. The last window removes the tokens, which nothing can use until the next
   * start. When tokens are only kept in memory, each window removes its own, because no other one knows them.
   */
  async leave(): Promise<void> {
    this.#isOver = true;
    const isLast = this.#parts.alone() || !settings.sealsTokens();
    if (!isLast || !settings.putsTokenInSettings()) return;
    await this.#userSettings.write({ tokens: (there) => this.#shared.withoutSeen(there) });
  }

  /** Keeps the flag in the global state until the token has been removed. */
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
   * The exclusion from Settings Sync also records the consent for all windows; if the user removes it, the
   * question is asked again.
   */
  async #agreed(): Promise<boolean> {
    const told = this.#agreedHere || isIgnored(this.#userSettings.ignored);
    if (told && !this.#mustAskAgain) return true;
    this.#mustAskAgain = false;
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

  /** Whether this window's token should be in the settings; never in an untrusted workspace. */
  #isInFront(): boolean {
    return !this.#isOver && this.#parts.trusted() && this.#parts.focused();
  }

  #own(): EnvironmentTokens {
    const isInstalled = vscode.extensions.getExtension(clientIds.restClient) !== undefined;
    return isInstalled ? this.#shared.own() : {};
  }
}
