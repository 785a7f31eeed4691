import * as vscode from 'vscode';
import {
  changeEnvironments,
  gatewayAddressesIn,
  type SettingsEdit,
  tokensIn,
} from './environmentTokens.ts';
import type { RestClientParts } from './restClientParts.ts';
import { agrees, editSettings, hasCommentedEnvironments } from './settingsText.ts';
import { isIgnored } from './syncExclusion.ts';

type Parts = Pick<
  RestClientParts,
  'globalStorageUri' | 'settingsElsewhere' | 'log' | 'rewriteFile'
>;

/** REST Client's environments, and what belongs to them, in the user's own settings. */
export class UserSettings {
  readonly #parts: Parts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What Settings Sync ignores, as the user wrote it. */
  get ignored(): unknown {
    return userValue('settingsSync', 'ignoredSettings');
  }

  /**
   * One edit after the other. Never rejects.
   *
   * @returns whether the settings are as wanted now
   */
  write(edit: SettingsEdit): Promise<boolean> {
    const written = this.#turn.then(() => this.#write(edit));
    this.#turn = written;
    return written;
  }

  /**
   * In the text of the file, which keeps the comments; VS Code's own way of changing a setting replaces
   * the whole value. Where the file is not at hand (the settings of a remote window lie on another
   * machine), is being edited, or is not the one in effect, VS Code does it; also where no comment would
   * be lost and no token written, as VS Code refuses the user's next change until it has read the file anew.
   */
  async #write(edit: SettingsEdit): Promise<boolean> {
    const { globalStorageUri, settingsElsewhere } = this.#parts;
    const file = vscode.Uri.joinPath(globalStorageUri, '../../settings.json');
    if (!settingsElsewhere && file.scheme === 'file' && !isBeingEdited(file)) {
      const inEffect = restClientEnvironments();
      let usable = false as boolean;
      const outcome = await this.#parts.rewriteFile(file.fsPath, (text) => {
        if (edit.tokens === undefined && !hasCommentedEnvironments(text)) return undefined;
        const edited = agrees(text, inEffect) ? editSettings(text, edit) : undefined;
        usable = edited !== undefined;
        return edited;
      });
      if (usable && (outcome === 'rewritten' || outcome === 'unchanged')) {
        if (outcome === 'rewritten') this.#parts.log.info('rest-client-settings-written');
        return true;
      }
    }
    return this.#writeByVsCode(edit);
  }

  async #writeByVsCode(edit: SettingsEdit): Promise<boolean> {
    const { ignored, turnsOff } = edit;
    try {
      const list = this.ignored;
      const former = userValue('sync', 'ignoredSettings');
      const nextList = ignored === undefined ? list : ignored(list, former);
      const putList = () => put('settingsSync', 'ignoredSettings', list, nextList);
      // In this order: nothing that is synced may hold a token.
      if (isIgnored(nextList)) await putList();
      const isWritten = await putEnvironments(edit);
      if (isWritten) {
        if (!isIgnored(nextList)) await putList();
        if (turnsOff === true) {
          const own = userValue('kiwoom', 'restClient.tokenInSettings');
          await put('kiwoom', 'restClient.tokenInSettings', own, undefined);
        }
        this.#parts.log.info('rest-client-settings-written', { by: 'vscode' });
        return true;
      }
      this.#parts.log.warn('rest-client-settings-not-written');
    } catch (thrown) {
      // While settings.json has unsaved changes VS Code refuses; the next change of a token tries again.
      const error = thrown instanceof Error ? thrown.name : 'unknown';
      this.#parts.log.warn('rest-client-settings-not-written', { error });
    }
    return false;
  }
}

/** @returns whether they are in effect: VS Code changes one place of a file that names them in two */
async function putEnvironments(edit: SettingsEdit): Promise<boolean> {
  const value = restClientEnvironments();
  const changed = changeEnvironments(value, edit);
  if (changed === undefined) return false;
  await put('rest-client', 'environmentVariables', value, changed.value);
  return ours(restClientEnvironments()) === ours(changed.value);
}

function ours(value: unknown): string {
  return JSON.stringify([tokensIn(value), gatewayAddressesIn(value)]);
}

/** As the user wrote them. */
export function restClientEnvironments(): unknown {
  return userValue('rest-client', 'environmentVariables');
}

async function put(section: string, name: string, before: unknown, value: unknown): Promise<void> {
  if (value === before) return;
  const configuration = vscode.workspace.getConfiguration(section);
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/**
 * What the user's own settings say, without defaults and without the workspace. In a remote window
 * also without those of the remote machine, which are none of the user's settings.json: VS Code tells
 * them apart, though its types do not say so.
 */
function userValue(section: string, name: string): unknown {
  const inspected: { globalValue?: unknown; globalLocalValue?: unknown } | undefined =
    vscode.workspace.getConfiguration(section).inspect<unknown>(name);
  if (inspected === undefined) return undefined;
  return 'globalLocalValue' in inspected ? inspected.globalLocalValue : inspected.globalValue;
}

function isBeingEdited(file: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    ({ uri, isDirty }) =>
      isDirty && (uri.fsPath === file.fsPath || uri.scheme === 'vscode-userdata'),
  );
}
