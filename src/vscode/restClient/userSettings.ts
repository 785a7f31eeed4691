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

/** Reads and writes REST Client's environments and related settings in the user settings. */
export class UserSettings {
  readonly #parts: Parts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The user's own value of the settings that Settings Sync ignores. */
  get ignored(): unknown {
    return userValue('settingsSync', 'ignoredSettings');
  }

  /**
   * Applies edits one after the other. Never rejects.
   *
   * @returns whether the settings have the wanted values now
   */
  write(edit: SettingsEdit): Promise<boolean> {
    const written = this.#turn.then(() => this.#write(edit));
    this.#turn = written;
    return written;
  }

  /**
   * Edits the text of settings.json, which keeps comments; VS Code's configuration API replaces the whole
   * value. That API is used where the file is not accessible (remote window), has unsaved changes or is not the
   * one in effect; also where no comment would be deleted and no token is written, because after an external
   * edit VS Code refuses the user's next change until it has reloaded the file.
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
      // The exclusion comes first, so that no token is ever synced.
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
      // VS Code refuses to write while settings.json has unsaved changes; the next token change retries.
      const error = thrown instanceof Error ? thrown.name : 'unknown';
      this.#parts.log.warn('rest-client-settings-not-written', { error });
    }
    return false;
  }
}

/** @returns whether they are in effect: VS Code changes only one place of a file that defines them twice */
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

/** The user's own value. */
export function restClientEnvironments(): unknown {
  return userValue('rest-client', 'environmentVariables');
}

async function put(section: string, name: string, before: unknown, value: unknown): Promise<void> {
  if (value === before) return;
  const configuration = vscode.workspace.getConfiguration(section);
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/**
 * The value in the user's settings.json only, without defaults, workspace and remote machine settings. VS
 * Code's `inspect` distinguishes the latter at runtime, although its types do not declare that.
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
