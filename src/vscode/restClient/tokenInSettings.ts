import * as vscode from 'vscode';
import { type Environment, environments } from '../../core/environment.ts';
import { KiwoomError } from '../../core/errors.ts';
import { clientIds } from '../clientIds.ts';
import { t } from '../localize.ts';
import { settings } from '../settings.ts';
import {
  agrees,
  changeEnvironments,
  editSettings,
  type EnvironmentTokens,
  isIgnored,
  tokensIn,
  withIgnoredEnvironments,
  withoutSetting,
} from './environmentTokens.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';

const ownSetting = 'kiwoom.restClient.tokenInSettings';

interface Change {
  readonly tokens: EnvironmentTokens;
  /** See to it that Settings Sync leaves the environments on this machine. */
  readonly unsynced?: boolean;
  /** Take out the user's own setting too. */
  readonly turnsOff?: boolean;
}

/**
 * Keeps `kiwoomToken` in REST Client's environments of the user settings, for as long as the user wants
 * the token there as plain text.
 */
export class TokenInSettings {
  readonly #parts: RestClientParts;
  #asksAnew = false;
  /** The user agreed in this window; what was written then may not have been read back yet. */
  #agreedHere = false;

  constructor(parts: RestClientParts) {
    this.#parts = parts;
  }

  askAnew(): void {
    this.#asksAnew = true;
  }

  async update(): Promise<void> {
    const { globalState } = this.#parts;
    const written = globalState.get(stateKeys.tokenWritten) === true;
    if (!settings.putsTokenInSettings()) {
      this.#agreedHere = false;
      if (written) await this.#takeOut({ tokens: {} });
      return;
    }
    if (!(await this.#agreed())) return;
    // First, so that whatever is written now is taken out again one day.
    if (!written) await globalState.update(stateKeys.tokenWritten, true);
    await this.#write({ tokens: this.#wanted(), unsynced: true });
  }

  /**
   * For the user who goes back to references. Token and setting leave the file in one step: if VS Code
   * changed the setting first, its local history would keep a copy with the token.
   *
   * @throws KiwoomError `settings-not-changed`
   */
  async turnOff(): Promise<void> {
    if (!(await this.#takeOut({ tokens: {}, turnsOff: true }))) {
      throw new KiwoomError('settings-not-changed');
    }
  }

  /** As long as that cannot be done, what is to be taken out is not forgotten. */
  async #takeOut(change: Change): Promise<boolean> {
    const isOut = await this.#write(change);
    if (isOut) await this.#parts.globalState.update(stateKeys.tokenWritten, undefined);
    return isOut;
  }

  /**
   * That the setting is kept from Settings Sync is how every window knows that the user was told, and
   * whoever undoes it is told again.
   */
  async #agreed(): Promise<boolean> {
    const told = this.#agreedHere || isIgnored(userValue('settingsSync', 'ignoredSettings'));
    if (told && !this.#asksAnew) return true;
    if (!vscode.workspace.isTrusted || !vscode.window.state.focused) return false;
    this.#asksAnew = false;
    const keep = t('Keep Token in Settings');
    const chosen = await vscode.window.showWarningMessage(
      t('Keep the token in your user settings, as plain text?'),
      {
        modal: true,
        detail: [
          t(
            'The REST Client environments kiwoom-real and kiwoom-mock get the variable kiwoomToken, which is kept current and removed on revoke and expiry. Every program that can read settings.json can use the account until the token expires.',
          ),
          t(
            'So that Settings Sync does not upload it, “rest-client.environmentVariables” is added to “settingsSync.ignoredSettings”: your other REST Client environments are no longer synced either.',
          ),
          t(
            'References such as {0} do the same without a token in a file.',
            '$processEnv KIWOOM_TOKEN',
          ),
        ].join('\n\n'),
      },
      keep,
    );
    this.#agreedHere = chosen === keep;
    if (this.#agreedHere) return true;
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    await configuration.update(
      'restClient.tokenInSettings',
      undefined,
      vscode.ConfigurationTarget.Global,
    );
    return false;
  }

  #wanted(): EnvironmentTokens {
    const { active, tokens } = this.#parts;
    const there = tokensIn(userValue('rest-client', 'environmentVariables'));
    const installed = vscode.extensions.getExtension(clientIds.restClient) !== undefined;
    const tokenFor = (environment: Environment): string | undefined => {
      const profile = active.lastUsedIn(environment);
      const token = profile === undefined ? undefined : tokens.current(profile)?.value.reveal();
      // A workspace that is not trusted gets nothing new; what is over goes all the same.
      if (!vscode.workspace.isTrusted && token !== there[environment]) return undefined;
      return installed ? token : undefined;
    };
    return Object.fromEntries(
      environments.flatMap((environment) => {
        const token = tokenFor(environment);
        return token === undefined ? [] : [[environment, token]];
      }),
    );
  }

  /**
   * In the text of the file, which keeps the comments; VS Code's own way of changing a setting replaces
   * the whole value. Where the file is not at hand (the settings of a remote window lie on another
   * machine), is being edited, or is not the one in effect, VS Code does it.
   *
   * @returns whether the settings are as wanted now
   */
  async #write(wanted: Change): Promise<boolean> {
    const file = vscode.Uri.joinPath(this.#parts.globalStorageUri, '../../settings.json');
    if (file.scheme === 'file' && !isBeingEdited(file)) {
      const inEffect = userValue('rest-client', 'environmentVariables');
      let usable = false as boolean;
      const outcome = await this.#parts.rewriteFile(file.fsPath, (text) => {
        const { tokens, unsynced = false, turnsOff = false } = wanted;
        const edited = agrees(text, inEffect) ? editSettings(text, tokens, unsynced) : undefined;
        usable = edited !== undefined;
        return edited !== undefined && turnsOff ? withoutSetting(edited, ownSetting) : edited;
      });
      if (usable && (outcome === 'rewritten' || outcome === 'unchanged')) {
        if (outcome === 'rewritten') this.#parts.log.info('rest-client-settings-written');
        return true;
      }
    }
    return this.#writeByVsCode(wanted);
  }

  async #writeByVsCode({ tokens, unsynced, turnsOff }: Change): Promise<boolean> {
    const put = async (section: string, name: string, changed: (value: unknown) => unknown) => {
      const value = userValue(section, name);
      const next = changed(value);
      if (next === value) return;
      const configuration = vscode.workspace.getConfiguration(section);
      await configuration.update(name, next, vscode.ConfigurationTarget.Global);
    };
    try {
      // In this order: nothing that is synced may hold a token.
      if (unsynced === true) await put('settingsSync', 'ignoredSettings', withIgnoredEnvironments);
      await put('rest-client', 'environmentVariables', (value) =>
        changeEnvironments(value, tokens),
      );
      if (turnsOff === true) await put('kiwoom', 'restClient.tokenInSettings', () => undefined);
      this.#parts.log.info('rest-client-settings-written', { by: 'vscode' });
      return true;
    } catch (thrown) {
      // While settings.json has unsaved changes VS Code refuses; the next change of a token tries again.
      const error = thrown instanceof Error ? thrown.name : 'unknown';
      this.#parts.log.warn('rest-client-settings-not-written', { error });
      return false;
    }
  }
}

/** What the user's own settings say, without defaults and without the workspace. */
function userValue(section: string, name: string): unknown {
  return vscode.workspace.getConfiguration(section).inspect<unknown>(name)?.globalValue;
}

function isBeingEdited(file: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    ({ uri, isDirty }) =>
      isDirty && (uri.fsPath === file.fsPath || uri.scheme === 'vscode-userdata'),
  );
}
